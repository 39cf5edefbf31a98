"""Lists and archives: each page until it is drawn in a browser; the list and each block uncached, at every level."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from data.archive import life, place, records
from data.briefer import briefer
from data.house import House, open_house
from data.ledgers.fields import dictionary
from data.queries.asked import asked
from data.queries.grids import grids_in
from data.queries.lists import Wanted, listed
from data.queries.profiles import profile_of
from data.schema import region
from data.scope import Scope
from data.settings import Settings
from data.view import View
from tests.bench.figures import tell
from tests.browser import chromium
from tests.server import serving

GUEST = Scope.guest()
PAGES = {"/lists?region={code}": "[data-testid=lists-page] .lists tr", "/archive/{code}": ".archive-block dl"}
AGAIN = 5


def measure(database: Path) -> None:
    house = open_house(Settings(database_url=f"sqlite:///{database}", _env_file=None), Flask("bench"))
    codes = _codes(house)
    listed(house, View(), GUEST, Wanted())  # statements are made at their first use
    grids_in(house, View(region=codes[0]), GUEST)
    spent = [_took(partial(listed, house, View(region=code), GUEST, Wanted())) for code in codes]
    tell("lists of a region, uncached", "ms", spent, target=30)
    spent = [_took(partial(grids_in, house, View(region=code, window="30d"), GUEST)) for code in codes]
    tell("grids of a region, uncached", "ms", spent, target=30)
    for name, work in _blocks(house).items():
        _block(house, codes[0], work)
        tell(f"archive block {name}, uncached", "ms", [_block(house, code, work) for code in codes], target=30)
    with serving(database, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url, chromium() as browser:
        for path, there in PAGES.items():
            waits = []
            for code in codes[1 : 1 + AGAIN]:
                page, began = browser.new_page(), time.perf_counter()
                page.goto(url + path.format(code=code))
                page.wait_for_selector(there)
                waits.append(time.perf_counter() - began)
                page.close()
            tell(f"page {path.partition('{')[0]} drawn in a browser", "s", waits, target=2)


def _codes(house: House) -> list[str]:
    """A county, then towns and villages of all of them."""
    found = []
    with house.engine.connect() as connection:
        for level, step in ((2, 1), (3, 4), (4, 60)):
            of = select(region.c.code).where(region.c.tree == "spine", region.c.level == level).order_by(region.c.lo)
            found += list(connection.scalars(of))[::step]
    return found


def _blocks(house: House) -> dict[str, Callable[[Any, Any], object]]:
    return {
        "place": lambda a, known: place.place(a),
        "people": lambda a, known: place.people(a),
        "land": records.land,
        "ledgers": records.ledgers,
        "assets": lambda a, known: life.assets(a),
        "enterprises": lambda a, known: records.enterprises(a, known, GUEST),
        "projects": lambda a, known: records.projects(a, known, GUEST),
        "events": lambda a, known: life.events(a, life.newest_events(house, View(region=a.here.code), GUEST)),
        "lists": lambda a, known: life.lists(a, life.open_items(house, View(region=a.here.code), GUEST)),
        "indicators": lambda a, known: life.indicators(a),
        "documents": lambda a, known: life.documents(a, GUEST, briefer(house)),
        "profile": lambda a, known: profile_of(a.connection, a.here, GUEST),
    }


def _block(house: House, code: str, work: Callable[[Any, Any], object]) -> float:
    with asked(house, View(region=code, window="ytd"), GUEST) as a:
        known = dictionary(a.connection)
        return _took(partial(work, a, known))


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
