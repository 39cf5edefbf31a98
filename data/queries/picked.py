"""What a person has picked on the page of risks, from the address: an area for exposure, and the place of it.

`area` in the address is one of `here` (the region shown), `region:<code>`, `warning:<code>`, `station:<code>`,
`catchment:<code>` (what drains to a station), `circle:<lon>,<lat>,<km>`, `storm:<track>,<force>` and
`polygon:<lon>,<lat>;<lon>,<lat>;…`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import Connection, or_, select

from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.queries.areas import WIDEST_KM
from data.queries.catchments import catchment_of
from data.queries.regions import homes, region_of
from data.queries.station_ground import STATION_KM, ground_of
from data.queries.storm_winds import BEAUFORT, outline, told_by, wind_circle
from data.queries.warning_scope import covered
from data.queries.warnings import warning_of
from data.schema import region, station, warning
from data.scope import Scope
from data.storms.circles import circle_word
from data.view import REGION, STORM

LONGEST, MOST_CORNERS = 4_000, 60


@dataclass(frozen=True)
class Picked:
    """`sent`: what the door of exposure is asked; `lon`, `lat`: from where feeds are near; `title`: what it is.

    `outline`: what the map draws of it: `codes` of regions, or `lon`, `lat`, `km`, or a `ring`.
    """

    sent: dict[str, Any]
    lon: float
    lat: float
    title: str
    outline: dict[str, Any] = field(default_factory=dict)


def picked(connection: Connection, text: str, region_code: str, scope: Scope, now: datetime) -> Picked:
    """BadInput in the words of the page for what makes no sense; UnknownRegion, UnknownThing for what is not there."""
    kind, _colon, rest = text.partition(":")
    if len(text) > LONGEST or kind not in _KINDS:
        raise BadInput(_("地址里的范围看不懂，请重新选择"))
    return _KINDS[kind](connection, region_code if kind == "here" else rest, scope, now)


def _region(connection: Connection, code: str, scope: Scope, _now: datetime) -> Picked:
    if code and not REGION.fullmatch(code):
        raise BadInput(_("地址里的范围看不懂，请重新选择"))
    here = region_of(connection, code, scope)
    return Picked({"region": here.code}, here.lon, here.lat, here.name, {"codes": [here.code]})


def _warning(connection: Connection, code: str, scope: Scope, _now: datetime) -> Picked:
    row = warning_of(connection, code, scope)
    about = connection.scalar(select(warning.c.station_id).where(warning.c.id == row["id"]))
    if about is not None:
        ground = ground_of(connection, about)
        title = f"{row['title']} · {ground.words}"
        return Picked({"warning": code}, ground.lon, ground.lat, title, ground.drawn)
    places = covered(connection, [row["id"]])
    mine = [one.code for one in places if scope.covers(one.lo, one.hi)]
    codes = mine or [one.code for one in homes(connection, scope)]
    label = select(region.c.lon, region.c.lat).where(region.c.code == codes[0], region.c.tree == "spine")
    place = connection.execute(label).first()
    lon, lat = (place.lon, place.lat) if place else (0.0, 0.0)
    return Picked({"warning": code}, lon, lat, f"{row['title']} · {row['region_name']}", {"codes": codes})


def _station(connection: Connection, code: str, scope: Scope, _now: datetime) -> Picked:
    lon, lat, name = _standing(connection, code, scope)
    around = {"lon": lon, "lat": lat, "km": STATION_KM}
    return Picked({"circle": around}, lon, lat, _("{name}周边 {km} km").format(name=name, km=f"{STATION_KM:g}"), around)


def _catchment(connection: Connection, code: str, scope: Scope, _now: datetime) -> Picked:
    lon, lat, name = _standing(connection, code, scope)
    try:
        catchment_of(connection, code, scope)
    except UnknownThing:
        raise UnknownThing(_("{name}的汇水区尚未录入").format(name=name)) from None
    return Picked({"catchment": code}, lon, lat, _("{name}上游汇水区").format(name=name), {"catchment": code})


def _circle(_connection: Connection, text: str, _scope: Scope, _now: datetime) -> Picked:
    lon, lat, km = _numbers(text.split(","), 3)
    if not 0 < km <= WIDEST_KM:
        raise BadInput(_("范围过大：半径应在 0 到 {km} km 之间").format(km=f"{WIDEST_KM:g}"))
    around = {"lon": lon, "lat": lat, "km": km}
    return Picked({"circle": around}, lon, lat, _("圆，半径 {km} km").format(km=f"{km:g}"), around)


def _polygon(_connection: Connection, text: str, _scope: Scope, _now: datetime) -> Picked:
    corners = text.split(";")
    if len(corners) > MOST_CORNERS:
        raise BadInput(_("范围过大：多边形最多 {n} 个角点").format(n=MOST_CORNERS))
    ring = [_numbers(one.split(","), 2) for one in corners]
    if len(ring) < 3:
        raise BadInput(_("多边形至少要 3 个角点"))
    shape = shapely.Polygon(ring)
    if not (shape.is_valid and shape.area > 0):
        raise BadInput(_("多边形的边相互交叉，请重新画"))
    sent = {"geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
    inside = shape.representative_point()
    title = _("多边形，{n} 个角点").format(n=len(ring))
    return Picked(sent, inside.x, inside.y, title, {"ring": [*ring, ring[0]]})


def _storm(connection: Connection, text: str, _scope: Scope, now: datetime) -> Picked:
    track, _comma, force = text.partition(",")
    if not STORM.fullmatch(track) or force not in {str(one) for one in BEAUFORT}:
        raise BadInput(_("地址里的范围看不懂，请重新选择"))
    try:
        found = wind_circle(connection, track, now, int(force))
    except UnknownThing:
        raise UnknownThing(_("路径资料此刻没有 {force} 级风圈").format(force=force)) from None
    winds = circle_word(told_by(connection, track), int(force))
    sent = {"storm": {"track": track, "force": int(force), "at": now.isoformat()}}
    lon, lat, km, sides = found
    if sides is None:
        title = _("{winds}风圈，半径 {km} km").format(winds=winds, km=f"{km:g}")
        return Picked(sent, lon, lat, title, {"lon": lon, "lat": lat, "km": km})
    title = _("{winds}风圈，各方半径 {least} 至 {most} km").format(
        winds=winds, least=f"{min(sides):g}", most=f"{max(sides):g}"
    )
    return Picked(sent, lon, lat, title, {"ring": outline(*found)["coordinates"][0]})


def _standing(connection: Connection, code: str, scope: Scope) -> tuple[float, float, str]:
    mine = or_(*(station.c.cell_id.between(lo, hi) for lo, hi in scope.cells))
    query = select(station.c.lon, station.c.lat, station.c.name).where(station.c.code == code, mine)
    row = connection.execute(query).first()
    if row is None:
        raise UnknownThing(_("没有这个测站，或不在可看范围内"))
    return row.lon, row.lat, row.name


def _numbers(texts: list[str], n: int) -> tuple[float, ...]:
    """Degrees, and kilometres after them."""
    try:
        values = tuple(round(float(text), 6) for text in texts)
    except (ValueError, OverflowError):
        values = ()
    if len(values) != n or not (abs(values[0]) <= 180 and abs(values[1]) <= 90):
        raise BadInput(_("地址里的范围看不懂，请重新选择"))
    return values


_KINDS: dict[str, Callable[[Connection, str, Scope, datetime], Picked]] = {
    "here": _region,
    "region": _region,
    "warning": _warning,
    "station": _station,
    "catchment": _catchment,
    "circle": _circle,
    "storm": _storm,
    "polygon": _polygon,
}
