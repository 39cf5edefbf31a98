"""The unified map: the level below coloured by a metric, and all that stands around it."""

from bisect import bisect_right
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from data.answer import Answer, Column, Row
from data.house import House
from data.ponding import WET, depths
from data.queries.asked import EVENT_RHYTHM, REGISTER_RHYTHM, Asked, asked
from data.queries.counts import LAYERS as COUNTED
from data.queries.counts import features_in
from data.queries.metrics import FLOWS, breaks, values
from data.queries.regions import Region, ancestors, children, inside, siblings
from data.queries.storms import storm_now
from data.queries.waits import waits
from data.queries.warning_regions import past_tops, tops
from data.schema import control, region, region_shape, region_stat, responder, station
from data.scope import Scope
from data.view import MORE_LAYERS, View
from data.words import METRICS

COLUMNS = (
    Column(key="code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="level", label="层级"),
    Column(key="value", label="数值"),
    Column(key="cls", label="分级"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)
RECENT = timedelta(days=4)
SHOWN = ("grade", "since", "name", "about")


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a region below with its value and class 0..4 (None: no value). A cell shows itself."""
    with asked(house, view, scope) as a:
        below = children(a.connection, a.here) or [a.here]
        found = values(a.connection, view.metric, below, view, a.span)
        among = () if a.whole else below
        steps = breaks(a.connection, view.metric, view.window, below[0].level, among)
        live = view.metric in FLOWS or view.metric == "on_time"
        return a.answer(
            columns=COLUMNS,
            rows=[_row(one, found[one.id], steps) for one in below],
            unit=METRICS[view.metric][1],
            as_of=a.fed_at() if live else _register(a),
            provenance=a.lived,
            rhythm=EVENT_RHYTHM if live else REGISTER_RHYTHM,
            source="全市一张图平台",
            parts={
                "breaks": [{"value": step} for step in steps],
                "layers": _layers(a, view),
                "region": [_region(a)],
                "crumbs": [_named(one) for one in (*ancestors(a.connection, a.here, scope), a.here)],
                "siblings": [_named(one) for one in siblings(a.connection, a.here, scope)],
                "storm": storm_now(a.connection, view.storm, a.now, RECENT),
                "warned": _warned(a, view, below),
                "ponding": _ponding(house),
            },
        )


def _row(one: Region, value: float | None, steps: list[float]) -> Row:
    cls = None if value is None else bisect_right(steps, value)
    return {
        "code": one.code,
        "name": one.name,
        "level": one.level,
        "value": value,
        "cls": cls,
        "lon": one.lon,
        "lat": one.lat,
    }


def _named(one: Region) -> Row:
    return {"code": one.code, "name": one.name, "level": one.level}


def _region(a: Asked) -> Row:
    """What is drawn, and whether its own outline is official."""
    provenance = a.connection.scalar(select(region_shape.c.provenance).where(region_shape.c.region_id == a.here.id))
    return _named(a.here) | {
        "lon": a.here.lon,
        "lat": a.here.lat,
        "area_km2": round(a.here.area_km2, 3),
        "provenance": provenance or "synthetic",
    }


def _warned(a: Asked, view: View, below: list[Region]) -> list[Row]:
    """The highest colour of live warnings of each region below that has any."""
    found = tops(a, below) if view.at is None else past_tops(a, below, view.at)
    return [{"code": one.code, "colour": min(found[one.id])} for one in below if one.id in found]


def _ponding(house: House) -> list[Row]:
    """The classes that the layer of that name colours gauges by, the deepest first; where they come from."""
    told = depths(house)
    return [{name: getattr(one, name) for name in SHOWN} | {"source": told.source} for one in told.classes]


def _layers(a: Asked, view: View) -> list[Row]:
    waiting = waits(a.connection, a.here, view, a.span)
    counts = {"event": sum(n for link, n in waiting.items() if link != "reported")}
    for row in features_in(a.connection, a.here, (*COUNTED, *MORE_LAYERS)):
        counts[row.layer] = counts.get(row.layer, 0) + row.n
    standing = or_(station.c.closed_at.is_(None), station.c.closed_at > a.now)
    here = (inside(station.c.cell_id, a.here), standing)
    stations = select(func.count()).where(*here).scalar_subquery()
    roads = select(func.count()).where(*here, station.c.kind.in_(WET)).scalar_subquery()
    controls = select(func.count()).where(inside(control.c.cell_id, a.here)).scalar_subquery()
    home = (region.c.lo >= a.here.lo, region.c.hi <= a.here.hi, responder.c.kind == "drone")
    at_home = select(func.count(responder.c.id)).join_from(responder, region, region.c.id == responder.c.region_id)
    drones = at_home.where(*home).scalar_subquery()
    names = ("station", "control", "drone", "ponding")
    found = a.connection.execute(select(stations, controls, drones, roads)).one()
    counts |= dict(zip(names, found, strict=True))
    return [{"layer": layer, "n": n} for layer, n in counts.items()]


def _register(a: Asked) -> datetime | None:
    return a.connection.scalar(select(region_stat.c.as_of).order_by(region_stat.c.region_id).limit(1))
