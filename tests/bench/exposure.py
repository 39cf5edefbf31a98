"""Exposure of arbitrary areas over all cells of the city: star-shaped outlines of any size, circles, regions."""

import json
import time
from functools import partial
from typing import Any

import numpy as np
from flask import Flask

from data.house import House, open_house
from data.queries.exposure import exposure
from data.queries.regions import children, region_of
from data.scope import Scope
from data.settings import Settings
from tests.bench.figures import say, tell
from tests.bench.queries import milliseconds

GUEST = Scope.guest()
ASKED = 200
CORNERS = (4, 12, 60, 400, 3_000, 9_990)  # up to the most that is let in


def measure(database: str) -> None:
    """From the parsed body to the document, on an index that is warm; building it is told apart."""
    house = open_house(Settings(database_url=database, _env_file=None), Flask("bench"))
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        counties = children(connection, city)
    began = time.perf_counter()
    _ask(house, {"region": city.code})
    say("exposure index built once", "s", round(time.perf_counter() - began, 2), target=5)
    dice = np.random.default_rng(20240725)
    drawn = [{"geometry": star(dice, city.lon, city.lat, CORNERS[n % len(CORNERS)])} for n in range(ASKED)]
    _tell(house, f"exposure of an arbitrary polygon over {city.hi:,} cells", drawn)
    rounds = [_round(dice, city.lon, city.lat) for _ in range(ASKED)]
    _tell(house, "exposure of a circle of 0.5 to 60 km", rounds)
    _tell(house, "exposure of a county or the city", [{"region": one.code} for one in (city, *counties)] * 10)


def star(dice: Any, lon: float, lat: float, corners: int) -> dict[str, Any]:
    """A ragged outline that never crosses itself, somewhere in the city, of 0.3 to 60 km."""
    turn = (np.arange(corners) + dice.uniform(0, 0.9, corners)) * (2 * np.pi / corners)
    reach = 10 ** dice.uniform(-2.5, -0.3) * dice.uniform(0.4, 1, corners)
    middle = np.array((lon, lat)) + dice.uniform((-0.25, -0.2), (0.25, 0.2))
    ring = (middle + np.column_stack([np.cos(turn), np.sin(turn)]) * reach[:, None]).round(9).tolist()
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _round(dice: Any, lon: float, lat: float) -> dict[str, Any]:
    x, y, km = lon + dice.uniform(-0.2, 0.2), lat + dice.uniform(-0.15, 0.15), 10 ** dice.uniform(-0.3, 1.78)
    return {"circle": {"lon": x, "lat": y, "km": km}}


def _ask(house: House, sent: dict[str, Any]) -> str:
    return json.dumps(exposure(house, GUEST, sent, house.clock.now()).body(), default=str)


def _tell(house: House, figure: str, asked: list[dict[str, Any]]) -> None:
    tell(figure, "ms", [milliseconds(partial(_ask, house, one)) for one in asked], target=100)
