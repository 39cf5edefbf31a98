"""Events counted one by one: below the village, on days the cube does not keep, and for moments past."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, func, literal, not_, or_, select, type_coerce

from data.commands.contribution import SATISFIED, contribution
from data.life.limits import PROMPT
from data.queries.past import folded, lived, unsure
from data.queries.regions import Region
from data.queries.reported import cell_column
from data.queries.slices import Slice, held
from data.schema import event
from data.schema.cube import MEASURES
from data.windows import Span
from data.words import STAGES

Counts = tuple[int, ...]  # in the order of MEASURES


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
    by, of = whose(regions), lambda row: _around(regions, row["cell_id"])
    return _counted(connection, regions, one, span, at, by, of, names)


def recount_by_key(
    connection: Connection, here: Region, dim: str, span: Span, at: datetime | None, names: Sequence[str] = MEASURES
) -> dict[str, Counts]:
    """{key: counts} of one dimension; events without a key are left out."""
    key: ColumnElement[Any] = event.c[dim]
    if dim == "agency" and at:
        key = case((held(at), key), else_=None)
    found = _counted(connection, [here], Slice(), span, at, key, lambda row: row[dim], names)
    return {key: counts for key, counts in found.items() if key is not None}


def _counted(
    connection: Connection,
    regions: Sequence[Region],
    one: Slice,
    span: Span,
    at: datetime | None,
    by: ColumnElement[Any],
    of: Any,
    names: Sequence[str],
) -> dict[Any, Counts]:
    where = [*within(regions, span)]
    sure = [not_(unsure(at))] if at else []
    every = measures(at) if at else _NOW
    sums = [func.sum(every[name]) for name in MEASURES if name in names]
    statement = select(by.label("whose"), *sums).where(*where, *one.events(at), *sure).group_by("whose")
    places = [MEASURES.index(name) for name in MEASURES if name in names]
    found = {row[0]: _spread(row[1:], places) for row in connection.execute(statement)}
    states = folded(connection, where, at, one) if at else []
    if states:
        for state, counts in zip(states, contribution(lived(states)).counts.tolist(), strict=True):
            key = of(state)
            found[key] = tuple(a + b for a, b in zip(found.get(key, (0,) * len(MEASURES)), counts, strict=True))
    return found


def _spread(numbers: Sequence[Any], places: Sequence[int]) -> Counts:
    """The numbers at their places among MEASURES."""
    counts = [0] * len(MEASURES)
    for place, n in zip(places, numbers, strict=True):
        counts[place] = int(n or 0)
    return tuple(counts)


def within(regions: Sequence[Region], span: Span) -> tuple[ColumnElement[bool], ...]:
    """Reported in the span and in one of the regions."""
    return in_cells(regions), event.c.reported_at >= span.since, event.c.reported_at <= span.until


def in_cells(regions: Sequence[Region]) -> ColumnElement[bool]:
    """From the first to the last cell of the regions, which lie side by side under one parent."""
    level = regions[0].level if len(regions) == 1 else regions[0].level - 1
    return cell_column(level).between(min(one.lo for one in regions), max(one.hi for one in regions))


def whose(regions: Sequence[Region]) -> ColumnElement[Any]:
    """The region of an event's cell; None between them."""
    return case(*((event.c.cell_id.between(one.lo, one.hi), literal(one.id)) for one in regions), else_=None)


def _around(regions: Sequence[Region], cell: int) -> int | None:
    return next((one.id for one in regions if one.lo <= cell <= one.hi), None)


def measures(at: datetime | None) -> dict[str, ColumnElement[Any]]:
    """What an event adds to each of MEASURES; the same definition as `data/commands/contribution.py`."""
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
    more = {name: e[name] for name in ("returned", "reopened", "supervised")}
    return {**numbers, **more, "rating_sum": case((rated, e.rating), else_=0)}


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
