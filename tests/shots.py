"""`make shots`: retake the pictures of the README from the demo city, with the browser of the tests."""

from playwright.sync_api import Browser, ViewportSize

from data.settings import ROOT
from tests.bench.__main__ import DATABASE
from tests.bench.briefing import get, post
from tests.browser import chromium, wait_drawn
from tests.server import serving

IMAGES = ROOT / "docs" / "img"
# name, address, region every panel must show, width, height
SHOTS = (
    ("wall-1920", "/", "350300", 1920, 1080),
    ("wall-1366", "/", "350300", 1366, 768),
    ("wall-5760", "/", "350300", 5760, 1080),
    ("town-1920", "/?region=350304100", "350304100", 1920, 1080),
    ("light-1920", "/?region=350304&skin=light", "350304", 1920, 1080),
    ("events-1920", "/events?window=7d", "350300", 1920, 1080),
    ("risk-1920", "/risk", "350300", 1920, 1080),
    ("dispatch-1920", "/dispatch", "350300", 1920, 1080),
    ("panel-1920", "/panel/funnel?region=350304&window=30d", "350304", 1920, 1080),
)
KEYS = {"dispatch-1920": "j" * 11}  # down the queue, to one that has its order
SCENE, BRIEFED = 4, 6_000  # of the briefing; ms for it to stand
WALL: ViewportSize = {"width": 1920, "height": 1080}
SETTLED = 1_500  # ms for map labels and plots after the last panel has drawn


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with serving(DATABASE, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url, chromium() as browser:
        for name, path, region, width, height in SHOTS:
            _take(browser, url + path, name, region, width, height)
        _brief(browser, url)


def _brief(browser: Browser, url: str) -> None:
    """The briefing that the demo comes with, before its audience and before its presenter."""
    code = get(f"{url}/briefing/data/own")[0]["code"]
    show = post(f"{url}/briefing/data/{code}/show", {"scene": SCENE})["show"]
    windows = {"stage-1920": f"stage/{code}/{show}/audience", "speaker-1920": f"speak/{show}"}
    pages = {name: browser.new_page(viewport=WALL, locale="zh-CN") for name in windows}
    for name, page in pages.items():
        page.goto(f"{url}/briefing/{windows[name]}")
        page.wait_for_timeout(BRIEFED)
    for name, page in pages.items():
        page.screenshot(path=IMAGES / f"{name}.png")
        page.close()
        print(IMAGES / f"{name}.png")
    post(f"{url}/briefing/data/shows/{show}/moves", {"move": "end"})


def _take(browser: Browser, url: str, name: str, region: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.goto(url)
    wait_drawn(page, region)
    page.keyboard.type(KEYS.get(name, ""), delay=100)
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()
    print(IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
