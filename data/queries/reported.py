"""Which events a question is about: reported inside a region and a span. Every read of the event table starts here."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, bindparam, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from data.queries.regions import Region
from data.queries.slices import Slice
from data.schema import event, region
from data.windows import Span

WIDE_LEVEL = 3
CELL = 6


def reported(here: Region, span: Span) -> tuple[ColumnElement[bool], ...]:
    """Conditions on the event table for one region.

    Bounds stand in the statement itself: of unknown ones PostgreSQL thinks that they hold next to nothing, and after
    some calls would keep a plan for that.
    """
    cells = cell_column(here.level).between(_plainly(here.lo), _plainly(here.hi))
    return cells, event.c.reported_at >= _moment(span.since), event.c.reported_at <= _moment(span.until)


def _plainly(number: int) -> ColumnElement[int]:
    return literal(number, Integer(), literal_execute=True)


def _moment(at: datetime) -> ColumnElement[int]:
    return literal(int(at.timestamp()), BigInteger(), literal_execute=True)


class beside(FunctionElement[int]):  # noqa: N801
    """A column that SQLite is not to search an index by. PostgreSQL has statistics and finds the way by itself."""

    name = "beside"
    inherit_cache = True
    type = Integer()


@compiles(beside)
def _as_it_is(element: beside, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.clauses, **given)


@compiles(beside, "sqlite")
def _as_expression(element: beside, compiler: SQLCompiler, **given: Any) -> str:
    return f"{compiler.process(element.clauses, **given)} + 0"


def cell_column(level: int) -> ColumnElement[int]:
    """The event's cell, for a search in a region of this level.

    Two ranges, but an index can follow only one: from the town up the days are the narrower, so the cell is made an
    expression that no index serves; below, the cells are.
    """
    return beside(event.c.cell_id) if level <= WIDE_LEVEL else event.c.cell_id


def in_cells(regions: Sequence[Region]) -> ColumnElement[bool]:
    """From the first to the last cell of the regions, which lie side by side under one parent."""
    return _cells(wide(regions), *_ends(regions))


def wide(regions: Sequence[Region]) -> bool:
    """Whether their events are found by day; else by day in each of their cells."""
    return (regions[0].level if len(regions) == 1 else regions[0].level - 1) <= WIDE_LEVEL


@cache
def conditions(by_day: bool, dim: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions for a statement that is kept; `given` are its parameters. `dim`: that of the slice."""
    at, key = event.c.reported_at, [] if dim == "all" else [event.c[dim] == bindparam("key")]
    cells = _cells(by_day, bindparam("lo"), bindparam("hi"))
    return cells, at >= bindparam("since"), at <= bindparam("until"), *key


def given(regions: Sequence[Region], one: Slice, since: datetime, until: datetime) -> dict[str, Any]:
    """Parameters for `conditions`."""
    lo, hi = _ends(regions)
    return {"lo": lo, "hi": hi, "since": since, "until": until, **({} if one.dim == "all" else {"key": one.key})}


def _cells(by_day: bool, lo: Any, hi: Any) -> ColumnElement[bool]:
    """A list, where the cells lead: so that the index goes on to the days in each."""
    if by_day:
        return cell_column(WIDE_LEVEL).between(lo, hi)
    cells = select(region.c.id).where(region.c.level == CELL, region.c.lo.between(lo, hi))
    return event.c.cell_id.in_(cells)


def _ends(regions: Sequence[Region]) -> tuple[int, int]:
    return min(one.lo for one in regions), max(one.hi for one in regions)
