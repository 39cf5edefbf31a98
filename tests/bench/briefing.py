"""A briefing of twelve scenes in two windows of a real browser: the presenter presses, the audience's screen moves.

Both windows run on this machine, so one clock tells of both: from the key to the caption, and to the whole picture.
"""

import json
import urllib.request
from typing import Any

from playwright.sync_api import Page

from tests.bench.figures import tell
from tests.browser import chromium, wait_for

DWELL_MS = 1_500  # a presenter says a sentence before the next key
ROUNDS = 3
JUMPS = (7, 1, 10, 4, 12, 3, 9, 2, 11, 5, 8, 6)
METRICS = ("density", "events", "risk", "population")
PANELS = ("warnings", "funnel", "ticker", "risk", "backlog", "trend")
PRESSED = "(key) => { window.pressedAt = Date.now(); window.dispatchEvent(new KeyboardEvent('keydown', { key })); }"
DRAWN = "(n) => document.querySelector('[data-stage]')?.dataset.drawn === `${n}|`"
JUMPED = "(n) => { window.pressedAt = Date.now(); document.querySelectorAll('.speaker-strip button')[n - 1].click(); }"


def measure(url: str) -> None:
    code = post(f"{url}/briefing/data/make", {"title": "测速", "scenes": _scenes(url)})["code"]
    show = post(f"{url}/briefing/data/{code}/show", {})["show"]
    with chromium() as browser:
        audience = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        speaker = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        audience.goto(f"{url}/briefing/stage/{code}/{show}/audience")
        speaker.goto(f"{url}/briefing/speak/{show}")
        wait_for(audience, DRAWN, 1, seconds=60)
        speaker.wait_for_selector(".speaker-strip button")
        speaker.wait_for_timeout(6_000)  # while the presenter greets
        _told(audience, speaker)
    post(f"{url}/briefing/data/{code}/remove", {})


def _told(audience: Page, speaker: Page) -> None:
    there = [n for _round in range(ROUNDS) for n in (*range(2, 13), *range(11, 0, -1))]
    at, follows, whole = 1, [], []
    for n in there:
        speaker.evaluate(PRESSED, "ArrowRight" if n > at else "ArrowLeft")
        at = n
        shown, drawn = _moments(audience, speaker, n)
        follows.append(shown)
        whole.append(drawn)
    tell("briefing: audience follows the presenter, key to caption", "ms", follows, target=300)
    tell("briefing: scene change, key to the whole picture", "ms", whole, target=400)
    jumps = []
    for n in JUMPS:
        speaker.evaluate(JUMPED, n)
        jumps.append(_moments(audience, speaker, n)[1])
    tell("briefing: jump to any scene, to the whole picture", "ms", jumps)


def _moments(audience: Page, speaker: Page, n: int) -> tuple[float, float]:
    """From the key to the caption and to the whole picture of scene `n` on the audience's screen."""
    wait_for(audience, DRAWN, n, seconds=30)
    told = audience.evaluate("() => ({ ...document.querySelector('[data-stage]').dataset })")
    pressed = speaker.evaluate("() => window.pressedAt")
    speaker.wait_for_timeout(DWELL_MS)
    return int(told["shownAt"]) - pressed, int(told["drawnAt"]) - pressed


def _scenes(url: str) -> list[dict[str, Any]]:
    """The city and its counties by turns, in several metrics, each with a panel beside it; the last are pages."""
    rows = get(f"{url}/api/v1/panels/ranking.json")["rows"]
    regions = ["", *(row["code"] for row in rows if row.get("code"))][:4]
    scenes = [
        {
            "path": f"/?region={regions[n % len(regions)]}&metric={METRICS[n % len(METRICS)]}".replace("region=&", ""),
            "title": f"第 *{n + 1}* 幕",
            "sentence": "测速用",
            "emphasis": {"panels": [PANELS[n % len(PANELS)]]},
            "transition": "fade" if n % 3 else "none",
        }
        for n in range(10)
    ]
    return [*scenes, {"path": "/panel/trend", "title": "第 *11* 幕"}, {"path": "/risk", "title": "第 *12* 幕"}]


def get(url: str) -> Any:
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    with urllib.request.urlopen(asked) as answer:
        told: dict[str, Any] = json.load(answer)
        return told
