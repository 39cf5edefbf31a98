"""How long the map of /risk holds the browser's main thread while it is panned with every layer on."""

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


def measure(url: str) -> None:
    """The browser tells of tasks of 50 ms and more; `0` stands for a drag without any."""
    with chromium() as browser:
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
        page.goto(f"{url}/risk?layers={','.join(LAYERS)}")
        wait_drawn(page)
        page.wait_for_timeout(2_000)
        page.evaluate(WATCH)
        longest = [_drag(page, dx, dy) for dx, dy in SWEEPS]
        points = page.locator(".map-point").count()
    tell("/risk map panned with all layers, longest task of a drag", "ms", longest, target=TARGET_MS, at=1)
    say("/risk map, points drawn at the end", "points", points)


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
