"""What every station tells during a scenario: simple answers of the ground to its weather. All of it simulated.

Levels and depths follow rain through one reservoir each (an exponential recession), tides are the constituents M2 and
S2 with a surge; each gauge keeps its distance from its own limits. Kinds that weather does not move stay as they were.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.demo.base_dice import dice
from data.exercise.weather import BEFORE_H, STEP_S, Weather, curve
from data.risk_words import QUANTITIES
from data.schema import gauge, gauge_limit, station

Floats = NDArray[np.float64]
M2_H, S2_H = 12.4206, 12.0
USUAL = {"river": ("caution", 6.5), "reservoir": ("flood", 61.0), "tide": ("caution", 3.6), "crowd": ("capacity", 8e3)}
RECEDES_H = {"river": 9.0, "reservoir": 72.0, "waterlog": 1.5, "underpass": 2.5, "street": 1.0, "soil": 120.0}


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """A gauge of the city as an exercise needs it; `was` is what the city last heard of it."""

    id: int
    station: str
    kind: str
    quantity: str
    lon: float
    lat: float
    every: int  # steps from one reading to the next
    low: float
    high: float
    limits: Mapping[str, float]
    was: float | None


@dataclass(frozen=True, eq=False)
class Series:
    """What a gauge tells: moments (epoch seconds, ascending) and values in its unit."""

    gauge: Gauge
    at: NDArray[np.int64]
    value: Floats


@dataclass(eq=False)
class _Post:
    """One station, its rain, and its own dice: the same whatever other stations there are."""

    gauges: list[Gauge]
    weather: Weather
    fallen: Floats
    felt: Floats
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = dice(0, "exercise", self.weather.scenario.name, self.first.station)

    @property
    def first(self) -> Gauge:
        return self.gauges[0]

    def limit(self) -> float:
        """The limit that its usual values keep away from."""
        name, usual = USUAL[self.first.kind]
        return self.first.limits.get(name, usual)

    def held(self) -> Floats:
        """Rain that has come and not yet run off, in mm."""
        wet = self.weather.scenario.wet.get(self.first.kind, 1.0)
        keep, held, left = float(np.exp(-STEP_S / 3_600 / RECEDES_H[self.first.kind])), 0.0, np.empty_like(self.fallen)
        for step, come in enumerate(self.fallen * wet):
            held = held * keep + come
            left[step] = held
        return left

    def about(self, values: Floats, size: float) -> Floats:
        return values + self.rng.normal(0, size, values.shape)


def _rain(post: _Post) -> dict[str, Floats]:
    return {"rain": post.fallen}


def _river(post: _Post) -> dict[str, Floats]:
    return {"level": post.about(post.limit() - post.rng.uniform(2, 4) + 0.02 * post.held(), 0.01)}


def _reservoir(post: _Post) -> dict[str, Floats]:
    held = post.held()
    level = post.limit() - post.rng.uniform(0.4, 2.5) + 0.012 * held
    return {"level": post.about(level, 0.01), "storage": post.rng.uniform(200, 4_000) * (1 + held / 2_000)}


def _tide(post: _Post) -> dict[str, Floats]:
    hours = post.weather.times / 3_600 - post.rng.uniform(0, 0.5)
    waves = 2.7 * np.cos(2 * np.pi * hours / M2_H) + 1.0 * np.cos(2 * np.pi * hours / S2_H)
    return {"tide": post.about(waves + post.limit() - USUAL["tide"][1] + 0.9 * post.felt, 0.02)}


def _wind(post: _Post) -> dict[str, Floats]:
    gusty = post.rng.normal(1, 0.12, post.felt.shape).clip(0.4)
    wind = (2 + 24 * post.felt + 0.9 * post.fallen) * post.rng.uniform(0.5, 1.1) * gusty
    origin = (45 + 150 * np.linspace(0, 1, len(wind)) + post.rng.normal(0, 12, wind.shape)) % 360
    return {"wind": wind, "gust": wind * post.rng.uniform(1.3, 1.7, wind.shape), "wind_from": np.floor(origin)}


def _soil(post: _Post) -> dict[str, Floats]:
    return {"soil": post.about(post.rng.uniform(16, 24) + 20 * (1 - np.exp(-post.held() / 60)), 0.1)}


def _waterlog(post: _Post) -> dict[str, Floats]:
    return {"depth": np.clip(post.held() - post.rng.uniform(6, 30), 0, None)}


def _underpass(post: _Post) -> dict[str, Floats]:
    return {"depth": np.clip(1.4 * post.held() - post.rng.uniform(12, 45), 0, None)}


def _street(post: _Post) -> dict[str, Floats]:
    return {"depth": np.clip(1.1 * post.held() - post.rng.uniform(8, 32), 0, None)}


def _care(post: _Post) -> dict[str, Floats]:
    """People are well; a fall is told by the scenario."""
    none = np.zeros_like(post.felt)
    return {"falls": none, "heart": post.about(none + 72.0, 1.5), "breath": post.about(none + 16.0, 0.4)}


def _gas(post: _Post) -> dict[str, Floats]:
    return {"gas": post.rng.gamma(2, 0.6, post.felt.shape)}


def _crowd(post: _Post) -> dict[str, Floats]:
    hour = (post.weather.times / 3_600 + 8) % 24
    day = np.clip(np.sin((hour - 7) / 14 * np.pi), 0, None) * (1 - 0.9 * post.felt) * np.exp(-post.fallen / 3)
    return {"people": np.floor(post.limit() * post.rng.uniform(0.1, 0.6) * day)}


_MADE: dict[str, Callable[[_Post], dict[str, Floats]]] = {
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
}


def gauges(connection: Connection, was: Mapping[int, float]) -> list[Gauge]:
    """Every gauge of a station that is not closed, those of a station together."""
    limits: dict[int, dict[str, float]] = {}
    for number, name, value in connection.execute(select(gauge_limit)):
        limits.setdefault(number, {})[name] = value
    columns = (gauge.c.id, gauge.c.quantity, gauge.c.low, gauge.c.high)
    more = (station.c.code, station.c.kind, station.c.lon, station.c.lat, station.c.rhythm_s)
    found = select(*columns, *more).join_from(gauge, station, station.c.id == gauge.c.station_id)
    rows = connection.execute(found.where(station.c.closed_at.is_(None)).order_by(station.c.id, gauge.c.id))
    return [
        Gauge(
            id=row.id,
            station=row.code,
            kind=row.kind,
            quantity=row.quantity,
            lon=row.lon,
            lat=row.lat,
            every=max(1, round(row.rhythm_s / STEP_S)),
            low=row.low,
            high=row.high,
            limits=limits.get(row.id, {}),
            was=was.get(row.id),
        )
        for row in rows
    ]


def told(all_gauges: list[Gauge], weather: Weather) -> Iterator[Series]:
    """What each gauge tells; nothing of those of which nothing is known."""
    stations: dict[str, list[Gauge]] = {}
    for one in all_gauges:
        stations.setdefault(one.station, []).append(one)
    groups = list(stations.values())
    lon, lat = (np.array([getattr(group[0], name) for group in groups]) for name in ("lon", "lat"))
    if not groups:
        return
    fallen, felt = weather.rain(lon, lat), weather.felt(lon, lat)
    for row, group in enumerate(groups):
        post = _Post(group, weather, fallen[row], felt[row])
        made = _MADE[post.first.kind](post) if post.first.kind in _MADE else {}
        for one in group:
            values = _traced(weather, one, made.get(one.quantity))
            if values is not None:
                yield _heard(weather, one, values)


def _traced(weather: Weather, one: Gauge, values: Floats | None) -> Floats | None:
    """As the scenario says, else as the ground answers, else as it was."""
    for trace in weather.scenario.traces:
        if weather.places[trace.at].station == one.station and trace.quantity == one.quantity:
            return curve(trace.points, weather.minutes)
    if values is None and one.was is not None:
        return np.full(len(weather.times), one.was)
    return values


def _heard(weather: Weather, one: Gauge, values: Floats) -> Series:
    """At the gauge's own rhythm, within what it can measure, until it falls silent."""
    whole = len(values) // one.every * one.every
    heard = values[len(values) - whole :].reshape(-1, one.every)
    shown = heard.sum(axis=1) if QUANTITIES[one.quantity].adds else heard[:, -1]
    at = weather.times[len(values) - whole :][one.every - 1 :: one.every]
    scenario, traced = weather.scenario, {weather.places[trace.at].station for trace in weather.scenario.traces}
    ends = [s.after for s in scenario.silent if weather.places[s.at].station == one.station not in traced]
    until = weather.times[0] + BEFORE_H * 3_600 + 60 * min(ends) if ends else weather.times[-1]
    kept = at <= until
    return Series(one, at[kept], np.round(np.clip(shown, one.low, one.high), 2)[kept] + 0.0)
