"""One officer sends by keyboard, until the other's screen shows it; and the click as the server sees it.

Each order is taken back before the next. Both browsers and the server share the machine.
"""

import http.client
import json
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import Engine, func, select

from data.engine import make_engine
from data.schema import dispatch, event, responder, task
from tests.bench.figures import tell
from tests.browser import chromium, wait_for
from tests.called import on
from tests.server import serving

ORDERS, CLICKS = 20, 40
READY = "() => { const b = document.querySelector('[data-dispatch-send]'); return b !== null && !b.disabled; }"
LINK = "() => document.documentElement.dataset.link === 'up'"
QUIET = "() => cockpit.pending.size === 0"
HELD = "() => document.querySelector('[data-held-until]') !== null"
NONE = "() => document.querySelector('[data-held-until]') === null"
RESTS_S = 2.5  # after an order was taken back, until both desks have drawn all of it


def measure(database: Path) -> None:
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copy(database, Path(folder) / "desks.db"))
        engine = make_engine(f"sqlite:///{copy}")
        with serving(copy, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
            first, *others = _open(engine, 1 + CLICKS)
            with chromium() as browser:
                _seen(browser.contexts[0], browser.new_context(locale="zh-CN"), url, on(engine, first))
            _clicks(url, engine, others)
        engine.dispose()


def _open(engine: Engine, most: int) -> list[int]:
    with engine.connect() as connection:
        water = (event.c.ended_at.is_(None), event.c.leaf.like("flood.road%"))
        return list(connection.scalars(select(event.c.id).where(*water).order_by(event.c.id.desc()).limit(most)))


def _seen(one: BrowserContext, other: BrowserContext, url: str, subject: str) -> None:
    first, second = (_desk(context, url, subject, n) for n, context in enumerate((one, other), start=1))
    spent = []
    for _ in range(ORDERS):
        began = time.monotonic()
        first.keyboard.press("Control+Enter")
        wait_for(second, HELD)
        spent.append(time.monotonic() - began)
        wait_for(first, HELD)
        first.keyboard.press("Escape")
        for page in (first, second):
            wait_for(page, NONE)
            wait_for(page, QUIET)
        wait_for(first, READY)
        time.sleep(RESTS_S)
    tell("desks: an order sent by one officer to the other's screen, looked at every 50 ms", "s", spent, target=1)


def _desk(context: BrowserContext, url: str, subject: str, officer: int) -> Page:
    page = context.new_page()
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.add_init_script(
        f"sessionStorage.setItem('number', '{officer}'); sessionStorage.setItem('role', 'duty_officer')"
    )
    page.goto(f"{url}/dispatch?on={subject}")
    for question in (READY, LINK, QUIET):
        wait_for(page, question, seconds=60)
    time.sleep(RESTS_S)
    return page


def _clicks(url: str, engine: Engine, events: list[int]) -> None:
    """What the button posts, until the rows of its receipts can be read by another connection."""
    spent = []
    with engine.connect() as connection:
        free = (responder.c.kind.in_(("team", "vehicle")), responder.c.state == "idle", ~_busy(responder.c.id))
        units = connection.scalars(select(responder.c.code).where(*free).order_by(responder.c.id).limit(CLICKS)).all()
    for number, unit in zip(events, units, strict=False):
        began = time.perf_counter()
        answer = _post(url, {"act": "send", "on": on(engine, number), "seq": 0, "key": f"bench-{number}"}, unit)
        with engine.connect() as connection:
            rows = select(func.count()).select_from(task.join(dispatch)).where(dispatch.c.event_id == number)
            written = connection.scalar(rows) or 0
        spent.append((time.perf_counter() - began) * 1000)
        assert written, answer
    tell("desks: click over HTTP to the rows of its receipts", "ms", spent, target=150)


def _busy(responder_id: Any) -> Any:
    """Whether a unit has a task that has not ended."""
    return select(task.c.id).where(task.c.responder_id == responder_id, task.c.ended_at.is_(None)).exists()


def _post(url: str, move: dict[str, Any], unit: str) -> Any:
    sent = move | {"responders": [unit], "confirmed": [unit], "role": "duty_officer", "number": 1, "sign": "b"}
    asked = {"id": "order-act", "property": "data", "value": sent}
    output = {"id": "order-acted", "property": "data"}
    body = {"output": "order-acted.data", "outputs": output, "inputs": [asked], "changedPropIds": ["order-act.data"]}
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    headers = {"Content-Type": "application/json", "Origin": url}
    connection.request("POST", "/_dash-update-component", json.dumps(body), headers)
    return json.loads(connection.getresponse().read())
