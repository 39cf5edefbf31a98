"""Layout: synthetic outlines of towns and villages inside the official counties, without gaps or overlaps."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.cities.cut import fill_in, inside, polygonal, share_out, split
from data.cities.land import refine
from data.cities.plane import Plane
from data.cities.recipe import Recipe
from data.cities.register import Register, Town, Village, stem
from data.cities.sources import Sources
from data.errors import CityError

STEP_DEGREES = 1e-5  # coordinates in a pack lie on this grid: about a metre
DETAIL_DEGREES = 2e-4  # coast detail kept: about twenty metres


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Outlines in degrees by NBS code, and the plane their areas are measured in."""

    plane: Plane
    villages: dict[str, BaseGeometry]
    towns: dict[str, BaseGeometry]


def lay_out(sources: Sources, recipe: Recipe, register: Register) -> Layout:
    own = {one.code: one.geometry for one in sources.counties if one.code in register.counties}
    plane = Plane.around(shapely.union_all(list(own.values())))
    counties = refine(sources, plane, own)
    seats = _seats(sources, recipe)
    rough: dict[str, BaseGeometry] = {}
    for code, county in counties.items():
        towns = [town for town in register.towns if town.county == code]
        points = _town_points(county, towns, seats, plane)
        for town, point, share in zip(towns, points, share_out(county, points), strict=True):
            rough |= _villages(town, share, point)
    villages = noded({code: plane.degrees(share) for code, share in rough.items()}, STEP_DEGREES, DETAIL_DEGREES)
    town_of = {village.code: town.code for town in register.towns for village in town.villages}
    return Layout(plane=plane, villages=villages, towns=unions(villages, town_of))


def unions(shapes: dict[str, BaseGeometry], parent: dict[str, str]) -> dict[str, BaseGeometry]:
    """Outlines of the level above: exact unions, so that areas add up."""
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, one in shapes.items():
        groups[parent[code]].append(one)
    return {code: whole(group) for code, group in groups.items()}


def whole(group: list[BaseGeometry]) -> BaseGeometry:
    return polygonal(shapely.coverage_union_all(group)).normalize()


def _seats(sources: Sources, recipe: Recipe) -> dict[tuple[str, str], tuple[float, float]]:
    known = {(row["county_code"], stem(row["name"])): (float(row["lon"]), float(row["lat"])) for row in sources.seats}
    return known | {(county, stem(name)): place for (county, name), place in recipe.seats.items()}


def _town_points(
    county: BaseGeometry, towns: list[Town], seats: dict[tuple[str, str], tuple[float, float]], plane: Plane
) -> np.ndarray:
    """A seat for every town: known ones, then places well away from those. Two towns never share one."""
    named = [seats.get((town.county, stem(town.name))) for town in towns]
    places = [None if place in named[:number] else place for number, place in enumerate(named)]
    degrees = np.array([place for place in places if place]).reshape(-1, 2)
    known = shapely.get_coordinates(plane.metres(shapely.MultiPoint(degrees))) if len(degrees) else degrees
    known = inside(county.buffer(2000), known)
    more = fill_in(county, known, len(towns) - len(known), int(towns[0].code))
    rows, spare = iter(known), iter(more)
    return np.array([next(rows) if place else next(spare) for place in places])


def _villages(town: Town, share: BaseGeometry, seat: np.ndarray) -> dict[str, BaseGeometry]:
    """Urban communities lie nearest to the seat; otherwise in the order of their codes, going outward."""
    points, shares = split(share, len(town.villages), int(town.code), seat)
    outward = np.argsort(((points - seat) ** 2).sum(axis=1), kind="stable")
    villages: list[Village] = sorted(town.villages, key=lambda village: (not village.urban, village.code))
    return {village.code: shares[place] for village, place in zip(villages, outward, strict=True)}


def noded(rough: dict[str, BaseGeometry], step: float, detail: float) -> dict[str, BaseGeometry]:
    """The same outlines with shared borders identical point for point, on a grid of `step`, thinned to `detail`."""
    codes, shapes = list(rough), np.array(list(rough.values()))
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=step)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    tree = shapely.STRtree(shapes)
    face, owner = tree.query(shapely.point_on_surface(faces), predicate="within")
    pieces: dict[int, list[BaseGeometry]] = defaultdict(list)
    taken: set[int] = set()
    for number, own in zip(face.tolist(), owner.tolist(), strict=True):
        if number not in taken:
            pieces[own].append(faces[number])
            taken.add(number)
    joined = np.array([shapely.coverage_union_all(pieces[number]) for number in range(len(codes))])
    thinned = shapely.coverage_simplify(joined, detail) if detail else joined
    result = {code: polygonal(one).normalize() for code, one in zip(codes, thinned, strict=True)}
    for code in (code for code, one in result.items() if one.is_empty or not one.is_valid):
        raise CityError(f"the outline of {code} came out empty or broken")
    return result
