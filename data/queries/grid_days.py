"""Which grids stand on a day: those of the spine, and in villages where some were changed what they have become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from data.cells import Spans, size
from data.queries.regions import Region, around, below, children
from data.schema import agency, grid, grid_origin, grid_span, region

VILLAGE, GRID = 4, 5
G = grid.c
Row = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """`id`: of its row, None where no grid of the village was changed; `region`: that of the spine, where it is one."""

    id: int | None
    code: str
    name: str
    village: Region | None
    spans: Spans
    region: Region | None = None
    first_day: int = 0
    change: str = ""

    @property
    def cells(self) -> int:
        return size(self.spans)


def standing(connection: Connection, here: Region, day: int) -> list[Standing]:
    """Territorial grids that lie wholly in a region of the town or below; in the order of cells.

    Those of a village hold each of its cells once.
    """
    villages = _villages(connection, here)
    where = {one.id: one for one in villages}
    rows = _rows(connection, "territorial", here if here.level <= VILLAGE else villages[0]) if villages else []
    changed = {row["region_id"] for row in rows}
    spine = below(connection, here, GRID - here.level) if here.level < GRID else [here]
    found = [_unchanged(one, next((v for v in villages if v.lo <= one.lo <= v.hi), None)) for one in spine]
    found = [one for one in found if one.village is None or one.village.id not in changed]
    alive = [row for row in rows if row["first_day"] <= day and (row["last_day"] is None or row["last_day"] >= day)]
    spans = spans_by(connection, [row["id"] for row in alive])
    same = {one.code: one for one in spine}  # as it was, beside others that were changed
    made = [_changed(row, where[row["region_id"]], spans[row["id"]], same) for row in alive]
    inside = [one for one in made if all(here.lo <= lo and hi <= here.hi for lo, hi in one.spans)]
    return sorted([*found, *inside], key=lambda one: one.spans)


def _villages(connection: Connection, here: Region) -> list[Region]:
    if here.level < VILLAGE:
        return below(connection, here, VILLAGE - here.level)
    found = around(connection, here.lo, here.hi, [VILLAGE]).get(VILLAGE)
    return [found] if found else []


def _rows(connection: Connection, kind: str, here: Region) -> list[Row]:
    inside = (G.kind == kind, G.lo >= here.lo, G.hi <= here.hi)
    return [dict(row) for row in connection.execute(select(grid).where(*inside).order_by(G.id)).mappings()]


def spans_by(connection: Connection, ids: Sequence[int]) -> Mapping[int, Spans]:
    found: dict[int, list[tuple[int, int]]] = {one: [] for one in ids}
    of = select(grid_span).where(grid_span.c.grid_id.in_(ids)).order_by(grid_span.c.lo)
    for row in connection.execute(of):
        found[row.grid_id].append((row.lo, row.hi))
    return {one: tuple(spans) for one, spans in found.items()}


def _unchanged(one: Region, village: Region | None) -> Standing:
    return Standing(None, one.code, one.name, village, ((one.lo, one.hi),), one)


def _changed(row: Row, village: Region, spans: Spans, same: Mapping[str, Region]) -> Standing:
    told = (row["id"], row["code"], row["name"], village, spans)
    return Standing(*told, same.get(row["code"]), row["first_day"], row["change"])


def changes_in(connection: Connection, here: Region) -> list[Row]:
    """What was changed in a region, the newest first: the grids that began, each with those it came of."""
    made = (G.kind == "territorial", G.change != "adopted", G.lo >= here.lo, G.hi <= here.hi)
    of = select(grid, region.c.name.label("village")).join(region, region.c.id == G.region_id)
    rows = [
        dict(row) for row in connection.execute(of.where(*made).order_by(G.first_day.desc(), G.id.desc())).mappings()
    ]
    before = grid.alias("before")
    origins = select(grid_origin.c.grid_id, before.c.name).join(before, before.c.id == grid_origin.c.from_id)
    came: dict[int, list[str]] = {}
    for number, name in connection.execute(origins.where(grid_origin.c.grid_id.in_([row["id"] for row in rows]))):
        came.setdefault(number, []).append(name)
    spans = spans_by(connection, [row["id"] for row in rows])
    return [row | {"came": came.get(row["id"], []), "cells": size(spans[row["id"]])} for row in rows]


def functional_in(connection: Connection, here: Region, day: int) -> list[Row]:
    """Grids of departments that lie in a region and stand on a day, with their spans."""
    alive = (G.first_day <= day, or_(G.last_day.is_(None), G.last_day >= day))
    inside = (G.kind == "functional", G.lo >= here.lo, G.hi <= here.hi, *alive)
    of = select(grid, agency.c.name.label("office")).outerjoin(agency, agency.c.code == G.agency)
    rows = [dict(row) for row in connection.execute(of.where(*inside).order_by(G.lo, G.id)).mappings()]
    spans = spans_by(connection, [row["id"] for row in rows])
    return [row | {"spans": spans[row["id"]], "cells": size(spans[row["id"]])} for row in rows]


def parts_of(connection: Connection, here: Region, day: int) -> dict[str, tuple[str, Spans]]:
    """{code: (name, cells)} of what a functional grid there is made of."""
    if here.level >= VILLAGE:
        return {one.code: (one.name, one.spans) for one in standing(connection, here, day)}
    return {one.code: (one.name, ((one.lo, one.hi),)) for one in children(connection, here)}
