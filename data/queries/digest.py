"""日报·周报·月报: what came in, was closed, is late, came back, was passed on, beside the period before; which cases.

Every figure names the filter of the list that shows exactly its cases. A cohort: cases reported in the window, as they
stand now; what is open, overdue or supervised is so whenever it was reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from data.answer import Provenance, Row
from data.house import House
from data.queries import backlog, repeated
from data.queries.asked import SMALL_BASE, Asked, asked, comparable
from data.queries.cases import of_departments
from data.queries.event_filters import Filters
from data.queries.event_list import listed
from data.queries.event_sums import Sums, percent, sums_of
from data.queries.hours import reported_until
from data.queries.rates import RATES
from data.queries.reported import reported
from data.queries.shirked import shirked
from data.queries.wilson import LEAST
from data.schema import event
from data.scope import Scope
from data.view import View
from data.windows import Span

NAMES = {"today": "日报", "7d": "周报", "30d": "月报", "ytd": "年报"}
LISTED = 50
COUNTS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (  # key, measure, words, filter of the list
    ("reported", "reported", "上报", {}),
    ("closed", "closed", "已结案", {"state": "done"}),
    ("merged", "merged", "重复上报（已并案）", {"stage": "merged"}),
    ("rejected", "rejected", "不予立案", {"stage": "rejected"}),
)
RIPENS = "closed"  # the period before has had a period longer to close its cases: no comparison is fair
TIMES = (("returned", "退回与返工"), ("reopened", "重开"))  # counted in times, not in cases
STANDING = (("open", "在办"), ("overdue", "超期"), ("soon", "将到期"), ("suspended", "挂账"), ("supervised", "督办中"))


@dataclass(frozen=True)
class Digest:
    """`lines`: figures with now, before, change (percent) and way (a filter, or None); `rates` the five of 12345;
    `lists`: {overdue, shirked, still: cases as `listed` gives them; spots: rows of the panel of repeats}."""

    place: str
    region: str
    window: str
    span: Span
    now: datetime
    as_of: datetime | None
    provenance: Provenance
    lines: list[Row]
    ways: dict[str, Mapping[str, str] | None]
    rates: list[Row]
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def days(self) -> str:
        first, last = (date.fromordinal(day).isoformat() for day in (self.span.first, self.span.last))
        return first if first == last else f"{first} – {last}"


def digest(house: House, view: View, scope: Scope) -> Digest:
    """For the view's region, window and moment. Raises UnknownRegion or NotReady."""
    plain = view.but(slice="")
    with asked(house, plain, scope) as a:
        earlier = a.span.before() if comparable(a.connection, a.span.before()) else None
        now, before = (_sums(a, plain, one) for one in (a.span, earlier))
        lines = _lines(a, scope, now or Sums(), before, earlier)
        told = Digest(
            place=a.here.name,
            region=a.here.code,
            window=plain.window,
            span=a.span,
            now=a.now,
            as_of=a.fed_at(),
            provenance=a.lived,
            lines=lines,
            ways={key: way for key, _measure, _words, way in COUNTS},
            rates=_rates(now or Sums(), before),
        )
    standing = backlog.answer(house, plain, scope).parts["totals"][0]
    told.lines.extend(_line(key, words, standing[key], None, "件") for key, words in STANDING)
    told.ways.update({"shirked": {"state": "shirked"}, "returned": None, "reopened": None})
    told.ways.update({key: {"state": key} for key, _words in STANDING})
    again = repeated.answer(house, plain, scope)
    told.lists.update(_lists(house, plain, scope) | {"spots": list(again.rows)})
    known = len(again.rows) if again.parts["read"][0]["whole"] else None  # of days that were not read nobody knows
    told.lines.append(_line("spots", "反复点", known, None, "处"))
    told.ways["spots"] = None
    return told


def _sums(a: Asked, view: View, span: Span | None) -> Sums | None:
    return sums_of(a.connection, [a.here], view, span, now=a.now)[a.here.id] if span else None


def _lines(a: Asked, scope: Scope, now: Sums, before: Sums | None, earlier: Span | None) -> list[Row]:
    counts = [
        _line(key, words, getattr(now, name), getattr(before, name) if before else None, "件")
        for key, name, words, _way in COUNTS
    ]
    if earlier is not None:  # up to the same hour of its last day
        same = reported_until(a.connection, [a.here], earlier)[a.here.id]
        counts[0] = _line("reported", COUNTS[0][2], now.reported, same, "件")
    passed = _shirked(a, scope, a.span), _shirked(a, scope, earlier) if earlier else None
    times = [
        _line(name, words, getattr(now, name), getattr(before, name) if before else None, "次") for name, words in TIMES
    ]
    return [*counts, _line("shirked", "推诿（退回或转派两次及以上）", *passed, "件"), *times]


def _shirked(a: Asked, scope: Scope, span: Span) -> int:
    where = (*reported(a.here, span), event.c.id.in_(shirked(span)), *of_departments(scope))
    return int(a.connection.scalar(select(func.count()).select_from(event).where(*where)) or 0)


def _line(key: str, words: str, now: Any, before: Any, unit: str) -> Row:
    enough = isinstance(before, int) and before >= SMALL_BASE
    change = percent(int(now or 0) - before, before) if enough and key != RIPENS else None
    return {"key": key, "label": words, "now": now, "before": before, "change": change, "unit": unit}


def _rates(now: Sums, before: Sums | None) -> list[Row]:
    """A change in points, where both stand on LEAST cases or more."""
    rows: list[Row] = []
    for key, words, counted, whole, note in RATES:
        n, share = getattr(now, whole), percent(getattr(now, counted), getattr(now, whole))
        then = percent(getattr(before, counted), getattr(before, whole)) if before else None
        sure = before is not None and min(n, getattr(before, whole)) >= LEAST
        sure = sure and key != RIPENS
        points = round(share - then, 1) if sure and share is not None and then is not None else None
        row: Row = {"key": key, "label": words, "now": share, "before": then, "points": points, "n": n}
        rows.append(row | {"hits": getattr(now, counted), "thin": 0 < n < LEAST, "note": note})
    return rows


def _lists(house: House, view: View, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    def cases(sort: str, **filters: str) -> list[dict[str, Any]]:
        return listed(house, view, scope, Filters(**filters), sort=sort, limit=LISTED).rows

    watched, now = cases("deadline_at", state="supervised"), view.at or house.clock.now()
    still = [row for row in watched if row["suspended_at"] is None and row["deadline_at"] < now]
    late = cases("deadline_at", state="overdue")
    return {"overdue": late, "shirked": cases("-reported_at", state="shirked"), "still": still}
