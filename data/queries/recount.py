"""Events counted one by one: below the village, on days the cube does not keep, and for moments past."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    type_coerce,
)

from data.commands.contribution import SATISFIED, contribution
from data.life.late import LATE
from data.life.limits import PROMPT
from data.queries.past import State, folded, lived, unsure
from data.queries.regions import Region
from data.queries.reported import conditions, given, in_cells, wide
from data.queries.slices import ALL, Slice, held
from data.schema import event
from data.schema.cube import MEASURES, STANDING
from data.windows import Span
from data.words import STAGES

_NONE: ColumnElement[Any] = literal_column("0")
Counts = tuple[int, ...]  # in the order of MEASURES
_PLACE = {name: n for n, name in enumerate(MEASURES)}


def recount(
    connection: Connection,
    regions: Sequence[Region],
    one: Slice,
    span: Span,
    at: datetime | None,
    names: Sequence[str] = MEASURES,
) -> dict[int, Counts]:
    """{region id: counts} of disjoint regions of one level; `at` None: as the events stand now.

    Measures not named may come as zeros.
    """
    if at is None:
        return _by_region(connection, regions, one, span, names)
    around = region_around(regions)
    by, of = whose(regions), lambda row: around(row["cell_id"])
    counted = _then(connection, regions, one, span, at, by, of, names)
    return {key: counts for key, counts in counted.items() if key is not None}


def recount_by_key(
    connection: Connection, here: Region, dim: str, span: Span, at: datetime | None, names: Sequence[str] = MEASURES
) -> dict[str, Counts]:
    """{key: counts} of one dimension; events without a key are left out."""
    if at is None:
        rows = _now(connection, [here], dim, ALL, span, names)
        found = {key: spread(numbers, names) for key, *numbers in rows}
    else:
        key = case((held(at), event.c[dim]), else_=None) if dim == "agency" else event.c[dim]
        found = _then(connection, [here], ALL, span, at, key, lambda row: row[dim], names)
    return {key: counts for key, counts in found.items() if key is not None}


def _by_region(
    connection: Connection, regions: Sequence[Region], one: Slice, span: Span, names: Sequence[str]
) -> dict[int, Counts]:
    """Counted by cell, for that says the region too."""
    found: dict[int, Sequence[int]] = {}
    around = region_around(regions)
    for cell, *numbers in _now(connection, regions, "cell_id", one, span, names):
        if (key := around(cell)) is not None:
            found[key] = list(map(add, found[key], numbers)) if key in found else numbers
    return {key: spread(numbers, names) for key, numbers in found.items()}


def _now(
    connection: Connection, regions: Sequence[Region], by: str, one: Slice, span: Span, names: Sequence[str]
) -> Sequence[Any]:
    """Rows: the key, and the measures named."""
    statement = _statement(by, wide(regions), one.dim, tuple(names))
    return connection.execute(statement, given(regions, one, span.since, span.until)).all()


@cache
def _statement(by: str, by_day: bool, dim: str, names: Sequence[str]) -> Select[Any]:
    sums = (func.sum(_NOW[name]) for name in names)
    return select(event.c[by], *sums).where(*conditions(by_day, dim)).group_by(event.c[by])


def _then(
    connection: Connection,
    regions: Sequence[Region],
    one: Slice,
    span: Span,
    at: datetime,
    by: ColumnElement[Any],
    of: Callable[[State], Any],
    names: Sequence[str],
) -> dict[Any, Counts]:
    where, every = within(regions, span), measures(at)
    sums = [func.sum(every[name]) for name in names]
    statement = select(by.label("whose"), *sums).where(*where, *one.events(at), not_(unsure(at))).group_by("whose")
    found = {row[0]: spread(row[1:], names) for row in connection.execute(statement)}
    states = folded(connection, where, at, one)
    if states:
        for state, counts in zip(states, contribution(lived(states)).counts.tolist(), strict=True):
            key = of(state)
            found[key] = tuple(map(add, found.get(key, (0,) * len(MEASURES)), counts))
    return found


def spread(numbers: Sequence[Any], names: Sequence[str]) -> Counts:
    """The numbers of the measures named at their places among MEASURES."""
    counts = [0] * len(MEASURES)
    for name, n in zip(names, numbers, strict=True):
        counts[_PLACE[name]] = int(n or 0)
    return tuple(counts)


def within(regions: Sequence[Region], span: Span) -> tuple[ColumnElement[bool], ...]:
    """Reported in the span and in one of the regions."""
    return in_cells(regions), event.c.reported_at >= span.since, event.c.reported_at <= span.until


def whose(regions: Sequence[Region]) -> ColumnElement[Any]:
    """The region of an event's cell; None between them."""
    return case(*((event.c.cell_id.between(one.lo, one.hi), literal(one.id)) for one in regions), else_=None)


