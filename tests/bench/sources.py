"""Data back to their source and the catalogue: each page until it is drawn in a browser; what it asks, uncached."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from data.house import House, open_house
from data.queries import catalogue, scenarios
from data.queries.faults import faults_in
from data.queries.returns import ReturnFilters, listed, lot_of
from data.schema import region, source_return
from data.scope import Scope
from data.settings import Settings
from data.view import View
from tests.bench.figures import tell
from tests.browser import chromium
from tests.server import serving

GUEST = Scope.guest()
PAGES = {
    "/returns": "[data-testid=returns-page] [data-fault]",
    "/returns?tab=lots": "[data-testid=returns-page] [data-lot]",
    "/catalogue": "[data-testid=catalogue-page] [data-resource]",
    "/catalogue?tab=scenarios": "[data-testid=catalogue-page] [data-scenario]",
}
AGAIN = 20


def measure(database: Path) -> None:
    house = open_house(Settings(database_url=f"sqlite:///{database}", _env_file=None), Flask("bench"))
    for name, work in _works(house).items():
        work()  # statements are made at their first use
        tell(f"{name}, uncached", "ms", [_took(work) for _n in range(AGAIN)], target=30)
    with serving(database, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url, chromium() as browser:
        for path, there in PAGES.items():
            waits = []
            for _n in range(5):
                page, began = browser.new_page(), time.perf_counter()
                page.goto(url + path)
                page.wait_for_selector(there)
                waits.append(time.perf_counter() - began)
                page.close()
            tell(f"page {path} drawn in a browser", "s", waits, target=2)


def _works(house: House) -> dict[str, Callable[[], object]]:
    with house.engine.connect() as connection:
        county = str(connection.scalar(select(region.c.code).where(region.c.level == 2, region.c.tree == "spine")))
        code = str(connection.scalar(select(source_return.c.code)))
    return {
        "faults of the city": partial(_faults, house, ""),
        "faults of a county": partial(_faults, house, county),
        "lots of the city": partial(listed, house, View(), GUEST, ReturnFilters()),
        "one lot, counted at once": partial(lot_of, house, code, GUEST),
        "data resources": partial(catalogue.listed, house, View(), GUEST, catalogue.ResourceFilters()),
        "scenarios": partial(scenarios.listed, house, View(), GUEST, scenarios.ScenarioFilters()),
    }


def _faults(house: House, here: str) -> object:
    with house.engine.connect() as connection:
        return faults_in(house.settings, connection, here, GUEST, house.clock.now())


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
