"""Things with a place: risk points, resources, vessels and the rest, put into cells that suit their kind."""

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, select

from data.commands.bulk import fill
from data.demo.base_attributes import drawn_attributes
from data.demo.base_dice import apportion, dice
from data.demo.base_people import chief_rivers, mind_food, seed_people
from data.demo.base_rollup import count_features
from data.demo.base_shore import outline_km
from data.demo.base_spine import Spine
from data.demo.base_stats import Counts, grid_people, read_places
from data.demo.recipe import DemoRecipe, Layer
from data.schema import feature, feature_history, feature_person
from data.words import KINDS

JITTER_M = 30.0  # a thing stands within this distance of its cell's label point
SHORE_KM = 0.5  # things of the coast thin out inland by e for every such distance
METRES_PER_DEGREE = 111_320.0
PATTERNS = {
    "risk_point": "{town}{kind}点 {n:02d}",
    "key_site": "{town}{kind} {n:02d}",
    "resource": "{town}应急{kind} {n:02d}",
    "camera": "{town}{kind}视频 {n:03d}",
    "heritage": "{town}{kind} {n:02d}",
    "hazchem": "{town}{kind}单位 {n:02d}",
    "vessel": "{town}{kind} {n:03d}",
    "scenic": "{town}{kind} {n:02d}",
    "school": "{town}{kind} {n:02d}",
    "food": "{town}{kind} {n:03d}",
    "speaker": "{town}{kind}点 {n:03d}",
    "post": "{town}{kind} {n:02d}",
    "river": "{town}{kind} {n:02d}",
}
CODES = {  # what the demo's registers call their things: this and a running number
    "risk_point": "FX",
    "key_site": "ZD",
    "resource": "YJ",
    "camera": "SP",
    "heritage": "WW",
    "hazchem": "WH",
    "vessel": "YC",
    "scenic": "JQ",
    "school": "XX",
    "food": "SPZ",
    "speaker": "GB",
    "post": "KK",
    "river": "HH",
}
Weights = dict[str, NDArray[np.float64]]


def seed_features(connection: Connection, spine: Spine, recipe: DemoRecipe, seed: int) -> None:
    """Put up every layer anew and add up `feature_count`. Features from elsewhere stay and are counted too."""
    _clear(connection)
    weights = cell_weights(spine, recipe, seed, outline_km(connection, spine))
    for name, layer in {**recipe.layers, **recipe.registers}.items():
        fill(connection, feature, _columns(spine, recipe, weights, name, layer, seed))
    count_features(connection, spine.tallied)
    seed_people(connection, spine)


def add_register(connection: Connection, spine: Spine, recipe: DemoRecipe, seed: int, name: str) -> None:
    """Put up one register beside what stands, as `seed_features` does it."""
    weights = cell_weights(spine, recipe, seed, outline_km(connection, spine))
    fill(connection, feature, _columns(spine, recipe, weights, name, recipe.registers[name], seed))
    count_features(connection, spine.tallied)
    if name == "food":
        mind_food(connection, spine)
    if name == "river":
        chief_rivers(connection, spine)


def _clear(connection: Connection) -> None:
    ours = select(feature.c.id).where(feature.c.provenance == "simulated")
    for table in (feature_history, feature_person):
        connection.execute(delete(table).where(table.c.feature_id.in_(ours)))
    connection.execute(delete(feature).where(feature.c.provenance == "simulated"))


def cell_weights(spine: Spine, recipe: DemoRecipe, seed: int, shore_km: NDArray[np.float64]) -> Weights:
    """How well each cell suits what stands among people, in built-up places, in the hills, on the coast or anywhere."""
    places, grid = read_places(spine), spine.grid.at(spine.cell.lo)
    people = grid_people(spine, recipe, seed) / spine.grid.cells
    by_grid = {
        "people": people,
        "urban": people * np.array([0.25, 1.0, 2.5])[places.urban.astype(int)],
        "hills": np.where(places.urban > 0, 0.1, 1.0) * places.crowding**-1.5,
        "coast": _coast(spine, recipe, seed)[places.town] * np.exp(-shore_km / SHORE_KM),
        "anywhere": np.ones(len(people)),
    }
    return {name: values[grid] for name, values in by_grid.items()}


