"""What demo stations measure in a storm: simple answers of the ground to one simulated rain.

Nothing here is a model of a catchment: levels and depths follow rain through one reservoir each (an exponential
recession), tides are the semidiurnal M2 and S2 constituents with a surge. Numbers are round and simulated.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Told = dict[str, Floats]  # by quantity: a row a station, a column a moment
STEP_H = 1 / 12
M2_H, S2_H = 12.4206, 12.0
LIMITS: dict[tuple[str, str], dict[str, float]] = {
    ("river", "level"): {"caution": 6.5, "guarantee": 8.0},
    ("reservoir", "level"): {"flood": 61.0, "design": 65.0},
    ("tide", "tide"): {"caution": 3.6, "guarantee": 4.2},
    ("waterlog", "depth"): {"caution": 15.0, "guarantee": 30.0},
    ("gas", "gas"): {"caution": 10.0, "guarantee": 20.0},
    ("crowd", "people"): {"capacity": 8_000.0},
}


@dataclass(frozen=True, eq=False)
class Weather:
    """Moments (epoch seconds, every 5 minutes), how much of a storm is felt at each (0 to 1), where stations are."""

    times: NDArray[np.int64]
    storm: Floats
    lon: Floats
    lat: Floats

    @property
    def hour(self) -> Floats:
        """Of the local day."""
        return (self.times / 3_600 + 8) % 24


def signals(rng: np.random.Generator, kind: str, weather: Weather) -> Told:
    """What the stations of one kind told, by quantity."""
    return _MADE[kind](rng, weather)


def rain(rng: np.random.Generator, weather: Weather) -> Floats:
    """mm in 5 minutes: bands that pass over the city, heavier here than there, a tip of 0.1 mm at least."""
    n, steps = len(weather.lon), len(weather.times)
    phase = (weather.lon - weather.lon.mean() if n else weather.lon) * 20
    bands = 1 + 0.9 * np.sin(2 * np.pi * weather.times[None, :] / 10_800 + phase[:, None])
    drops = rng.gamma(0.9, 1.1, (n, steps)) * rng.lognormal(0, 0.35, (n, 1))
    return np.floor(2.6 * weather.storm**2 * bands * drops * 10) / 10


def _rain(rng: np.random.Generator, weather: Weather) -> Told:
    return {"rain": rain(rng, weather)}


def _river(rng: np.random.Generator, weather: Weather) -> Told:
    base = rng.uniform(2.5, 4.5, (len(weather.lon), 1))
    return {"level": _noise(rng, base + 0.018 * _run_off(rain(rng, weather), 9), 0.01)}


def _reservoir(rng: np.random.Generator, weather: Weather) -> Told:
    n = len(weather.lon)
    level = rng.uniform(58.5, 61.0, (n, 1)) + 0.012 * np.cumsum(rain(rng, weather), axis=1)
    storage = rng.uniform(200, 4_000, (n, 1)) * (np.clip(level - 40, 0, None) / 22) ** 2
    return {"level": _noise(rng, level, 0.01), "storage": storage}


def _tide(rng: np.random.Generator, weather: Weather) -> Told:
    hours, late = weather.times[None, :] / 3_600, rng.uniform(0, 0.5, (len(weather.lon), 1))
    waves = 2.7 * np.cos(2 * np.pi * (hours - late) / M2_H) + 1.0 * np.cos(2 * np.pi * (hours - late) / S2_H)
    return {"tide": _noise(rng, waves + 0.9 * weather.storm, 0.02)}


def _wind(rng: np.random.Generator, weather: Weather) -> Told:
    n, steps = len(weather.lon), len(weather.times)
    wind = (2 + 22 * weather.storm) * rng.uniform(0.5, 1.1, (n, 1)) * rng.normal(1, 0.12, (n, steps)).clip(0.4)
    veer = np.cumsum(weather.storm) / max(float(weather.storm.sum()), 1e-9)
    origin = (45 + 150 * veer + rng.normal(0, 12, (n, steps))) % 360
    return {"wind": wind, "gust": wind * rng.uniform(1.3, 1.7, (n, steps)), "wind_from": np.floor(origin)}


def _soil(rng: np.random.Generator, weather: Weather) -> Told:
    wet = 1 - np.exp(-np.cumsum(rain(rng, weather), axis=1) / 60)
    return {"soil": _noise(rng, rng.uniform(16, 24, (len(weather.lon), 1)) + 20 * wet, 0.1)}


def _waterlog(rng: np.random.Generator, weather: Weather) -> Told:
    drained = rng.uniform(6, 30, (len(weather.lon), 1))
    return {"depth": np.clip(_run_off(rain(rng, weather), 1.5) - drained, 0, None)}


def _gas(rng: np.random.Generator, weather: Weather) -> Told:
    return {"gas": rng.gamma(2, 0.6, (len(weather.lon), len(weather.times)))}


def _crowd(rng: np.random.Generator, weather: Weather) -> Told:
    day = np.clip(np.sin((weather.hour - 7) / 14 * np.pi), 0, None) * (1 - 0.9 * weather.storm)
    people = rng.uniform(500, 5_000, (len(weather.lon), 1)) * day
    return {"people": np.floor(people * rng.normal(1, 0.05, people.shape).clip(0.5))}


def _run_off(fallen: Floats, hours: float) -> Floats:
    """What has fallen and not yet run off: it goes down to 1/e in so many hours."""
    left, keep = np.zeros_like(fallen), float(np.exp(-STEP_H / hours))
    held = np.zeros(len(fallen))
    for step in range(fallen.shape[1]):
        held = held * keep + fallen[:, step]
        left[:, step] = held
    return left


def _noise(rng: np.random.Generator, values: Floats, size: float) -> Floats:
    return values + rng.normal(0, size, values.shape)


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
}
