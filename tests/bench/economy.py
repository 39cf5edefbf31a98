"""The economy: every panel of its page uncached at regions of every level, and each page ready on a warm server."""

import time
from functools import partial

from flask import Flask
from playwright.sync_api import Page

from components.registry import panels
from components.wall import ECONOMY_SLOTS
from data.house import open_house
from data.settings import Settings
from data.view import View
from tests.bench.figures import tell
from tests.bench.growth import regions
from tests.bench.queries import GUEST, milliseconds
from tests.browser import chromium, wait_drawn

PATHS = ("", "/chains", "/enterprises", "/projects", "/policies", "/signs")
TIMES, PANEL_MS, PAGE_S = 5, 30, 2


def measure(database: str, url: str) -> None:
    house = open_house(Settings(database_url=database, _env_file=None), Flask("bench"))
    codes = [code for some in regions(house).values() for code in some]
    for panel in (one for one in panels().values() if {one.slot, *one.also} & set(ECONOMY_SLOTS)):
        panel.ask(house, View(), GUEST)
        spent = [milliseconds(partial(panel.ask, house, View(region=code), GUEST)) for code in codes]
        tell(f"panel {panel.key}, query uncached", "ms", spent, target=PANEL_MS)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        for path in PATHS:
            spent = [_ready(page, f"{url}/economy{path}", panels=not path) for _n in range(TIMES + 1)][1:]
            tell(f"page /economy{path} ready", "s", spent, target=PAGE_S)


def _ready(page: Page, address: str, *, panels: bool) -> float:
    """Seconds from the navigation until everything that it shows stands there."""
    began = time.perf_counter()
    page.goto(address)
    if panels:
        wait_drawn(page)
    else:
        page.wait_for_selector(".listing-body .panel-body")
    return time.perf_counter() - began
