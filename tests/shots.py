"""`make shots`: retake the pictures of README and docs from the demo city, with the browser of the tests.

`python -m tests.shots wall town` retakes those whose names begin so.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, ViewportSize

from data.handout.pdf import pictures
from data.house import open_house
from data.settings import ROOT, Settings
from tests.bench.__main__ import DATABASE
from tests.bench.briefing import get, post
from tests.browser import chromium, wait_drawn
from tests.handout.paper import laid_out
from tests.profiles import PROFILES
from tests.server import serving

IMAGES = ROOT / "docs" / "img"
# name, address, region every panel must show, width, height
SHOTS = (
    *((f"wall-{name}", "/", "350300", width, height) for name, width, height in PROFILES),
    ("far-1920", "/?distance=4.5", "350300", 1920, 1080),
    ("town-1920", "/?region=350304100", "350304100", 1920, 1080),
    ("light-1920", "/?region=350304&skin=light", "350304", 1920, 1080),
    ("events-1920", "/events?window=7d", "350300", 1920, 1080),
    ("risk-1920", "/risk", "350300", 1920, 1080),
    ("dispatch-1920", "/dispatch", "350300", 1920, 1080),
    ("panel-1920", "/panel/funnel?region=350304&window=30d", "350304", 1920, 1080),
    ("economy-1920", "/economy", "350300", 1920, 1080),
    ("window-1920", "/themes/city/window", "350300", 1920, 1080),
    ("home-1920", "/home", "", 1920, 1080),
    ("screens-1920", "/screens", "", 1920, 1080),
)
KEYS = {"dispatch-1920": "j" * 11}  # down the queue, to one that has its order
HIGHEST = 1080  # px
TOKENS = ROOT / "assets" / "css" / "00-tokens.css"
COLOUR = re.compile(r"#([0-9A-F]{6})")
SCENE, BRIEFED = 4, 6_000  # of the briefing; ms for it to stand
WALL: ViewportSize = {"width": 1920, "height": 1080}
SETTLED = 1_500  # ms for map labels and plots after the last panel has drawn


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    wanted = tuple(sys.argv[1:]) or ("",)
    with serving(DATABASE, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url, chromium() as browser:
        for name, path, region, width, height in SHOTS:
            if name.startswith(wanted):
                _take(browser, url + path, name, region, width, height)
        _brief(browser, url, wanted)
        if "handout".startswith(wanted):
            _print(url)


def _brief(browser: Browser, url: str, wanted: tuple[str, ...]) -> None:
    """The briefing that the demo comes with: before its audience, before its presenter and as it is made."""
    code = get(f"{url}/briefing/data/own")[0]["code"]
    show = post(f"{url}/briefing/data/{code}/show", {"scene": SCENE})["show"]
    every = {"stage-1920": f"stage/{code}/{show}/audience", "speaker-1920": f"speak/{show}"}
    every |= {"edit-1920": f"edit/{code}#{SCENE}"}
    windows = {name: path for name, path in every.items() if name.startswith(wanted)}
    pages = {name: browser.new_page(viewport=WALL, locale="zh-CN") for name in windows}
    for name, page in pages.items():
        page.goto(f"{url}/briefing/{windows[name]}")
        page.wait_for_timeout(BRIEFED)
    for name, page in pages.items():
        _kept(page.screenshot(), IMAGES / f"{name}.png")
        page.close()
        print(IMAGES / f"{name}.png")
    post(f"{url}/briefing/data/shows/{show}/moves", {"move": "end"})


def _print(url: str) -> None:
    """The page of a scene as it is taken along."""
    code = get(f"{url}/briefing/data/own")[0]["code"]
    told = Settings(database_url=f"sqlite:///{DATABASE}", demo_clock=False, _env_file=None)
    home = open_house(told, Flask("shots"))
    pages = pictures(laid_out(home, code, live=True, notes=True), ppi=72)
    _kept(pages[SCENE - 1], IMAGES / "handout.png")
    home.engine.dispose()
    print(IMAGES / "handout.png")


def _take(browser: Browser, url: str, name: str, region: str, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.goto(url)
    if region:
        wait_drawn(page, region)
    page.keyboard.type(KEYS.get(name, ""), delay=100)
    page.wait_for_timeout(SETTLED)
    _kept(page.screenshot(), IMAGES / f"{name}.png")
    page.close()
    print(IMAGES / f"{name}.png")


def _kept(picture: bytes, path: Path) -> None:
    """Small enough for a repository: no higher than 1080 px, in 256 colours, the skins' own among them."""
    with Image.open(BytesIO(picture)) as taken:
        shown = taken.convert("RGB")
        shown.thumbnail((shown.width, HIGHEST), Image.Resampling.LANCZOS)
        tokens = [int(colour, 16).to_bytes(3) for colour in dict.fromkeys(COLOUR.findall(TOKENS.read_text()))]
        others = shown.quantize(256 - len(tokens)).getpalette() or []
        palette = Image.new("P", (1, 1))
        palette.putpalette([*b"".join(tokens), *others])
        shown.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
