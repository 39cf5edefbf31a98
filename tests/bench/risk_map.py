"""How long the map of /risk holds the browser's main thread while it is panned with every layer on.

As it opens, over the whole city; over a town, where most cameras stand; and so close there that things stand singly
and the ground that each camera sees is drawn. Measure it on a quiet machine: the browser counts what a task waits, too.
"""

import json
from urllib.parse import urlencode

from playwright.sync_api import Page

from data.view import LAYERS
from tests.bench.figures import say, tell
from tests.browser import chromium, wait_drawn

WIDTH, HEIGHT = 1920, 1080
SWEEPS = ((-320, 0), (0, -180), (320, 0), (0, 180)) * 3  # pixels of each drag
STEPS = 12  # moves of the pointer in a drag
SETTLE_MS = 600  # until the points of the new view are drawn
WATCH = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.longTasks.push(duration)))
    .observe({ type: 'longtask' });
}"""
TARGET_MS = 200
CLOSE = {"a town": 14, "streets": 17}  # zoom
SECTORS = 20  # at least, or what cameras see was not panned
GO = "([lon, lat, zoom]) => cockpit.map.main.setView([lat, lon], zoom, { animate: false })"


def measure(url: str) -> None:
    """The browser tells of tasks of 50 ms and more; `0` stands for a drag without any."""
    with chromium() as browser:
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
        page.goto(f"{url}/risk?layers={','.join(LAYERS)}")
        wait_drawn(page)
        page.wait_for_timeout(2_000)
        page.evaluate(WATCH)
        _sweep(page, "as it opens")
        crowded = _crowded(page, url)
        for where, zoom in CLOSE.items():
            page.evaluate(GO, [*crowded, zoom])
            page.wait_for_timeout(2_000)
            _sweep(page, where)
        n = page.locator("path.sight").count()
        say("/risk map streets, sectors of cameras drawn", "sectors", n, target=SECTORS, least=True)


def _sweep(page: Page, where: str) -> None:
    longest = [_drag(page, dx, dy) for dx, dy in SWEEPS]
    tell(f"/risk map panned with all layers, {where}, longest task of a drag", "ms", longest, target=TARGET_MS, at=1)
    say(f"/risk map {where}, points drawn at the end", "points", page.locator(".map-point").count())


def _crowded(page: Page, url: str) -> list[float]:
    """Where the most cameras stand together."""
    asked = {"layers": "camera", "bbox": page.evaluate("() => cockpit.map.bbox()"), "zoom": 11}
    answer = page.request.get(f"{url}/api/v1/map/points.json?{urlencode(asked)}")
    return max(json.loads(answer.body())["features"], key=lambda one: one["properties"]["n"])["geometry"]["coordinates"]


def _drag(page: Page, dx: int, dy: int) -> float:
    """The longest task of one drag and of what it fetched and drew, in ms."""
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2 - dx / 2, box["y"] + box["height"] / 2 - dy / 2
    page.evaluate("() => { window.longTasks.length = 0; }")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=STEPS)
    page.mouse.up()
    page.wait_for_timeout(SETTLE_MS)
    return float(page.evaluate("() => Math.max(0, ...window.longTasks)"))
