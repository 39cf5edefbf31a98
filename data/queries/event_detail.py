"""Everything of one event: where it stands, what happened to it, what its clock says, what belongs to it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import Any

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.life.fold import Step, fold, read
from data.life.held import Hold, holds
from data.life.moves import LABELS
from data.life.worktime import between
from data.queries.agency_levels import levels_of
from data.queries.cases import in_scope
from data.queries.elsewhere import NAMING, unnamed
from data.queries.event_stewards import stewards_of
from data.queries.lines_in import lines_named
from data.queries.past import clipped
from data.queries.regions import Region, ancestors, region_of
from data.queries.visit_list import visit_behind
from data.schema import agency, category, event, event_history, event_photo, region
from data.scope import Scope
from data.things.masks import masked_place
from data.words import STAGES

LATE_ENTRY = timedelta(minutes=5)  # a step written down later than this after it happened is marked
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Clock:
    """`state`: running, near, overdue, paused, or kept / broken once the event has ended. `left` in its own seconds."""

    state: str
    left: int
    deadline: datetime
    counts: str  # working or natural


@dataclass(frozen=True, kw_only=True)
class Detail:
    """`row` has the columns of `event` as they were at `now`."""

    row: Row
    now: datetime
    clock: Clock
    regions: list[Region]  # from the city down to the cell
    categories: list[str]  # names, from the first level down
    agencies: dict[str, str]
    steps: list[Row] = field(default_factory=list)  # oldest first, with label, late and change
    stays: list[tuple[str, str, float]] = field(default_factory=list)  # (from stage, to stage, minutes)
    photos: list[Row] = field(default_factory=list)
    merged: list[Row] = field(default_factory=list)  # events merged into this one
    into: Row | None = None
    stewards: list[Row] = field(default_factory=list)
    visit: Row | None = None  # of a steward, that it came of
    holds: list[Hold] = field(default_factory=list)  # at which levels it has been, oldest first
    line: Row | None = None  # the hotline or express line it came in by


def detail(connection: Connection, event_id: int, scope: Scope, now: datetime, at: datetime | None = None) -> Detail:
    """UnknownThing when there is no such event, not yet at that moment, or not for this scope: it never says which."""
    mine = select(event).where(event.c.id == event_id, *in_scope(scope))
    found = connection.execute(mine).mappings().one_or_none()
    if found is None or (at and at < found["reported_at"]):
        raise UnknownThing(f"no event {event_id}")
    steps, moment = unnamed(connection, scope, _steps(connection, event_id, at)), at or now
    row = dict(found) if at is None else _as_of(dict(found), steps, at)
    agencies = _agencies(connection, row, steps)
    return Detail(
        row=row | {"place": masked_place(row["place"], scope.clearance)},
        now=moment,
        clock=clock_of(row, moment),
        regions=_regions(connection, row["cell_id"], scope),
        categories=category_path(connection, row["leaf"]),
        agencies=agencies,
        holds=_holds(connection, row, steps, agencies),
        steps=steps,
        stays=_stays(row),
        photos=_photos(connection, event_id, at),
        merged=_merged(connection, scope, event_id, steps),
        stewards=stewards_of(connection, row, scope),
        visit=visit_behind(connection, event_id, scope),
        line=lines_named(connection, {row["line"]}).get(row["line"]) if row["line"] else None,
        into=next(iter(_others(connection, scope, event.c.id == row["into_id"])), None) if row["into_id"] else None,
    )


def event_named(connection: Connection, text: str, scope: Scope) -> int:
    """The id behind a code that a person has typed."""
    found = select(event.c.id).where(event.c.code == text.strip().upper(), *in_scope(scope))
    number = connection.scalar(found)
    if number is None:
        raise UnknownThing(f"no event {text}")
    return int(number)


def clock_of(row: Row, now: datetime) -> Clock:
    """What an event's clock says at `now`."""
    counts, deadline = row["clock"], row["deadline_at"]
    if row["ended_at"]:
        left = between(row["ended_at"], deadline, "natural")
        return Clock(state="kept" if left >= 0 else "broken", left=left, deadline=deadline, counts=counts)
    if row["suspended_at"]:
        return Clock(state="paused", left=int(row["left_s"] or 0), deadline=deadline, counts=counts)
    state = "overdue" if now > deadline else "near" if now >= row["warn_at"] else "running"
    return Clock(state=state, left=between(now, deadline, counts), deadline=deadline, counts=counts)


