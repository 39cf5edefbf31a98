"""What a wall costs while nothing happens: its clock ticks, a minute turns, nobody touches it."""

import time
from pathlib import Path

import psutil

from tests.bench.figures import say
from tests.browser import chromium, wait_drawn
from tests.server import serving

SETTLED_S = 20
REST_S = 90
SIZES = {"1920": (1920, 1080), "5760": (5760, 1080)}


def measure(database: Path) -> None:
    """The demo city without its feed, its clock running."""
    with serving(database, YITU_DEMO_FEED="false") as url, chromium() as browser:
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(url)
            wait_drawn(page)
            page.wait_for_timeout(1000 * SETTLED_S)
            before, began = _spent(), time.monotonic()
            page.wait_for_timeout(1000 * REST_S)
            cost = 100 * (_spent() - before) / (time.monotonic() - began)
            say(f"wall at rest, {name}: the browser, {REST_S} s", "% of a core", round(cost, 2), target=10)
            page.close()


def _spent() -> float:
    """Seconds of processor that all processes of the browser have had."""
    every = psutil.Process().children(recursive=True)
    own = [one.cpu_times() for one in every if "chrom" in one.name()]
    return sum(one.user + one.system for one in own)
