"""The days of all demo stations, one after the other: what each gauge tells at every moment, and who is silent."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.base_dice import dice
from data.demo.events_weather import storm_near
from data.demo.station_signals import DAY_S, STEP_S, Floats, Weather, signals
from data.readings.kinds import MEASURES

Ints = NDArray[np.int64]
Storm = Callable[[Ints], Floats]  # how much of a storm is felt at these moments
SILENT = 0.03  # share of stations that fall silent in a day
SILENT_H = (2.0, 40.0)  # for how long
SPIN_DAYS = 30  # days after which the ground has forgotten how it began
DAYS_SILENT = 3  # a day's silence may begin on it or on one of the two before


@dataclass(frozen=True, eq=False)
class Posts:
    """The demo's stations in the order of their ids, which begin at 1."""

    kinds: Sequence[str]
    lon: Floats
    lat: Floats
    gauges: list[tuple[int, str]] = field(init=False)  # (station, quantity) in the order of their ids

    def __post_init__(self) -> None:
        named = [(n, quantity) for n, kind in enumerate(self.kinds, 1) for quantity in MEASURES[kind]]
        object.__setattr__(self, "gauges", named)

    def of_kinds(self) -> Iterator[tuple[str, Ints]]:
        """Each kind with the places of its stations."""
        kinds = np.array(self.kinds)
        for kind in dict.fromkeys(self.kinds):
            yield kind, np.flatnonzero(kinds == kind)


@dataclass(frozen=True, eq=False)
class Day:
    """A row of `values` a gauge, a column a moment of `times` (epoch seconds); NaN where its station is silent."""

    number: int  # since 1970 UTC
    times: Ints
    values: Floats


def days(posts: Posts, seed: int, storm: Storm, first: int) -> Iterator[Day]:
    """Day after day from `first` on, on ground that is dry when it begins; without end."""
    held = {kind: np.zeros(len(here)) for kind, here in posts.of_kinds()}
    rows = {key: row for row, key in enumerate(posts.gauges)}
    number = first
    while True:
        times = np.arange(number * DAY_S, (number + 1) * DAY_S, STEP_S)
        felt, values = storm(times), np.empty((len(posts.gauges), len(times)))
        for kind, here in posts.of_kinds():
            told, held[kind] = signals(seed, kind, Weather(times, felt, posts.lon[here], posts.lat[here]), held[kind])
            for quantity, some in told.items():
                values[[rows[int(one) + 1, quantity] for one in here]] = some
        quiet = silence(seed, number, len(posts.kinds))[[station - 1 for station, _quantity in posts.gauges]]
        yield Day(number, times, np.where(quiet, np.nan, np.round(values, 2) + 0.0))
        number += 1


def silence(seed: int, number: int, stations: int) -> NDArray[np.bool_]:
    """Which stations (rows) say nothing at which moments of the day (columns)."""
    times = np.arange(number * DAY_S, (number + 1) * DAY_S, STEP_S)
    quiet = np.zeros((stations, len(times)), dtype=bool)
    for day in range(number - DAYS_SILENT + 1, number + 1):
        rng = dice(seed, "silent", str(day))
        falls, since = rng.random(stations) < SILENT, (day + rng.random(stations)) * DAY_S
        until = since + rng.uniform(*SILENT_H, stations) * 3_600
        quiet |= falls[:, None] & (times >= since[:, None]) & (times < until[:, None])
    return quiet


def storms_from(connection: Connection, first: int, last: int) -> Storm:
    """What is felt of the storms that the city knows, for the days `first` to `last`; calm after them."""
    hours = np.arange(first * DAY_S - 3_600, (last + 1) * DAY_S + 3_601, 3_600)
    felt = storm_near(connection, hours)
    return lambda times: np.interp(times, hours, felt, right=0.0)