def region_around(regions: Sequence[Region]) -> Callable[[int], int | None]:
    """Tells the region of a cell; None between them."""
    line = sorted(regions, key=lambda one: one.lo)
    starts = [one.lo for one in line]

    def find(cell: int) -> int | None:
        one = line[max(0, bisect_right(starts, cell) - 1)]
        return one.id if one.lo <= cell <= one.hi else None

    return find


def measures(at: datetime | None) -> dict[str, ColumnElement[Any]]:
    """What an event adds to each of MEASURES; the same definition as `data/commands/contribution.py`.

    What was late or stood open at a moment past is 0 here: `data/queries/late.py` and `waits.py` ask the histories.
    """
    e = event.c
    rated = e.rating.is_not(None) if at is None else and_(e.rating.is_not(None), _by(e.rated_at, at, missing=True))
    known = {stage: reached(stage, at) for stage in STAGES}
    flags = {stage: or_(*(known[later] for later in tuple(STAGES)[n:])) for n, stage in enumerate(STAGES)}
    flags |= {name: and_(e.stage == name, _by(e.ended_at, at)) for name in ("rejected", "merged")}
    flags |= {
        "assigned_known": known["assigned"],
        "answered_known": known["answered"],
        "prompt": and_(known["assigned"], _seconds(e.assigned_at) - _seconds(e.reported_at) <= PROMPT),
        "answered_on_time": and_(known["answered"], e.answered_at <= e.deadline_at),
        "on_time": and_(known["closed"], e.closed_at <= e.deadline_at),
        "satisfied": and_(rated, e.rating >= SATISFIED),
        "visited": e.visited.is_not(None),
        "visited_ok": e.visited == 1,
    }
    numbers = {name: case((flag, 1), else_=0) for name, flag in flags.items()}
    more: dict[str, ColumnElement[Any]] = {name: e[name] for name in ("returned", "reopened", "supervised")}
    now = at is None
    more |= {name: e[name] if now else _NONE for name in LATE}
    paused = and_(e.ended_at.is_(None), e.suspended_at.is_not(None))
    more |= {"paused": case((paused, 1), else_=0) if now else _NONE}
    more |= {name: case((e.stage == stage, 1), else_=0) if now else _NONE for stage, name in STANDING.items()}
    return {**numbers, **more, "reported": literal_column("1"), "rating_sum": case((rated, e.rating), else_=0)}


def reached(stage: str, at: datetime | None) -> ColumnElement[bool]:
    """Whether the moment of the stage is known, and had come by `at`."""
    return event.c[f"{stage}_at"].is_not(None) if at is None else event.c[f"{stage}_at"] <= at


def _by(moment: ColumnElement[Any], at: datetime | None, *, missing: bool = False) -> ColumnElement[bool]:
    if at is None:
        return moment.is_not(None)
    return or_(moment.is_(None), moment <= at) if missing else moment <= at


def _seconds(moment: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(moment, BigInteger)


_NOW = measures(None)
