"""Roll-up of things: how many of each layer, kind and grade every region from the city to the grids holds."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from data.commands.upsert import upsert
from data.schema import feature_count, region

_AROUND = select(region.c.id).where(
    region.c.level <= 5, region.c.lo <= bindparam("cell"), region.c.hi >= bindparam("cell")
)
Row = Mapping[Any, Any]


def count(connection: Connection, before: Row | None, after: Row) -> None:
    """Count the thing where it stands now, and no longer where it stood. Retired things are not counted."""
    old, new = (_place(row) for row in (before, after))
    if old != new:
        _add(connection, old, -1)
        _add(connection, new, 1)


def _place(row: Row | None) -> tuple[Any, ...] | None:
    if row is None or row["retired_at"] is not None:
        return None
    return row["cell_id"], row["layer"], row["kind"], row["grade"]


def _add(connection: Connection, place: tuple[Any, ...] | None, n: int) -> None:
    if place is None:
        return
    cell, layer, kind, grade = place
    key = {"layer": layer, "kind": kind, "grade": grade}
    around = connection.scalars(_AROUND, {"cell": cell}).all()
    upsert(connection, feature_count, [{"region_id": one, **key, "n": n} for one in sorted(around)], add=["n"])
    if n < 0:
        c = feature_count.c
        none = (c.region_id.in_(around), c.layer == layer, c.kind == kind, c.grade == grade, c.n <= 0)
        connection.execute(delete(feature_count).where(*none))
