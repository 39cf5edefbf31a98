"""The cells of a village as outlines, each with the grid that it stands in on a day and its number there."""

from dataclasses import dataclass
from datetime import date

from shapely import get_parts
from shapely.geometry import shape
from sqlalchemy import Connection

from data.cells import cells_of
from data.cities.outline import child_outlines
from data.house import House
from data.queries.grid_days import GRID, standing
from data.queries.regions import Region, below, children
from data.queries.revisions import revisions

Ring = list[tuple[float, float]]  # longitude, latitude


@dataclass(frozen=True)
class Cell:
    """`n`: from one, within its grid, as a change of grids names it."""

    grid: str
    name: str
    n: int
    rings: list[Ring]


def cell_map(house: House, connection: Connection, here: Region, day: int) -> list[Cell]:
    """In the order of grids and cells; drawn once until regions or grids change."""
    known = revisions(connection)
    key = (here.code, date.fromordinal(day).isoformat(), known.get("regions", 0), known.get("grids", 0))
    return house.answers.recall("cell_map", key, lambda: _cells(connection, here, day), moves=3)


def _cells(connection: Connection, here: Region, day: int) -> list[Cell]:
    drawn = _rings(connection, here)
    return [
        Cell(one.code, one.name, n, drawn.get(cell, []))
        for one in standing(connection, here, day)
        for n, cell in enumerate(cells_of(one.spans), 1)
    ]


def _rings(connection: Connection, here: Region) -> dict[int, list[Ring]]:
    """{cell: outer rings}, by the grids of the spine, which never change."""
    found: dict[int, list[Ring]] = {}
    for grid in below(connection, here, GRID - here.level):
        at = {one.id: one.lo for one in children(connection, grid)}
        for number, geometry in child_outlines(connection, grid):
            parts = [one for one in get_parts(shape(geometry)) if one.geom_type == "Polygon"]
            found[at[number]] = [[(float(x), float(y)) for x, y in one.exterior.coords] for one in parts]
    return found
