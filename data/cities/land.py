"""Land: official outlines, coarse at sea, refined by the detailed coast; and the land around the city."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.cities.cut import polygonal
from data.cities.plane import Plane
from data.cities.sources import GSHHG, TIANDITU, Outline, Sources

SEAWARD_M = 2_500.0  # how far beyond the official coastline land still belongs to the city
BORDER_M = 400.0  # closer than this to a neighbour, the official line is a border on land
ISLET_M2 = 60_000.0  # smaller islets are left out
STRAY_M2 = 3e6  # smaller pieces cut off by the detailed coast go to the county they touch
AROUND_DEGREES = 1.5
CONTEXT_DEGREES = 0.0004  # detail of the land around


def refine(sources: Sources, plane: Plane, own: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """County outlines in metres: borders inland as published, coast and islands as in GSHHG."""
    official = {code: plane.metres(polygonal(shapely.make_valid(outline))) for code, outline in own.items()}
    coast = plane.metres(sources.coast)
    if coast.is_empty:
        return official
    whole = shapely.union_all(list(official.values()))
    others = shapely.union_all([plane.metres(city.geometry) for city in _neighbours(sources, own)])
    shore = whole.boundary.difference(others.buffer(BORDER_M))
    beyond = shore.buffer(SEAWARD_M).difference(shapely.union(whole, others.buffer(BORDER_M)))
    unknown = whole.difference(plane.metres(sources.coast_box))
    land = shapely.union(coast, unknown)
    nearer = _nearer(official, shore)
    fine = {}
    for code, outline in official.items():
        added = beyond.intersection(coast).intersection(nearer[code]) if code in nearer else shapely.Polygon()
        fine[code] = polygonal(shapely.union(outline.intersection(land), added))
    return _tidy(fine)


def _neighbours(sources: Sources, own: dict[str, BaseGeometry]) -> list[Outline]:
    prefix = next(iter(own))[:4]
    return [city for city in sources.cities if city.code[:4] != prefix]


def _nearer(official: dict[str, BaseGeometry], shore: BaseGeometry) -> dict[str, BaseGeometry]:
    """The plane shared out by which county's shore is nearest."""
    points, owners = [], []
    for code, outline in official.items():
        line = outline.boundary.intersection(shore.buffer(1))
        steps = shapely.get_coordinates(line.segmentize(300)) if not line.is_empty else np.empty((0, 2))
        points.append(steps)
        owners += [code] * len(steps)
    seeds, first = np.unique(np.vstack(points).round(-1), axis=0, return_index=True)
    if not len(seeds):
        return {}
    frame = shapely.union_all(list(official.values())).envelope.buffer(4 * SEAWARD_M)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=frame, ordered=True))
    owner = np.array(owners)[first]
    return {code: shapely.union_all(cells[owner == code]) for code in official if (owner == code).any()}


def _tidy(fine: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Islets dropped; small pieces that the coast cut off from their county given to the one they lie against."""
    main = {code: max(shapely.get_parts(outline), key=lambda part: part.area) for code, outline in fine.items()}
    kept = {code: [part] for code, part in main.items()}
    codes, bodies = list(main), np.array(list(main.values()))
    for code, outline in fine.items():
        for part in (part for part in shapely.get_parts(outline) if not part.equals(main[code])):
            border = shapely.length(shapely.intersection(part.buffer(1), bodies))
            if part.area < STRAY_M2 and border.max() > 4:
                kept[codes[int(np.argmax(border))]].append(part)
            elif part.area >= ISLET_M2:
                kept[code].append(part)
    return {code: polygonal(shapely.union_all(parts)) for code, parts in kept.items()}


def around(sources: Sources, city: BaseGeometry, adcode: str) -> list[dict[str, object]]:
    """Neighbouring cities and other land within about 1.5 degrees, coarse: features of `context.geojson`."""
    west, south, east, north = city.bounds
    frame = shapely.box(west - AROUND_DEGREES, south - AROUND_DEGREES, east + AROUND_DEGREES, north + AROUND_DEGREES)
    land = shapely.union(sources.coast, frame.difference(sources.coast_box))
    taken, features = city, []
    for outline in sorted(sources.cities, key=lambda one: one.code):
        if outline.code[:4] != adcode[:4]:
            shape = polygonal(outline.geometry.intersection(frame).intersection(land).difference(city))
            taken = shapely.union(taken, shape)
            features += _feature("neighbour", outline.code, outline.name, f"{TIANDITU}; {GSHHG}", shape)
    rest = polygonal(sources.coast.intersection(frame).difference(taken.buffer(CONTEXT_DEGREES)))
    large = [part for part in shapely.get_parts(rest) if part.area > 1e-5]
    return features + _feature("land", "", "", GSHHG, shapely.union_all(large) if large else shapely.Polygon())


def _feature(role: str, code: str, name: str, source: str, shape: BaseGeometry) -> list[dict[str, object]]:
    coarse = polygonal(shapely.make_valid(shapely.set_precision(shape.simplify(CONTEXT_DEGREES), 1e-5)))
    if coarse.is_empty:
        return []
    properties = {"role": role, "code": code, "name": name, "provenance": "official", "source": source}
    return [{"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(coarse)}]
