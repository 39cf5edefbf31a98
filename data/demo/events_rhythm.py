"""How many demo events of each category an hour brings: day, week, season, weather."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.events_weather import rain, storm_near
from data.times import local
from data.words import CATEGORIES

Floats = NDArray[np.float64]

HOUR = 3600
# Share of a category on a plain day, and by how much a storm overhead multiplies it (added to 1).
SHARE = {
    "sanitation": (0.26, -0.5),
    "facility": (0.17, 5.0),
    "traffic": (0.13, 8.0),
    "safety": (0.12, 10.0),
    "dispute": (0.10, -0.5),
    "ecology": (0.07, 0.5),
    "flood": (0.025, 90.0),
    "livelihood": (0.125, 2.0),
}
# Relative load at each full hour, midnight to midnight: peaks at ten and at four, quiet nights.
MORNING = (0.12, 0.08, 0.06, 0.06, 0.08, 0.15, 0.4, 0.85, 1.6, 2.2, 2.4, 1.8)
CLOCK = (*MORNING, 1.0, 0.95, 1.5, 2.0, 2.1, 1.6, 1.0, 0.85, 0.7, 0.5, 0.3, 0.2, 0.12)
WEEK = (1.08, 1.04, 1.02, 1.02, 1.05, 0.74, 0.66)  # Monday first
SEASON = (0.9, 0.82, 0.95, 1.0, 1.04, 1.08, 1.1, 1.1, 1.05, 0.98, 0.97, 0.95)  # January first
NIGHT_LOAD = 0.6  # how far a storm overhead levels out the clock
DAY_NOISE = 0.07


@dataclass(frozen=True)
class Rhythm:
    """`load[h, c]`: relative number of reports of category c in the hour that starts at `hours[h]`."""

    hours: NDArray[np.int64]
    storm: Floats
    load: Floats


def rhythm(connection: Connection, rng: np.random.Generator, start: datetime, hours: int) -> Rhythm:
    """The hours following `start`."""
    begin = int(start.timestamp()) + HOUR * np.arange(hours, dtype=np.int64)
    middle = [local(datetime.fromtimestamp(int(s) + HOUR // 2, UTC)) for s in begin]
    month = np.array([at.month for at in middle])
    day = np.array([at.toordinal() for at in middle])
    storm = storm_near(connection, begin)
    weather = np.maximum(storm, rain(rng, begin, month))
    clock = np.interp([at.hour + at.minute / 60 for at in middle], np.arange(25), CLOCK)
    level = weather * NIGHT_LOAD
    plain = (1 - level) * clock + level * np.mean(CLOCK)
    plain *= np.array(WEEK)[(day - 1) % 7] * np.array(SEASON)[month - 1]
    plain *= rng.lognormal(0, DAY_NOISE, day.max() - day.min() + 1)[day - day.min()]
    share, gain = np.array([SHARE[name] for name in CATEGORIES]).T
    load = plain[:, None] * share * (1 + weather[:, None] * gain)
    return Rhythm(hours=begin, storm=storm, load=load)
