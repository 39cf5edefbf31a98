"""What demo stations measure in a storm: simple answers of the ground to one simulated rain, a day at a time.

Nothing here is a model of a catchment: levels and depths follow rain through one reservoir each (an exponential
recession), tides are the semidiurnal M2 and S2 constituents with a surge. Numbers are round and simulated. A day
follows from its number, the seed and what the ground held at its beginning: it comes out the same whenever it is made.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.demo.base_dice import dice

Floats = NDArray[np.float64]
Told = dict[str, Floats]  # by quantity: a row a station, a column a moment
DAY_S = 86_400
STEP_S = 300
STEP_H = STEP_S / 3_600
M2_H, S2_H = 12.4206, 12.0
RECEDE_H = {
    "river": 9.0,
    "waterlog": 1.5,
    "underpass": 2.5,
    "street": 1.0,
    "reservoir": 72.0,
    "soil": 120.0,
    "wind": 48.0,
}  # down to 1/e in so long
LIMITS: dict[tuple[str, str], dict[str, float]] = {
    ("river", "level"): {"caution": 6.5, "guarantee": 8.0},
    ("reservoir", "level"): {"flood": 61.0, "design": 65.0},
    ("tide", "tide"): {"caution": 3.6, "guarantee": 4.2},
    ("waterlog", "depth"): {"caution": 15.0, "guarantee": 30.0},
    ("underpass", "depth"): {"caution": 15.0, "guarantee": 27.0},
    ("street", "depth"): {"caution": 15.0, "guarantee": 27.0},
    ("gas", "gas"): {"caution": 10.0, "guarantee": 20.0},
    ("crowd", "people"): {"capacity": 8_000.0},
    ("air", "pm25"): {"caution": 75.0},
    ("water", "nh3n"): {"caution": 1.0},
}


@dataclass(frozen=True, eq=False)
class Weather:
    """Moments (epoch seconds, every 5 minutes of a day), how much of a storm is felt at each (0 to 1), and where."""

    times: NDArray[np.int64]
    storm: Floats
    lon: Floats
    lat: Floats

    @property
    def hour(self) -> Floats:
        """Of the local day."""
        return (self.times / 3_600 + 8) % 24


class Ground:
    """The stations of one kind on one day. `own` draws what they keep for good, `chance` what that day brings."""

    def __init__(self, seed: int, kind: str, weather: Weather, held: Floats) -> None:
        self.weather, self.held, self.kind = weather, held, kind
        self.own = dice(seed, "signal", kind)
        self.chance = dice(seed, "signal", kind, str(int(weather.times[0]) // DAY_S))
        self.n, self.steps = len(weather.lon), len(weather.times)
        self.site = self.own.lognormal(0, 0.35, (self.n, 1))  # rain here against rain elsewhere

    def each(self, low: float, high: float) -> Floats:
        """A number that a station keeps for good."""
        return self.own.uniform(low, high, (self.n, 1))

    def about(self, values: Floats, size: float) -> Floats:
        return values + self.chance.normal(0, size, values.shape)

    def rain(self) -> Floats:
        """mm in 5 minutes: bands that pass over the city, heavier here than there, a tip of 0.1 mm at least."""
        weather = self.weather
        phase = (weather.lon - weather.lon.mean() if self.n else weather.lon) * 20
        bands = 1 + 0.9 * np.sin(2 * np.pi * weather.times[None, :] / 10_800 + phase[:, None])
        drops = self.chance.gamma(0.9, 1.1, (self.n, self.steps)) * self.site
        return np.floor(2.6 * weather.storm**2 * bands * drops * 10) / 10

    def hold(self, come: Floats) -> Floats:
        """What has come and not yet gone again, at every moment; the last is what the next day begins with."""
        left, keep, held = np.empty_like(come), float(np.exp(-STEP_H / RECEDE_H[self.kind])), self.held
        for step in range(self.steps):
            held = held * keep + come[:, step]
            left[:, step] = held
        self.held = held
        return left


def signals(seed: int, kind: str, weather: Weather, held: Floats) -> tuple[Told, Floats]:
    """What the stations of one kind tell on a day, by quantity; and what the ground holds after it, from `held`."""
    ground = Ground(seed, kind, weather, held)
    return _MADE[kind](ground), ground.held


def _rain(ground: Ground) -> Told:
    return {"rain": ground.rain()}


def _river(ground: Ground) -> Told:
    base = ground.each(2.5, 4.5)
    return {"level": ground.about(base + 0.018 * ground.hold(ground.rain()), 0.01)}


def _reservoir(ground: Ground) -> Told:
    base, size = ground.each(58.5, 61.0), ground.each(200, 4_000)
    level = base + 0.012 * ground.hold(ground.rain())
    return {"level": ground.about(level, 0.01), "storage": size * (np.clip(level - 40, 0, None) / 22) ** 2}


def _tide(ground: Ground) -> Told:
    hours, late = ground.weather.times[None, :] / 3_600, ground.each(0, 0.5)
    waves = 2.7 * np.cos(2 * np.pi * (hours - late) / M2_H) + 1.0 * np.cos(2 * np.pi * (hours - late) / S2_H)
    return {"tide": ground.about(waves + 0.9 * ground.weather.storm, 0.02)}


def _wind(ground: Ground) -> Told:
    """Gusty; the longer the storm has blown, the further the wind has turned from north-east to south."""
    storm, shape = ground.weather.storm, (ground.n, ground.steps)
    wind = (2 + 22 * storm) * ground.each(0.5, 1.1) * ground.chance.normal(1, 0.12, shape).clip(0.4)
    blown = ground.hold(np.broadcast_to(storm * STEP_H, shape))
    origin = (45 + 150 * (1 - np.exp(-blown / 6)) + ground.chance.normal(0, 12, shape)) % 360
    return {"wind": wind, "gust": wind * ground.chance.uniform(1.3, 1.7, shape), "wind_from": np.floor(origin)}


def _soil(ground: Ground) -> Told:
    base, wet = ground.each(16, 24), 1 - np.exp(-ground.hold(ground.rain()) / 60)
    return {"soil": ground.about(base + 20 * wet, 0.1)}


def _waterlog(ground: Ground) -> Told:
    drained = ground.each(6, 30)
    return {"depth": np.clip(ground.hold(ground.rain()) - drained, 0, None)}


def _gas(ground: Ground) -> Told:
    return {"gas": ground.chance.gamma(2, 0.6, (ground.n, ground.steps))}


def _crowd(ground: Ground) -> Told:
    day = np.clip(np.sin((ground.weather.hour - 7) / 14 * np.pi), 0, None) * (1 - 0.9 * ground.weather.storm)
    people = ground.each(500, 5_000) * day
    return {"people": np.floor(people * ground.chance.normal(1, 0.05, people.shape).clip(0.5))}


def _underpass(ground: Ground) -> Told:
    """The lowest place of the road: more runs together there, and its pump holds what a usual rain brings."""
    pumped = ground.each(12, 45)
    return {"depth": np.clip(1.4 * ground.hold(ground.rain()) - pumped, 0, None)}


def _street(ground: Ground) -> Told:
    """A road that water runs off from: sooner wet, sooner dry."""
    drained = ground.each(8, 32)
    return {"depth": np.clip(1.1 * ground.hold(ground.rain()) - drained, 0, None)}


def _care(ground: Ground) -> Told:
    """Nobody falls in the demo's own days: that is left to an exercise."""
    asleep = (ground.weather.hour < 6) | (ground.weather.hour > 21)
    heart, breath = (ground.each(low, high) - drop * asleep for low, high, drop in ((64, 82, 8), (14, 19, 2)))
    return {
        "falls": np.zeros((ground.n, ground.steps)),
        "heart": ground.about(heart, 1.5),
        "breath": ground.about(breath, 0.4),
    }


