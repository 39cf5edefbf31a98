"""The weather of a scenario: how much rain falls where and when, how much of its storm is felt. All of it simulated.

Rain about a storm falls off exponentially with distance, as climatologies of tropical cyclone rain have it (R-CLIPER:
Tuleya, DeMaria and Kuligowski 2007, doi:10.1175/WAF972.1); bands turn with the storm. It is a shape, not a forecast.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, select, type_coerce

from data.errors import BadInput
from data.exercise.places import Spot
from data.exercise.scenario import Curve, FixedRain, Scenario, StormRain
from data.schema import storm, storm_point
from data.storms.geo import Path, distance

STEP_S = 300
BEFORE_H = 24  # of what was told before the start
FULL_KT, USUAL_KT = 90.0, 45.0  # at this wind a storm overhead is felt as 1; where the track tells none
FELT_KM = 300.0
BAND_S = 10_800  # from one rain band to the next
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Track:
    """Where the storm is and how strong: `path` and wind in knots at its fixes."""

    path: Path
    wind_kt: Floats


@dataclass(frozen=True, eq=False)
class Weather:
    """The moments of an exercise (epoch seconds, every STEP_S from BEFORE_H hours before its start) and its rain."""

    scenario: Scenario
    places: Mapping[str, Spot]
    track: Track | None
    times: NDArray[np.int64]

    @property
    def minutes(self) -> Floats:
        """Since the start; before it negative."""
        return (self.times - self.scenario.begins.timestamp()) / 60

    def rain(self, lon: Floats, lat: Floats) -> Floats:
        """mm in each step: a row a point, a column a moment; tips of 0.1 mm."""
        rate = np.zeros((len(lon), len(self.times)))
        for field in self.scenario.rain:
            rate += self._about_storm(field, lon, lat) if isinstance(field, StormRain) else self._fixed(field, lon, lat)
        return np.floor(rate * (STEP_S / 3_600) * 10) / 10

    def felt(self, lon: Floats, lat: Floats) -> Floats:
        """How much of the storm is felt: 0 to 1, as `rain`."""
        if self.track is None:
            return np.zeros((len(lon), len(self.times)))
        near = np.clip(1 - self._away(lon, lat) / FELT_KM, 0, 1) ** 0.5
        return near * np.clip(self._knots() / FULL_KT, 0.3, 1)

    def _fixed(self, field: FixedRain, lon: Floats, lat: Floats) -> Floats:
        spot = self.places[field.at]
        away = distance(lon, lat, spot.lon, spot.lat)
        return np.exp(-((away / field.reach_km) ** 2))[:, None] * curve(field.mm_per_h, self.minutes)

    def _about_storm(self, field: StormRain, lon: Floats, lat: Floats) -> Floats:
        turned = 2 * np.pi * self.times / BAND_S + np.radians((lon - lon.mean()) * 360)[:, None]
        bands = 1 + field.bands * np.sin(turned)
        strength = np.clip(self._knots() / FULL_KT, 0.2, 1.2)
        return field.peak * strength * bands * np.exp(-self._away(lon, lat) / field.reach_km)

    def _away(self, lon: Floats, lat: Floats) -> Floats:
        """km from the storm's centre, as `rain`; far away outside the track's own time."""
        assert self.track is not None
        there = self.track.path.where(self.times)
        away = distance(lon[:, None], lat[:, None], there[0][None, :], there[1][None, :])
        known = (self.times >= self.track.path.at[0]) & (self.times <= self.track.path.at[-1])
        return np.where(known, away, 1e4)

    def _knots(self) -> Floats:
        assert self.track is not None
        return np.interp(self.times, self.track.path.at, self.track.wind_kt)


def weather_of(connection: Connection, scenario: Scenario, places: Mapping[str, Spot]) -> Weather:
    """BadInput where the city does not know the storm, or knows it at another time."""
    begin, end = int(scenario.begins.timestamp()), int(scenario.ends.timestamp())
    times = np.arange(begin - BEFORE_H * 3_600, end + 1, STEP_S)
    return Weather(scenario, places, _track(connection, scenario), times)


def curve(points: Curve, minutes: Floats) -> Floats:
    """The value at each minute: straight between the points, level outside them."""
    return np.interp(minutes, [at for at, _value in points], [value for _at, value in points])


def _track(connection: Connection, scenario: Scenario) -> Track | None:
    if (wanted := scenario.storm) is None:
        return None
    mine = [storm.c.track_id == wanted.track] if wanted.track else []
    mine = mine or [storm.c.name == wanted.name, storm.c.season == wanted.season]
    known = connection.execute(select(storm.c.track_id, storm.c.first_at, storm.c.last_at).where(*mine)).first()
    if known is None:
        raise BadInput(f"storm: this city knows no {wanted.track or f'{wanted.name} of {wanted.season}'}")
    slack = timedelta(days=2)
    if known.last_at + slack < scenario.begins or known.first_at - slack > scenario.ends:
        raise BadInput(f"storm: it lived from {known.first_at:%Y-%m-%d} to {known.last_at:%Y-%m-%d}, not then")
    p = storm_point.c
    columns = (type_coerce(p.at, BigInteger), p.lon, p.lat, p.wind_kt)
    rows = connection.execute(select(*columns).where(p.track_id == known.track_id).order_by(p.at)).all()
    at, lon, lat, wind = zip(*rows, strict=True)
    return Track(Path.of(at, lon, lat), np.array([USUAL_KT if one is None else one for one in wind]))
