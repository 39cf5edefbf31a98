"""The wall in a real browser: ready, level switch, weight."""

import random
import time

from playwright.sync_api import Browser, Page

from tests.bench.figures import tell
from tests.browser import chromium, wait_drawn

SIZE = {"width": 1920, "height": 1080}
SWITCHES = 30
OPENINGS = 8
# Resolves with the milliseconds from the click until all panels and the map's areas are painted for the new region.
SWITCH = """(code) => new Promise((resolve) => {
  const began = performance.now();
  const panels = [...document.querySelectorAll('[data-panel]')];
  const look = () => {
    const fresh = panels.every((panel) => panel.dataset.region === code && panel.dataset.state !== 'loading');
    const drawn = fresh && document.querySelector('[data-testid="map"]').dataset.drawn === code;
    if (drawn) requestAnimationFrame(() => resolve(performance.now() - began));
    else requestAnimationFrame(look);
  };
  const roots = ['[data-panel="ranking"]', '[data-testid="breadcrumb"]'];
  const places = roots.map((root) => `${root} [data-region-code="${code}"]`);
  document.querySelector(places.join(',')).click();
  look();
})"""


def measure(url: str) -> None:
    with chromium() as browser:
        _weight(browser, url)
        _ready(browser, url)
        _switches(browser, url)


def _weight(browser: Browser, url: str) -> None:
    """Bytes over the wire for a first visit with an empty cache."""
    page = browser.new_page(viewport=SIZE)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"] / 1e6))
    page.goto(url)
    wait_drawn(page)
    page.wait_for_load_state("networkidle", timeout=10_000)
    tell("page weight, first visit, compressed", "MB", [sum(sizes)], target=3)
    page.close()


def _ready(browser: Browser, url: str) -> None:
    """Navigation to all panels drawn, in a browser that has been here before."""
    page = browser.new_page(viewport=SIZE)
    spent = []
    for n in range(OPENINGS + 1):
        began = time.perf_counter()
        page.goto(url)
        wait_drawn(page)
        if n:
            spent.append(time.perf_counter() - began)
    tell("wall ready, warm", "s", spent, target=2.5)
    page.close()


def _switches(browser: Browser, url: str) -> None:
    """Down and up through the levels, at random, by clicks on the list below and the breadcrumb."""
    page, dice = browser.new_page(viewport=SIZE), random.Random(7)
    page.goto(url)
    wait_drawn(page)
    spent = []
    for _ in range(SWITCHES):
        spent.append(page.evaluate(SWITCH, _next(page, dice)))
        page.wait_for_timeout(400)
    tell("level switch, click to all panels drawn", "ms", spent, target=500)
    page.close()


def _next(page: Page, dice: random.Random) -> str:
    codes = "nodes => nodes.map(node => node.dataset.regionCode)"
    below = page.eval_on_selector_all('[data-panel="ranking"] [data-region-code]', codes)
    above = page.eval_on_selector_all('[data-testid="breadcrumb"] [data-region-code]', codes)[:-1]
    return dice.choice(above if above and (not below or dice.random() < 0.4) else below)
