"""Every panel's query uncached, at regions of every level; viewports of the map with all cameras on."""

import time
from collections.abc import Callable
from functools import partial

from flask import Flask

from components.registry import panels
from data.house import House, open_house
from data.queries.points import Viewport, points, warm
from data.queries.regions import children, region_of
from data.scope import Scope
from data.settings import Settings
from data.view import WINDOWS, View
from tests.bench.figures import tell

GUEST = Scope.guest()
# West, south, east, north offsets in degrees of a screen at each zoom, around the city's label point.
ZOOMS = {9: 1.3, 11: 0.33, 13: 0.08, 15: 0.02, 17: 0.005}


def measure(database: str) -> None:
    house = open_house(Settings(database_url=database, _env_file=None), Flask("bench"))
    codes = _line(house)
    for panel in panels().values():
        panel.ask(house, View(), GUEST)
        views = [View(region=code, window=window) for code in codes for window in WINDOWS]
        spent = [milliseconds(partial(panel.ask, house, view, GUEST)) for view in views]
        tell(f"panel {panel.key}, query uncached", "ms", spent, target=30)
    _viewports(house)


def _line(house: House) -> list[str]:
    """The city, all counties, and some regions of each level under each county."""
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        codes, row = [city.code], children(connection, city)
        while row:
            codes += [one.code for one in row]
            row = [child for one in row[:8] for child in children(connection, one)[:2]]
    return codes


def _viewports(house: House) -> None:
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        towns = [town for county in children(connection, city) for town in children(connection, county)]
    view = View(layers=("camera",))
    warm(house)
    spent = []
    for zoom, half in ZOOMS.items():
        for here in [city, *towns[::3]]:
            port = Viewport(
                west=here.lon - half,
                south=here.lat - half / 2,
                east=here.lon + half,
                north=here.lat + half / 2,
                zoom=zoom,
            )
            spent.append(milliseconds(partial(points, house, view, GUEST, "camera", port)))
    tell("map viewport, 112,000 cameras on", "ms", spent, target=50)


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
