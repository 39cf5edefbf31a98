"""The demo's own reports in a browser, from the address to the last piece drawn; and every piece uncached."""

import time
from functools import partial

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from components.reports_panels import shown_by
from data.engine import make_engine
from data.house import open_house
from data.queries.reports import version_of
from data.schema import report
from data.scope import Scope
from data.settings import Settings
from data.view import View
from tests.bench.figures import tell
from tests.bench.queries import milliseconds
from tests.browser import chromium, wait_for

VISITS, ASKED = 8, 12
DRAWN = """() => { const all = [...document.querySelectorAll('.report-grid [data-panel]')];
  return all.length > 4 && all.every((one) => one.dataset.state !== 'loading'); }"""


def measure(database: str, url: str) -> None:
    engine = make_engine(database)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(report).order_by(report.c.id)).mappings()]
        versions = [version_of(connection, row) for row in rows]
    engine.dispose()
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        ready = [_ready(page, f"{url}/reports/{row['code']}") for _n in range(VISITS) for row in rows]
    tell("reports: a report ready, all its pieces drawn", "s", ready, target=2)
    house = open_house(Settings(database_url=database, _env_file=None), Flask("bench"))
    spent = []
    for version in versions:
        for piece in version.pieces:
            if piece.kind in ("panel", "indicator"):
                view = piece.seen(View.lenient(version.query)[0])
                spent += [milliseconds(partial(shown_by(piece).ask, house, view, Scope.guest())) for _n in range(ASKED)]
    tell("reports: a piece, uncached", "ms", spent, target=30)


def _ready(page: Page, there: str) -> float:
    began = time.monotonic()
    page.goto(there)
    wait_for(page, DRAWN, seconds=30)
    return time.monotonic() - began