def _coast(spine: Spine, recipe: DemoRecipe, seed: int) -> NDArray[np.float64]:
    """1 for the towns on the sea; where the pack names none, for a third of all, drawn by how crowded they are."""
    named = np.isin(np.array(spine.town.names), np.array(recipe.coastal_towns, dtype=str))
    if not named.any():
        keys = dice(seed, "coast").random(len(spine.town.ids)) ** (spine.town.area / spine.town.cells)
        named[np.argsort(-keys)[: max(1, len(keys) // 3)]] = True
    return named.astype(float)


def _columns(
    spine: Spine, recipe: DemoRecipe, weights: Weights, name: str, layer: Layer, seed: int
) -> dict[str, list[object]]:
    rng = dice(seed, "layer", name)
    total = layer.count(len(spine.grid.ids))
    kinds = np.repeat(np.arange(len(layer.kinds)), apportion(total, [kind.share for kind in layer.kinds.values()]))
    cells = np.concatenate(
        [_cells(rng, weights[kind.where], int((kinds == k).sum())) for k, kind in enumerate(layer.kinds.values())]
    )
    order = np.lexsort((cells, kinds))
    kinds, cells = kinds[order], cells[order]
    lon, lat = _near(rng, spine, cells)
    words = list(layer.kinds)
    reach = np.array([kind.quantity for kind in layer.kinds.values()])
    same = {"layer": name, "as_of": int(recipe.registered_at.timestamp()), "provenance": "simulated"}
    named = [words[k] for k in kinds]
    return {
        **{column: [value] * total for column, value in same.items()},
        "kind": named,
        "code": [f"{CODES[name]}-{n:06d}" for n in range(1, total + 1)],
        "attributes": drawn_attributes(dice(seed, "attributes", name), name, named, recipe.registered_at),
        "grade": _grades(rng, layer, total),
        "name": _names(spine, name, words, kinds, cells),
        "cell_id": spine.cell.ids[cells].tolist(),
        "lon": lon.tolist(),
        "lat": lat.tolist(),
        "quantity": _quantities(rng, reach[kinds, 0], reach[kinds, 1]),
    }


def _cells(rng: np.random.Generator, weights: NDArray[np.float64], count: int) -> Counts:
    """Indices of `count` cells drawn by weight; a cell may be drawn again."""
    edges = np.cumsum(weights)
    return np.searchsorted(edges, rng.random(count) * edges[-1], side="right")


def _near(rng: np.random.Generator, spine: Spine, cells: Counts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A point anywhere in the circle around each cell's label point."""
    far, turn = JITTER_M * np.sqrt(rng.random(len(cells))), 2 * np.pi * rng.random(len(cells))
    lat = spine.cell.lat[cells] + far * np.sin(turn) / METRES_PER_DEGREE
    lon = spine.cell.lon[cells] + far * np.cos(turn) / (METRES_PER_DEGREE * np.cos(np.radians(lat)))
    return np.round(lon, 6), np.round(lat, 6)


def _grades(rng: np.random.Generator, layer: Layer, total: int) -> list[int]:
    grades = np.repeat(np.array(list(layer.grades)), apportion(total, list(layer.grades.values())))
    return rng.permutation(grades).tolist()


def _quantities(rng: np.random.Generator, low: Counts, high: Counts) -> list[int]:
    """Between low and high, small ones more often; large ones in round tens."""
    drawn = np.round(low + (high - low) * rng.random(len(low)) ** 2).astype(np.int64)
    return np.where(drawn >= 100, drawn // 10 * 10, drawn).tolist()


def _names(spine: Spine, layer: str, words: list[str], kinds: Counts, cells: Counts) -> list[str]:
    """Town, kind and a number that nothing else of that name has, though two towns may be namesakes."""
    pattern, towns = PATTERNS[layer], spine.town.at(spine.cell.lo[cells])
    given: dict[tuple[int, str], int] = {}
    names = []
    for kind, index in zip(kinds.tolist(), towns.tolist(), strict=True):
        town = spine.town.names[index]
        given[kind, town] = n = given.get((kind, town), 0) + 1
        names.append(pattern.format(town=town, kind=KINDS[layer][words[kind]], n=n))
    return names
