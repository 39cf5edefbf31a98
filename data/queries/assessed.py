"""Who is assessed, and what is found of each: out of the cube, the sums of readings, the lists and the audit log."""

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from data.assessment.measures import Found
from data.assessment.rules import Line
from data.queries.asked import Asked
from data.queries.event_sums import Sums, by_key, sums_of
from data.queries.late import read_late
from data.queries.regions import COLUMNS as REGION
from data.queries.regions import SPINE, Region, inside
from data.schema import account, agency, audit, gauge, list_item, reading_sum, region, source_return, station
from data.times import day_number, day_start
from data.view import View
from data.windows import Span

LEVELS = {"county": 2, "town": 3}
DAY_S = 86_400
TENTHS = 9  # of the readings of a day, for it to be whole
NEEDED = {  # columns behind what `Sums` adds up
    "to_assign": ("assigned_known", "late_unassigned"),
    "to_answer": ("answered_known", "late_unanswered"),
    "to_close": ("closed", "late"),
}
Of = dict[str, Found]  # by the code of who is assessed
Home = Callable[[str | None, int, int], str | None]  # (agency, first cell, last cell): whose it is


class Subject(NamedTuple):
    """`home` of a region."""

    code: str
    name: str
    home: Region | None = None


@dataclass(frozen=True)
class Field:
    """Who is assessed in which span; `regions` for counties and towns."""

    a: Asked
    view: View
    span: Span
    subjects: Sequence[Subject]
    now: datetime

    @property
    def regions(self) -> list[Region]:
        return [one.home for one in self.subjects if one.home]

    @property
    def last_whole(self) -> int:
        """The last day of the span that is over."""
        return self.span.last if day_start(self.span.last + 1) <= self.span.until else self.span.last - 1

    def home(self) -> Home:
        """Whose something is: the agency's that keeps it, or the region's that it lies in wholly."""
        codes = {one.code for one in self.subjects}
        if not self.regions:
            return lambda of, _lo, _hi: of if of in codes else None
        places = sorted(self.regions, key=lambda one: one.lo)
        starts = [one.lo for one in places]

        def around(_of: str | None, lo: int, hi: int) -> str | None:
            at = bisect_right(starts, lo) - 1
            return places[at].code if at >= 0 and hi <= places[at].hi else None

        return around


def subjects_of(a: Asked, audience: str) -> list[Subject]:
    """Departments whose region touches this one; counties or towns that lie in it."""
    if audience in LEVELS:
        within = (SPINE, region.c.level == LEVELS[audience], inside(region.c.lo, a.here), region.c.hi <= a.here.hi)
        rows = a.connection.execute(select(*REGION).where(*within).order_by(region.c.lo))
        return [Subject(one.code, one.name, one) for one in (Region(*row) for row in rows)]
    around = (agency.c.kind == "department", region.c.lo <= a.here.hi, region.c.hi >= a.here.lo)
    found = select(agency.c.code, agency.c.name).join(region, region.c.id == agency.c.region_id).where(*around)
    return [Subject(*row) for row in a.connection.execute(found.order_by(agency.c.code))]


def found_of(field: Field, lines: Sequence[Line]) -> dict[str, dict[str, Found]]:
    """{who: {line: what was found}}; a line of which nothing is known is absent."""
    others = {"readings": _readings, "listed": _listed, "mended": _mended, "used": _used}
    found: dict[str, Of] = {}
    for source in dict.fromkeys(line.source for line in lines if line.known.column):
        cases = [line for line in lines if line.known.column and line.source == source]
        found |= _cases(field, source, cases)
    found |= {line.key: others[line.measure](field) for line in lines if line.measure in others}
    return {one.code: {key: of[one.code] for key, of in found.items() if one.code in of} for one in field.subjects}


def _cases(field: Field, source: str, lines: Sequence[Line]) -> dict[str, Of]:
    sums = _sums(field, source, list(_columns(lines)))
    return {
        line.key: {
            code: Found(getattr(one, line.known.column), getattr(one, line.known.base)) for code, one in sums.items()
        }
        for line in lines
    }


def _columns(lines: Iterable[Line]) -> dict[str, None]:
    """The measures of the cube that these lines read, each once."""
    bases = [name for line in lines for name in NEEDED.get(line.known.base, (line.known.base,))]
    return dict.fromkeys([*(line.known.column for line in lines), *bases])


def _sums(field: Field, source: str, names: Sequence[str]) -> dict[str, Sums]:
    """Cases reported in the span, as they stand now; of a moment past, as they stood then."""
    a, plain = field.a, field.view.but(slice=f"source:{source}" if source else "")
    if field.regions:
        found = sums_of(a.connection, field.regions, plain, field.span, names, field.now)
        return {one.code: found[one.id] for one in field.regions}
    late = None if plain.at else read_late(a.connection, [a.here], field.now, None)
    return by_key(a.connection, a.here, "agency", plain, field.span, names, unmarked=late)


