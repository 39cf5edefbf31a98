"""Events past their time and still not done.

The cube counts those marked so; here are the few that time alone has made late since the last sweep marked them
(`data/commands/late.py`), and of a moment past all of them, from the histories.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, bindparam, case, literal, select, union_all

from data.commands.slices import DIMS
from data.life.late import LATE, NOT_ANSWERED, NOT_ASSIGNED, Late
from data.life.limits import PROMPT_WITHIN
from data.queries.few import STILL_OPEN
from data.queries.open_events import open_states
from data.queries.recount import region_around
from data.queries.regions import Region
from data.queries.reported import WIDE_LEVEL, cell_column
from data.queries.slices import ALL, Slice
from data.schema import event
from data.windows import Span

E = event.c
Added = Sequence[tuple[Mapping[Any, Any], Late]]  # events, and what each adds
_ZERO = literal(0, literal_execute=True)  # in the very words of the indexes
_NEW = [literal(stage, literal_execute=True) for stage in NOT_ASSIGNED]
_OVER = (STILL_OPEN, E.late == _ZERO, E.suspended_at.is_(None), E.deadline_at < bindparam("now"))
_WARNED = (STILL_OPEN, E.warned == _ZERO, E.suspended_at.is_(None), E.warn_at <= bindparam("now"))
_WAITS = (E.stage.in_(_NEW), E.late_unassigned == _ZERO, E.reported_at <= bindparam("prompt"))
# What is late and not marked, and what it adds. An index of its own holds little else than each.
UNMARKED: Sequence[tuple[tuple[ColumnElement[bool], ...], tuple[Any, ...]]] = (
    (_OVER, (literal(1), case((E.stage.in_(NOT_ANSWERED), 1), else_=0), literal(0), literal(0))),
    (_WAITS, (literal(0), literal(0), literal(1), literal(0))),
    (_WARNED, (literal(0), literal(0), literal(0), literal(1))),
)


def read_late(connection: Connection, regions: Sequence[Region], now: datetime, since: datetime | None) -> Added:
    """Events of regions side by side that are late by now and not marked so.

    `since`: as they stood at `now`, which is past: all that were late then of those reported since.
    """
    lo, hi = min(each.lo for each in regions), max(each.hi for each in regions)
    if since is not None:
        states = open_states(connection, replace(regions[0], lo=lo, hi=hi), now, now, ALL, since=since)
        return [(state, Late.of(state, now)) for state in states]
    rows = connection.execute(_unmarked(), {"lo": lo, "hi": hi, **by_now(now)}).mappings()
    return [(row, Late(*(row[name] for name in LATE))) for row in rows]


def late_by_region(found: Added, regions: Sequence[Region], one: Slice, span: Span) -> dict[int, Late]:
    """{region id: late} of a slice's events reported in the span."""
    around = region_around(regions)
    mine = [(row, late) for row, late in found if one == ALL or row[one.dim] == one.key]
    return _sums(mine, span, lambda row: around(row["cell_id"]))


def late_by_key(found: Added, dim: str, span: Span) -> dict[str, Late]:
    """The same by key of a dimension; events without a key are left out."""
    return _sums(found, span, lambda row: row[dim] if dim != "all" else "")


def by_now(now: datetime) -> dict[str, datetime]:
    """What the conditions of UNMARKED ask for."""
    return {"now": now, "prompt": now - PROMPT_WITHIN}


@cache
def _unmarked() -> CompoundSelect[Any]:
    return union_all(*(_part(where, adds) for where, adds in UNMARKED))


def _part(where: Sequence[ColumnElement[bool]], adds: Sequence[ColumnElement[int]]) -> Select[Any]:
    flags = (flag.label(name) for flag, name in zip(adds, LATE, strict=True))
    keys = (E.reported_at, E.cell_id, *(E[name] for name in DIMS[1:]))
    here = cell_column(WIDE_LEVEL).between(bindparam("lo"), bindparam("hi"))
    return select(*keys, *flags).where(*where, here)


def _sums(found: Added, span: Span, of: Callable[[Mapping[Any, Any]], Any]) -> dict[Any, Late]:
    sums: dict[Any, Late] = {}
    for row, late in found:
        if span.since <= row["reported_at"] <= span.until and (key := of(row)) is not None:
            sums[key] = sums.get(key, Late()).plus(late)
    return sums
