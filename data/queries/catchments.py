"""What drains to a station: outlines brought by those who know the water, by the station's code."""

from typing import Any

from sqlalchemy import Connection, or_, select

from data.errors import UnknownThing
from data.schema import catchment, station
from data.scope import Scope

DRAINED = ("river", "reservoir", "waterlog", "underpass", "street")  # kinds of station that water runs down to
COLUMNS = tuple(catchment.c[name] for name in ("geometry", "km2", "source", "as_of", "provenance"))
Row = dict[str, Any]


def catchment_of(connection: Connection, code: str, scope: Scope) -> Row:
    """station, name, kind, geometry (GeoJSON text), km2, source, as_of, provenance. UnknownThing without one.

    It may reach beyond the scope: what is counted in it does not.
    """
    about = (station.c.code.label("station"), station.c.name, station.c.kind)
    mine = or_(*(station.c.cell_id.between(lo, hi) for lo, hi in scope.cells))
    joined = select(*about, *COLUMNS).outerjoin(catchment, catchment.c.station_id == station.c.id)
    row = connection.execute(joined.where(station.c.code == code, mine)).mappings().first()
    if row is None:
        raise UnknownThing(f"no station {code}")
    if row["geometry"] is None:
        raise UnknownThing(f"nobody has told the catchment of station {code}")
    return dict(row)