def _readings(field: Field) -> Of:
    """Whole days of gauges with nine tenths of their readings, of all after the day on which each first spoke."""
    first, last = field.span.first, field.last_whole
    s, mine = reading_sum.c, field.home()
    told = select(func.min(s.start)).where(s.gauge_id == gauge.c.id, s.grain == "d").scalar_subquery()
    keeps = (inside(station.c.cell_id, field.a.here), station.c.closed_at.is_(None))
    of = gauge.join(station, station.c.id == gauge.c.station_id)
    gauges = select(gauge.c.id, station.c.agency, station.c.cell_id, told).select_from(of).where(*keeps)
    days = (s.grain == "d", s.start >= day_start(first), s.start < day_start(last + 1))
    enough = s.n * station.c.rhythm_s * 10 >= TENTHS * DAY_S
    counts = select(s.gauge_id, func.count()).select_from(reading_sum.join(of, gauge.c.id == s.gauge_id))
    whole: dict[int, int] = dict(
        field.a.connection.execute(counts.where(*days, *keeps, enough).group_by(s.gauge_id)).all()
    )
    hits: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for key, keeper, cell, spoke in field.a.connection.execute(gauges):
        code = mine(keeper, cell, cell)
        since = first if spoke is None else max(first, day_number(spoke) + 1)
        if code is not None and since <= last:
            hits[code] += whole.get(key, 0)
            n[code] += last - since + 1
    return {code: Found(hits[code], n[code]) for code in n}


def _listed(field: Field) -> Of:
    """Items of the three lists that fell due in the span: how many were done by then."""
    i, mine = list_item.c, field.home()
    due = (i.due_day.between(field.span.first, field.last_whole), i.state != "dropped")
    rows = select(i.agency, i.lo, i.hi, i.due_day, i.state, i.ended_at).where(inside(i.lo, field.a.here), *due)
    hits: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for row in field.a.connection.execute(rows):
        if (code := mine(row.agency, row.lo, row.hi)) is not None:
            n[code] += 1
            hits[code] += row.state == "done" and row.ended_at is not None and day_number(row.ended_at) <= row.due_day
    return {code: Found(hits[code], n[code]) for code in n}


def _mended(field: Field) -> Of:
    """Lots of faulty data whose term ended in the span: how many were answered by then."""
    r, mine = source_return.c, field.home()
    due = (r.due_day.between(field.span.first, field.last_whole), r.state != "withdrawn")
    rows = select(r.agency, r.lo, r.hi, r.due_day, r.answered_at).where(inside(r.lo, field.a.here), *due)
    hits: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for row in field.a.connection.execute(rows):
        if (code := mine(row.agency, row.lo, row.hi)) is not None:
            n[code] += 1
            hits[code] += row.answered_at is not None and day_number(row.answered_at) <= row.due_day
    return {code: Found(hits[code], n[code]) for code in n}


def _used(field: Field) -> Of:
    """Days on which somebody signed in or did something. Not in a demo, whose city lives by another clock."""
    if field.a.lived == "simulated":
        return {}
    days, mine = _days(field), _people(field)
    return {code: Found(len(set().union(*(days[one] for one in some))), field.span.days) for code, some in mine.items()}


def _days(field: Field) -> Mapping[str, set[int]]:
    """{login: days on which it was there}."""
    hour = func.substr(audit.c.at, 1, 13)
    since, until = field.span.since.isoformat(), field.span.until.astimezone(UTC).isoformat()
    of = select(audit.c.actor, hour).where(audit.c.at.between(since, until), audit.c.outcome == "done").distinct()
    found: defaultdict[str, set[int]] = defaultdict(set)
    for actor, text in field.a.connection.execute(of):
        found[actor].add(day_number(datetime.fromisoformat(f"{text}:00+00:00")))
    return found


def _people(field: Field) -> dict[str, list[str]]:
    """{who: logins}: those bound to a department, or whose platform begins in the region."""
    of = select(account.c.login, account.c.departments, region.c.lo, region.c.hi).join(
        region, region.c.id == account.c.region_id
    )
    mine, found = field.home(), defaultdict(list)
    for login, departments, lo, hi in field.a.connection.execute(of.where(account.c.disabled_at.is_(None))):
        codes = [None] if field.regions else json.loads(departments)
        for code in filter(None, (mine(one, lo, hi) for one in codes)):
            found[code].append(login)
    return found
