"""Cut: share a polygon out among seeds (Voronoi), so that islands stay whole and no part lies astray."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.cities.plane import Points, nearest, spread

ISLAND_KM2 = 3.0  # a smaller part of a county does not count as a town's own island


def voronoi(part: BaseGeometry, seeds: Points) -> list[BaseGeometry]:
    """The share of each seed in a polygon: everything nearer to it than to the others."""
    if len(seeds) == 1:
        return [part]
    frame = shapely.union(part.envelope, shapely.MultiPoint(seeds).envelope).envelope.buffer(part.length)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=frame, ordered=True)
    return [polygonal(cell) for cell in shapely.intersection(shapely.get_parts(cells), part)]


def share_out(polygon: BaseGeometry, seeds: Points, island: float = ISLAND_KM2 * 1e6) -> list[BaseGeometry]:
    """Shares of `polygon` (square metres for `island`), one a seed.

    A part of at least `island` with a seed on it belongs to its seeds alone; smaller parts go to the nearest share.
    """
    parts = sorted(shapely.get_parts(polygon), key=lambda part: -part.area)
    large = [part for part in parts if part is parts[0] or part.area >= island]
    distance = np.array([shapely.distance(part, shapely.points(seeds)) for part in large])
    home = np.argmin(distance, axis=0)
    shares: list[list[BaseGeometry]] = [[] for _ in seeds]
    for number, part in enumerate(large):
        own = np.flatnonzero(home == number)
        for seed, cell in zip(own, voronoi(part, seeds[own]) if len(own) else (), strict=True):
            shares[seed].append(cell)
    joined = [shapely.union_all(share) for share in shares]
    bare = [part for number, part in enumerate(large) if not (home == number).any()]
    for part in bare + [part for part in parts if not any(part is one for one in large)]:
        shares[int(np.argmin(shapely.distance(part, np.array(joined))))].append(part)
    return gathered([shapely.union_all(share) for share in shares], np.array(large))


def split(polygon: BaseGeometry, count: int, seed: int, centre: Points | None) -> tuple[Points, list[BaseGeometry]]:
    """`count` natural looking shares of `polygon`; large islands get shares of their own by area."""
    parts = sorted(shapely.get_parts(polygon), key=lambda part: -part.area)
    areas = np.array([part.area for part in parts])
    large = [part for part in parts if part.area >= 0.6 * areas.sum() / count] or parts[:1]
    large = large[:count]
    numbers = largest_remainder(np.array([part.area for part in large]), count)
    seeds = [spread(part, n, seed + i, centre) for i, (part, n) in enumerate(zip(large, numbers, strict=True))]
    points = np.vstack(seeds)
    return points, share_out(polygon, points, island=large[-1].area)


def gathered(shares: list[BaseGeometry], homes: np.ndarray) -> list[BaseGeometry]:
    """Hand pieces that a cut left astray (across a bay, behind a headland) to the share they border most."""
    main = [max(shapely.get_parts(share), key=lambda piece: piece.area) for share in shares]
    result: list[list[BaseGeometry]] = [[piece] for piece in main]
    for number, share in enumerate(shares):
        for piece in (piece for piece in shapely.get_parts(share) if not piece.equals(main[number])):
            border = shapely.length(shapely.intersection(piece.buffer(0.5), np.array(main)))
            border[number] = 0 if not piece.intersects(main[number]) else border[number]
            astray = border.max() > 2 and shapely.distance(piece, homes).min() < 1
            result[int(np.argmax(border)) if astray else number].append(piece)
    return [polygonal(shapely.union_all(pieces)) for pieces in result]


def fill_in(polygon: BaseGeometry, known: Points, count: int, seed: int) -> Points:
    """`count` more seats for a polygon that has `known` ones, well away from them."""
    largest = max(shapely.get_parts(polygon), key=lambda part: part.area)
    points = spread(largest, max(60, 8 * count), seed)
    chosen = known
    for _ in range(count):
        free = ((points[:, None] - chosen[None]) ** 2).sum(axis=2).min(axis=1) if len(chosen) else np.ones(len(points))
        chosen = np.vstack([chosen, points[int(np.argmax(free))]]) if len(chosen) else points[:1]
    return chosen[len(known) :]


def inside(polygon: BaseGeometry, points: Points) -> Points:
    """Points outside `polygon` moved onto a place well inside it, near by."""
    out = ~shapely.contains_xy(polygon, points)
    if not out.any():
        return points
    places = spread(polygon, 64, 1, rounds=2)
    moved = points.copy()
    for index in np.flatnonzero(out):
        near = nearest(moved[index : index + 1], places)[0]
        moved[index], places = places[near], np.delete(places, near, axis=0)
    return moved


def largest_remainder(weights: np.ndarray, total: int, least: int = 1) -> np.ndarray:
    """`total` shared out by weight in whole numbers, everyone at least `least`; ties to the first."""
    rest = total - least * len(weights)
    if rest < 0:
        raise ValueError(f"{total} cannot give {len(weights)} shares of at least {least}")
    ideal = weights / weights.sum() * rest
    whole = np.floor(ideal).astype(int)
    order = np.argsort(-(ideal - whole), kind="stable")
    whole[order[: rest - whole.sum()]] += 1
    return whole + least


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a geometry."""
    pieces = [piece for piece in shapely.get_parts(geometry) if piece.geom_type == "Polygon" and piece.area > 0]
    if geometry.geom_type == "Polygon":
        return geometry
    return shapely.union_all(pieces)
