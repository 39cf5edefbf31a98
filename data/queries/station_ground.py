"""The ground that a station's warning is about: what drains to it where that is known, else a circle."""

import math
from dataclasses import dataclass
from typing import Any

import shapely
from sqlalchemy import Connection, select

from data.language import gettext as _
from data.schema import catchment, region, station
from data.storms.geo import circle

STATION_KM = 2.0  # around a station, where nothing better is known of what it speaks for
VILLAGE = 4


@dataclass(frozen=True)
class Ground:
    """`outline`: GeoJSON of what drains to it, as `source` has drawn it; None: the circle of STATION_KM."""

    code: str
    name: str
    lon: float
    lat: float
    outline: str | None = None
    km2: float = math.pi * STATION_KM**2
    source: str = ""
    village: tuple[str, str] | None = None  # code and name

    @property
    def shape(self) -> shapely.Geometry:
        outline = self.outline or circle(self.lon, self.lat, STATION_KM)
        return shapely.from_geojson(outline) if isinstance(outline, str) else shapely.geometry.shape(outline)

    @property
    def words(self) -> str:
        if self.outline is not None:
            return _("{name}上游汇水区").format(name=self.name)
        return _("{name}周边 {km} km").format(name=self.name, km=f"{STATION_KM:g}")

    @property
    def told(self) -> dict[str, Any]:
        """For an answer: the station, and how its ground is known."""
        how = {"source": self.source} if self.outline else {"km": STATION_KM}
        by = "catchment" if self.outline else "circle"
        return {"station": self.code, "name": self.name, "by": by, "words": self.words} | how

    @property
    def drawn(self) -> dict[str, Any]:
        """For the map."""
        return {"catchment": self.code} if self.outline else {"lon": self.lon, "lat": self.lat, "km": STATION_KM}


def ground_of(connection: Connection, station_id: int) -> Ground:
    place = region.alias("place")
    columns: list[Any] = [station.c[name] for name in ("code", "name", "lon", "lat")]
    columns += [catchment.c.geometry, catchment.c.km2, catchment.c.source]
    columns += [place.c.code.label("village"), place.c.name.label("village_name")]
    there = (place.c.level == VILLAGE) & (place.c.tree == "spine") & station.c.cell_id.between(place.c.lo, place.c.hi)
    query = select(*columns).outerjoin(catchment, catchment.c.station_id == station.c.id).outerjoin(place, there)
    row = connection.execute(query.where(station.c.id == station_id)).one()
    village = (row.village, row.village_name) if row.village else None
    about = Ground(row.code, row.name, row.lon, row.lat, village=village)
    if row.geometry is None:
        return about
    known = (row.geometry, row.km2, row.source)
    return Ground(row.code, row.name, row.lon, row.lat, *known, village=village)
