"""Where a point that somebody has written down lies."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.intake.crs import to_wgs84
from data.queries.locate import locate
from data.queries.regions import Region, ancestors, region_of
from data.schema import region
from data.scope import Scope
from data.things.told import degrees_of


@dataclass(frozen=True)
class Standing:
    """WGS-84, and the regions around it from the city down to the cell."""

    lon: float
    lat: float
    regions: list[Region]


def standing(connection: Connection, scope: Scope, lon: Any, lat: Any, crs: str) -> Standing | None:
    """None outside the city or the scope. Fault for what is no point, or no coordinate system."""
    x, y = degrees_of(lon), degrees_of(lat)
    if x is None or y is None:
        return None
    there = to_wgs84([x], [y], crs or "wgs84")[0].tolist()
    found = locate(connection, *there)
    if found is None or not scope.covers(found.cell_id, found.cell_id):
        return None
    code = connection.scalar(select(region.c.code).where(region.c.id == found.cell_id))
    here = region_of(connection, code or "", scope)
    return Standing(round(there[0], 6), round(there[1], 6), [*ancestors(connection, here, scope), here])
