"""Pages of departments that no other part measures: each ready in a browser, and what the newer ones ask, uncached."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from data.briefer import Briefer
from data.catalogue.goals import goals_of
from data.house import House, open_house
from data.queries.catalogue import all_resources
from data.queries.documents import DocumentFilters, listed
from data.queries.openings import goal_rows, with_openings
from data.queries.record_calls import calls
from data.queries.regions import region_of
from data.schema import region
from data.scope import Scope
from data.settings import Settings
from data.times import day_number
from data.view import View
from tests.bench.figures import tell
from tests.bench.queries import milliseconds
from tests.browser import chromium
from tests.server import serving

GUEST = Scope.guest()
PAGES = (
    *("/indicators", "/grids", "/forms", "/documents", "/documents?doc_kind=permit", "/assessment", "/reports"),
    *("/coordination/inspection", "/coordination/campus", "/visits", "/visits?tab=calls", "/catalogue?tab=open"),
    *("/catalogue?tab=shares", "/signals", "/accountability", "/things?register=river", "/tasks"),
)
READY = ":is(.listing-body .panel-body, .forms-main > *, .things-list .ag-row)"
AGAIN = 12


def measure(database: Path) -> None:
    house = open_house(Settings(database_url=f"sqlite:///{database}", _env_file=None), Flask("bench"))
    for name, ask in _asks(house).items():
        ask()  # statements are made at their first use
        tell(f"{name}, uncached", "ms", [milliseconds(ask) for _n in range(AGAIN)], target=30)
    with serving(database, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url, chromium() as browser:
        for path in PAGES:
            waits = []
            for _n in range(4):
                page, began = browser.new_page(), time.perf_counter()
                page.goto(url + path)
                page.wait_for_selector(READY)
                waits.append(time.perf_counter() - began)
                page.close()
            tell(f"page {path} ready", "s", waits[1:], target=2)


def _asks(house: House) -> dict[str, Callable[[], object]]:
    with house.engine.connect() as connection:
        county = str(connection.scalar(select(region.c.code).where(region.c.level == 2, region.c.tree == "spine")))
    return {
        "smart visits of the city": partial(calls, house, View(), GUEST),
        "smart visits of a county": partial(calls, house, View(region=county), GUEST),
        "open data and goals": partial(_goals, house),
        "licences of the city": partial(_licences, house),
    }


def _goals(house: House) -> object:
    now = house.clock.now()
    with house.engine.connect() as connection:
        every = with_openings(connection, all_resources(connection, GUEST, now))
        here = region_of(connection, "", GUEST)
        return goal_rows(connection, goals_of(house), every, here, GUEST, now, "simulated")


def _licences(house: House) -> object:
    me = Briefer(who="account:bench", name="bench", role="duty_officer", scope=GUEST)
    filters = DocumentFilters.lenient({"doc_kind": "permit"})
    with house.engine.connect() as connection:
        here = region_of(connection, "", GUEST)
        return listed(connection, me, here, day_number(house.clock.now()), filters)
