"""Pages of coordinated visits of the demo city: each tab ready, and each of its questions alone."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from components.coordination_page import coordination_drawn
from data.coordination.kind import Kind, kinds_of
from data.coordination.overlap import overlaps, suggestions
from data.coordination.words import TABS
from data.house import House, open_house
from data.queries.coordination_calls import Asked, listed, open_calls
from data.queries.coordination_counts import BY, counted
from data.queries.coordination_dangers import dangers, hot
from data.queries.coordination_demands import demands
from data.queries.regions import region_of
from data.scope import Scope
from data.settings import Settings
from data.times import day_number
from data.view import View
from tests.bench.figures import tell
from tests.bench.queries import milliseconds

AGAIN = 12


def measure(database: Path) -> None:
    """p95 over the kinds of the city, each asked of the whole of it."""
    settings = Settings(database_url=f"sqlite:///{database}", demo=True, demo_feed=False, _env_file=None)
    house = open_house(settings, Flask("coordination"))
    ready = []
    for one in kinds_of(house).kinds.values():
        for tab in TABS:
            began = time.perf_counter()
            coordination_drawn(house, View(), {"of": one.code, "tab": tab})
            ready.append(time.perf_counter() - began)
    tell("page of coordinated visits drawn, each tab", "s", ready, target=2)
    spent = [
        milliseconds(ask) for one in kinds_of(house).kinds.values() for ask in _asks(house, one) for _n in range(AGAIN)
    ]
    tell("questions of coordinated visits, uncached", "ms", spent, target=30)


def _asks(house: House, kind: Kind) -> list[Callable[[], Any]]:
    everybody = Scope.guest()
    asks: list[Callable[[], Any]] = [partial(counted, house, kind, "", everybody, "", by) for by in BY]
    asks.append(partial(listed, house, kind, "", everybody, Asked(), 100))
    return [*asks, partial(_overlaps, house, kind), partial(_rest, house, kind)]


def _overlaps(house: House, kind: Kind) -> None:
    today = day_number(house.clock.now())
    with house.engine.connect() as connection:
        here = region_of(connection, "", Scope.guest())
        calls = open_calls(connection, kind, here, Scope.guest(), today, today + 30)
    suggestions(kind, calls, overlaps(kind, calls))


def _rest(house: House, kind: Kind) -> None:
    with house.engine.connect() as connection:
        here = region_of(connection, "", Scope.guest())
        dangers(connection, kind, here, Scope.guest())
        hot(connection, kind, here, Scope.guest(), house.clock.now())
        demands(connection, kind, here, Scope.guest())
