"""The readings of the demo city go on: each station tells what the simulated days have for it when the clock is there.

A station's word arrives some time after its moment, later from some stations than from others, so that they do not all
speak at once. Told once, however many workers serve the house: how far has been told is a fact that is moved on in the
transaction that takes the readings.
"""

import json
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Engine, select

from data.commands.facts import fact, swap_fact
from data.commands.readings import Told, take
from data.demo.station_days import SPIN_DAYS, Day, Ints, Posts, days, storms_from
from data.demo.station_signals import DAY_S, STEP_S
from data.demo.stations import TOLD
from data.engine import writing
from data.house import House
from data.rounds import Rounds
from data.schema import station
from data.scope import Scope

SECONDS = 15
ORIGIN = "demo"
LATEST_S = 240  # no word arrives later than this after its moment
CATCH_UP_S = 3_600  # after a stop no more than this is told: what lies before stays a gap
BATCH_S = 600  # of the city's time in one transaction


class _Made(NamedTuple):
    """A day with the stations that tell it: their codes in the order of their ids."""

    codes: list[str]
    posts: Posts
    day: Day


class Feed:
    """Tells what is due; keeps the days at hand between two looks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made: dict[tuple[int, int], _Made] = {}  # by seed and day: today, and for some minutes yesterday

    def tell_due(self, now: datetime) -> int:
        """Take all readings that have arrived by `now`; how many. Nothing where no simulated stations are."""
        taken, until = 0, int(now.timestamp())
        while (known := self._known()) is not None:
            state = json.loads(known)
            since = max(int(state["told"]), until - CATCH_UP_S)
            if since >= until:
                return taken
            upto = min(since + BATCH_S, until)
            told = self._due(state, since, upto)
            with writing(self._engine) as connection:
                if not swap_fact(connection, TOLD, known, json.dumps(state | {"told": upto})):
                    return taken  # another worker tells
                if told:
                    take(connection, told, ORIGIN, Scope.guest(), now)
            taken += len(told)
        return taken

    def _known(self) -> str | None:
        with self._engine.connect() as connection:
            return fact(connection, TOLD)

    def _due(self, state: dict[str, Any], since: int, upto: int) -> list[Told]:
        """What arrives after `since` and not after `upto`."""
        numbers = range((since - LATEST_S) // DAY_S, upto // DAY_S + 1)
        keys = [(int(state["seed"]), number) for number in numbers]
        self._made = {key: self._made.get(key) or self._make(state, key[1]) for key in keys}
        return [one for key in keys for one in _arrived(self._made[key], since, upto)]

    def _make(self, state: dict[str, Any], number: int) -> _Made:
        """The day from ground that was dry when the demo began, or long enough ago."""
        first = max(int(state["first"]), number - SPIN_DAYS)
        about = (station.c.code, station.c.kind, station.c.lon, station.c.lat)
        with self._engine.connect() as connection:
            ours = (station.c.id <= state["stations"], station.c.provenance == "simulated")
            mine = select(*about).where(*ours).order_by(station.c.id)
            rows = connection.execute(mine).all()
            storm = storms_from(connection, first, number)
        lon, lat = (np.array([getattr(row, name) for row in rows], dtype=float) for name in ("lon", "lat"))
        posts = Posts([row.kind for row in rows], lon, lat)
        made = days(posts, int(state["seed"]), storm, first)
        return _Made([row.code for row in rows], posts, next(islice(made, number - first, None)))


def start_reading_feed(house: House) -> Rounds:
    """A running feed for this house; several processes may each have one."""
    feed = Feed(house.engine)
    rounds = Rounds("demo-readings", lambda: feed.tell_due(house.clock.now()), SECONDS)
    rounds.start()
    return rounds


def delays(posts: Posts) -> Ints:
    """Seconds from a moment to when the word of each gauge arrives: always the same for a station."""
    return np.array([number * 37 % (LATEST_S + 1) for number, _quantity in posts.gauges], dtype=np.int64)


def _arrived(made: _Made, since: int, upto: int) -> list[Told]:
    times = made.day.times
    window = np.flatnonzero((times > since - LATEST_S - STEP_S) & (times <= upto))
    values, arrivals = made.day.values[:, window], times[window][None, :] + delays(made.posts)[:, None]
    due = (arrivals > since) & (arrivals <= upto) & ~np.isnan(values)
    moments = [datetime.fromtimestamp(int(at), UTC) for at in times[window]]
    found = []
    for gauge, step in zip(*np.nonzero(due), strict=True):
        number, quantity = made.posts.gauges[gauge]
        found.append(Told(made.codes[number - 1], quantity, moments[step], float(values[gauge, step])))
    return found