def category_path(connection: Connection, code: str) -> list[str]:
    """Names from the first level down; [] for a code the table does not know."""
    names: list[str] = []
    wanted: str | None = code
    while wanted and len(names) < 3:
        row = connection.execute(select(category.c.name, category.c.parent).where(category.c.code == wanted)).first()
        names, wanted = ([row.name, *names], row.parent) if row else (names, None)
    return names


def _steps(connection: Connection, event_id: int, at: datetime | None) -> list[Row]:
    mine = select(event_history).where(event_history.c.event_id == event_id).order_by(event_history.c.seq)
    rows = [dict(row) for row in connection.execute(mine).mappings()]
    for row in rows:
        row["change"] = read(row["change"])
        row["label"] = LABELS.get(row["move"], row["move"])
        row["late"] = row["recorded_at"] - row["at"] > LATE_ENTRY and row["move"] != "import"
    return list(takewhile(lambda row: at is None or row["at"] <= at, rows))


def _as_of(row: Row, steps: list[Row], at: datetime) -> Row:
    """A life that was brought along is told in few steps: it is cut off at the moment too."""
    state = fold(Step(seq=one["seq"], move=one["move"], at=one["at"], change=one["change"]) for one in steps)
    return clipped(row | state | {"reported_at": row["reported_at"]}, at)


def _stays(row: Row) -> list[tuple[str, str, float]]:
    """Minutes between the stages it reached, in order; what lay before it was reopened counts no more."""
    again = row["restarted_at"]
    reached = [(stage, row[f"{stage}_at"]) for stage in STAGES if row[f"{stage}_at"]]
    return [
        (one, other, (until - (again if again and since < again <= until else since)).total_seconds() / 60)
        for (one, since), (other, until) in pairwise(reached)
        if until >= since
    ]


def _regions(connection: Connection, cell_id: int, scope: Scope) -> list[Region]:
    code = connection.scalar(select(region.c.code).where(region.c.id == cell_id)) or ""
    here = region_of(connection, code, scope)
    return [*ancestors(connection, here, scope), here]


def _agencies(connection: Connection, row: Row, steps: list[Row]) -> dict[str, str]:
    """Names of every agency it has met."""
    changes = [one["change"].get(name) for one in steps for name in ("agency", "first_agency", "called_agency")]
    codes = {code for code in (*changes, row["agency"], row["first_agency"], row["called_agency"]) if code}
    if not codes:
        return {}
    named = select(agency.c.code, agency.c.name).where(agency.c.code.in_(codes))
    return {row.code: row.name for row in connection.execute(named)}


def _holds(connection: Connection, row: Row, steps: list[Row], agencies: dict[str, str]) -> list[Hold]:
    life = (Step(seq=one["seq"], move=one["move"], at=one["at"], change=one["change"]) for one in steps)
    return holds(life, levels_of(connection, agencies), row["ended_at"])


def _merged(connection: Connection, scope: Scope, event_id: int, steps: list[Row]) -> list[Row]:
    """Events merged into this one, and not taken out again: its history names them by their code."""
    codes: set[str] = set()
    for one in steps:
        if one["move"] in NAMING and one["reason"]:
            codes = codes | {one["reason"]} if one["move"] == "absorb" else codes - {one["reason"]}
    return _others(connection, scope, event.c.code.in_(codes) & (event.c.id != event_id)) if codes else []


def _photos(connection: Connection, event_id: int, at: datetime | None) -> list[Row]:
    """Those it had by then."""
    p = event_photo.c
    mine = select(event_photo).where(p.event_id == event_id, *([p.added_at <= at] if at else [])).order_by(p.id)
    return [dict(row) for row in connection.execute(mine).mappings()]


def _others(connection: Connection, scope: Scope, where: Any) -> list[Row]:
    columns = [event.c[name] for name in ("id", "code", "title", "stage", "reported_at", "cell_id", "grade")]
    return [
        dict(row)
        for row in connection.execute(
            select(*columns).where(where, *in_scope(scope)).order_by(event.c.id).limit(50)
        ).mappings()
    ]