def _air(ground: Ground) -> Told:
    """Fine dust by the traffic of the day, ozone by its sun; rain and wind of a storm wash both out."""
    storm, hour = ground.weather.storm, ground.weather.hour
    busy = 1 + 0.35 * np.cos((hour - 8) / 12 * 2 * np.pi) + 0.2 * np.cos((hour - 19) / 8 * np.pi) * (hour > 15)
    sun = np.clip(np.sin((hour - 6) / 13 * np.pi), 0, None)
    clean = 1 - 0.7 * storm
    return {
        "pm25": ground.about(ground.each(18, 38) * busy * clean, 1.2).clip(3),
        "ozone": ground.about((40 + ground.each(50, 90) * sun) * clean, 2.0).clip(8),
        "visibility": ground.about(18_000 - 15_000 * storm + ground.each(-2_000, 2_000), 150).clip(300),
    }


def _water(ground: Ground) -> Told:
    """Ammonia by what is drained in the morning and evening; the first runoff of a rain brings more of it."""
    storm, hour = ground.weather.storm, ground.weather.hour
    drained = 1 + 0.18 * np.cos((hour - 9) / 12 * 2 * np.pi) + 0.35 * storm
    return {
        "nh3n": ground.about(ground.each(0.25, 0.6) * drained, 0.012).clip(0.02),
        "ph": ground.about(ground.each(7.0, 7.8) + 0.1 * np.sin(hour / 12 * np.pi), 0.02),
        "codmn": ground.about(ground.each(2.0, 3.8) * drained, 0.05),
    }


_MADE = {
    "rain": _rain,
    "river": _river,
    "reservoir": _reservoir,
    "tide": _tide,
    "wind": _wind,
    "soil": _soil,
    "waterlog": _waterlog,
    "gas": _gas,
    "crowd": _crowd,
    "underpass": _underpass,
    "street": _street,
    "care": _care,
    "air": _air,
    "water": _water,
}
