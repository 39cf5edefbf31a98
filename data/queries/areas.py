"""Areas that exposure is asked of: outlines drawn by hand, circles, winds of storms, regions, warnings, catchments."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import Connection, select

from data.errors import BadInput, UnknownThing
from data.queries.catchments import catchment_of
from data.queries.outlines import km2_of, shape_of
from data.queries.regions import COLUMNS, Region, region_of
from data.queries.station_ground import ground_of
from data.queries.storm_winds import BEAUFORT, outline, wind_circle
from data.schema import region, warning, warning_region
from data.scope import Scope
from data.storms.geo import circle, lobes_km2
from data.view import REGION, STORM, View

WIDEST_KM = 500.0
LONGEST_CODE = 32


@dataclass(frozen=True)
class Area:
    """A shape in degrees, or intervals of cells. `named`: what was asked, for the answer. `km2`: its size.

    `near`: drawn by hand, so that one outside the city is a mistake and not an answer of nothing.
    """

    kind: str
    named: dict[str, Any]
    km2: float
    shape: shapely.Geometry | None = None
    cells: tuple[tuple[int, int], ...] = ()
    near: bool = False


def area_of(connection: Connection, sent: Mapping[str, Any], scope: Scope, now: datetime) -> Area:
    """The area of a request: exactly one of the KINDS.

    BadInput with what is wrong; UnknownRegion and UnknownThing for what is not there or not the asker's.
    """
    if len(sent) != 1 or (kind := next(iter(sent))) not in KINDS:
        raise BadInput(f"the body names exactly one of {', '.join(KINDS)}")
    return KINDS[kind](connection, sent[kind], scope, now)


def _drawn(_connection: Connection, sent: Any, _scope: Scope, _now: datetime) -> Area:
    shape = shape_of(sent)
    return Area("geometry", {"corners": int(shapely.get_num_coordinates(shape))}, km2_of(shape), shape, near=True)


def _circle(_connection: Connection, sent: Any, _scope: Scope, _now: datetime) -> Area:
    lon, lat, km = (_number(_fields("circle", sent, ("lon", "lat", "km")), name) for name in ("lon", "lat", "km"))
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise BadInput("circle: lon or lat is outside the world")
    if not 0 < km <= WIDEST_KM:
        raise BadInput(f"circle: km is above 0 and at most {WIDEST_KM:g}")
    return Area("circle", {"lon": lon, "lat": lat, "km": km}, math.pi * km**2, _round(lon, lat, km), near=True)


def _storm(connection: Connection, sent: Any, _scope: Scope, now: datetime) -> Area:
    asked = _fields("storm", sent, ("track", "force"), ("at",))
    track, force = asked["track"], asked["force"]
    if not (isinstance(track, str) and STORM.fullmatch(track)):
        raise BadInput("storm: track has not the form of one")
    if force not in BEAUFORT or isinstance(force, bool):
        raise BadInput(f"storm: force is one of {', '.join(map(str, BEAUFORT))}")
    at = View.parse({"at": str(asked.get("at", ""))}).at or now
    found = wind_circle(connection, track, at, force)
    named = {"track": track, "force": force, "at": at, **found._asdict()}
    shape = shapely.polygons(outline(*found)["coordinates"][0])
    return Area("storm", named, lobes_km2(found.sides or [found.km] * 4), shape)


def _region(connection: Connection, sent: Any, scope: Scope, _now: datetime) -> Area:
    if not (isinstance(sent, str) and REGION.fullmatch(sent)):
        raise BadInput("region: a code of 6 to 18 digits")
    here = region_of(connection, sent, scope)
    return Area("region", {"code": here.code, "name": here.name}, here.area_km2, cells=((here.lo, here.hi),))


def _warning(connection: Connection, sent: Any, scope: Scope, _now: datetime) -> Area:
    """By its code: the regions that a warning covers, those of the scope; of a station's, the ground it speaks for."""
    if not (isinstance(sent, str) and 0 < len(sent) <= 24):
        raise BadInput("warning: the code of one")
    about = select(warning.c.id, warning.c.region_id, warning.c.station_id).where(warning.c.code == sent)
    row = connection.execute(about).first()
    covered = _covered(connection, row.id, row.region_id) if row else []
    mine = [one for one in covered if scope.covers(one.lo, one.hi)]
    if not mine:
        raise UnknownThing(f"no warning {sent}")
    named: dict[str, Any] = {"code": sent, "regions": [{"code": one.code, "name": one.name} for one in mine]}
    if row and row.station_id is not None:
        ground = ground_of(connection, row.station_id)
        return Area("warning", named | ground.told, ground.km2, ground.shape)
    return Area("warning", named, sum(one.area_km2 for one in mine), cells=tuple((one.lo, one.hi) for one in mine))


def _catchment(connection: Connection, sent: Any, scope: Scope, _now: datetime) -> Area:
    """The ground that drains to a station; by its code."""
    if not (isinstance(sent, str) and 0 < len(sent) <= LONGEST_CODE):
        raise BadInput("catchment: the code of a station")
    found = catchment_of(connection, sent, scope)
    named = {name: value for name, value in found.items() if name not in ("geometry", "km2", "kind")}
    return Area("catchment", named, found["km2"], shapely.from_geojson(found["geometry"]))


def _covered(connection: Connection, warning_id: int, region_id: int) -> list[Region]:
    """Its regions where it names several, else the one it is about; none of them inside another."""
    several = select(warning_region.c.region_id).where(warning_region.c.warning_id == warning_id)
    ids = [row.region_id for row in connection.execute(several)] or [region_id]
    rows = connection.execute(select(*COLUMNS).where(region.c.id.in_(ids)).order_by(region.c.lo, region.c.hi.desc()))
    outer: list[Region] = []
    for one in (Region(*row) for row in rows):
        if not outer or one.hi > outer[-1].hi:
            outer.append(one)
    return outer


KINDS = {
    "geometry": _drawn,
    "circle": _circle,
    "storm": _storm,
    "region": _region,
    "warning": _warning,
    "catchment": _catchment,
}


def _fields(name: str, sent: Any, needed: tuple[str, ...], more: tuple[str, ...] = ()) -> dict[str, Any]:
    if not isinstance(sent, dict) or not set(needed) <= sent.keys() <= {*needed, *more}:
        raise BadInput(
            f"{name}: an object with {', '.join(needed)}" + (f", and if need be {', '.join(more)}" * bool(more))
        )
    return sent


def _number(sent: dict[str, Any], name: str) -> float:
    value = sent[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        raise BadInput(f"{name}: a number")
    return float(value)


def _round(lon: float, lat: float, km: float) -> shapely.Geometry:
    return shapely.polygons(circle(lon, lat, km)["coordinates"][0])
