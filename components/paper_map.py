"""The map's Answer as a map of the handout: outlines of the level below in their five steps."""

from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from components.map_cards import note
from components.map_scene import area_text
from components.numbers import number
from data.answer import Answer
from data.cities.outline import child_outlines, outline
from data.cities.pack import Pack
from data.handout.sheet import Area, Plan, Ring
from data.house import House
from data.language import gettext as _
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import View
from data.words import METRICS

FINE = 900  # steps across the map: finer is not seen on paper
LEAST = 5e-7  # square degrees: smaller islets are dots


def plan(house: House, answer: Answer, view: View, scope: Scope, emphasis: Mapping[str, Any]) -> Plan:
    """`emphasis`: regions that are outlined, and marks (GeoJSON) that the presenter drew."""
    shapes, land = _drawn(house, answer.region, scope)
    outlined = set(emphasis.get("regions") or ())
    areas = tuple(
        Area(
            code=str(row["code"]),
            name=str(row["name"]),
            rings=shapes.get(str(row["code"]), ()),
            step=int(row["cls"]) if row["cls"] is not None else None,
            said=area_text(row["value"], view.metric, answer.unit),
            at=(float(row["lon"] or 0), float(row["lat"] or 0)),
            outlined=str(row["code"]) in outlined,
        )
        for row in answer.rows
    )
    strokes, marks = _marks(emphasis.get("marks") or ())
    return Plan(
        areas=areas,
        metric=_(METRICS[view.metric][0]),
        unit=_(answer.unit),
        steps=tuple(number(row["value"]) for row in answer.parts.get("breaks", [])),
        note=note(answer),
        land=land,
        strokes=strokes,
        marks=marks,
    )


def _drawn(house: House, code: str, scope: Scope) -> tuple[dict[str, tuple[Ring, ...]], tuple[Ring, ...]]:
    """Rings of the level below (of a cell: its own), and of the neighbours around the city."""
    with house.engine.connect() as connection:
        here = region_of(connection, code, scope)
        below = {one.id: one.code for one in children(connection, here)}
        whole = shape(outline(connection, here))
        found = {below[id_]: shape(one) for id_, one in child_outlines(connection, here) if id_ in below}
    found = found or {code: whole}
    west, south, east, north = whole.bounds
    step = max(east - west, north - south) / FINE
    frame = shapely.box(west - step * 90, south - step * 60, east + step * 90, north + step * 60)
    around = Pack(house.settings.cities_dir / house.settings.city).context() if here.level == 1 else []
    land = [shapely.intersection(shapely.make_valid(shape(one["geometry"])), frame) for one in around]
    return {key: _rings(one, step) for key, one in found.items()}, _rings(shapely.union_all(land), step) if land else ()


def _rings(geometry: BaseGeometry, step: float) -> tuple[Ring, ...]:
    """Outer rings; what is too small to see is left out, but never all of it."""
    parts = [one for one in shapely.get_parts(shapely.simplify(geometry, step)) if one.geom_type == "Polygon"]
    large = [one for one in parts if one.area > LEAST] or parts[:1]
    return tuple(tuple((float(x), float(y)) for x, y in one.exterior.coords) for one in large)


def _marks(drawn: Iterable[Any]) -> tuple[tuple[Ring, ...], tuple[tuple[float, float, str], ...]]:
    """Lines and outlines as strokes, points with their words."""
    strokes: list[Ring] = []
    points: list[tuple[float, float, str]] = []
    for one in drawn:
        geometry = one.get("geometry") or {}
        words = str((one.get("properties") or {}).get("text") or "")
        kind, where = geometry.get("type"), geometry.get("coordinates") or []
        if kind == "Point":
            points.append((float(where[0]), float(where[1]), words))
        lines = {"LineString": [where], "Polygon": where}.get(str(kind), [])
        strokes.extend(tuple((float(p[0]), float(p[1])) for p in line) for line in lines)
    return tuple(strokes), tuple(points)
