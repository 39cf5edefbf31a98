"""Events past their time and still not done.

The cube counts those marked so; here are the few that time alone has made late since the last sweep marked them
(`data/commands/late.py`), and of a moment past all of them, from the histories.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from data.commands.slices import DIMS
from data.life.late import LATE, Late
from data.queries.open_events import open_states
from data.queries.recount import region_around
from data.queries.regions import Region
from data.queries.reported import WIDE_LEVEL, cell_column
from data.queries.slices import ALL, Slice
from data.schema import event
from data.windows import Span

E = event.c
Added = Sequence[tuple[Mapping[Any, Any], Late]]  # events, and what each adds
UNMARKED = E.mark_at <= bindparam("now")  # an index of its own holds little else
_NEEDED = ("ended_at", "suspended_at", "deadline_at", "warn_at", "stage", "reported_at", "cell_id", *DIMS[1:], *LATE)


def read_late(connection: Connection, regions: Sequence[Region], now: datetime, since: datetime | None) -> Added:
    """Events of regions side by side that are late by now and not marked so.

    `since`: as they stood at `now`, which is past: all that were late then of those reported since.
    """
    lo, hi = min(each.lo for each in regions), max(each.hi for each in regions)
    if since is not None:
        states = open_states(connection, replace(regions[0], lo=lo, hi=hi), now, now, ALL, since=since)
        return [(state, Late.of(state, now)) for state in states]
    rows = connection.execute(_unmarked(), {"lo": lo, "hi": hi, "now": now}).mappings()
    return [(row, Late.of(row, now).over(row)) for row in rows]


def late_by_region(found: Added, regions: Sequence[Region], one: Slice, span: Span) -> dict[int, Late]:
    """{region id: late} of a slice's events reported in the span."""
    around = region_around(regions)
    mine = [(row, late) for row, late in found if one == ALL or row[one.dim] == one.key]
    return _sums(mine, span, lambda row: around(row["cell_id"]))


def late_by_key(found: Added, dim: str, span: Span) -> dict[str, Late]:
    """The same by key of a dimension; events without a key are left out."""
    return _sums(found, span, lambda row: row[dim] if dim != "all" else "")


@cache
def _unmarked() -> Select[Any]:
    here = cell_column(WIDE_LEVEL).between(bindparam("lo"), bindparam("hi"))
    return select(*(E[name] for name in _NEEDED)).where(UNMARKED, here)


def _sums(found: Added, span: Span, of: Callable[[Mapping[Any, Any]], Any]) -> dict[Any, Late]:
    sums: dict[Any, Late] = {}
    for row, late in found:
        if span.since <= row["reported_at"] <= span.until and (key := of(row)) is not None:
            sums[key] = sums.get(key, Late()).plus(late)
    return sums
