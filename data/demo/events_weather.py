"""How near a storm is to the city, hour by hour: what drives the peaks of the demo."""

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, select, type_coerce

from data.schema import storm_point

REACH_KM = 300  # nearer than this, a storm is felt
FULL_KNOTS = 90  # at this wind a storm overhead counts as 1
USUAL_KNOTS = 45  # where the track gives no wind
AFTERMATH_HOURS = 15  # reports die away by 1/e in this time


def storm_near(connection: Connection, hours: NDArray[np.int64]) -> NDArray[np.float64]:
    """0 (none) to 1 (a strong one overhead) at each hour (epoch seconds, ascending), with the days after."""
    felt = np.zeros(len(hours))
    for at, km, knots in _tracks(connection, hours):
        there = np.interp(hours, at, km, left=np.inf, right=np.inf)
        wind = np.interp(hours, at, knots) / FULL_KNOTS
        felt = np.maximum(felt, np.clip(1 - there / REACH_KM, 0, 1) ** 0.5 * np.clip(wind, 0.3, 1))
    fade = float(np.exp(-1 / AFTERMATH_HOURS))
    for n in range(1, len(felt)):
        felt[n] = max(felt[n], felt[n - 1] * fade)
    return felt


def rain(rng: np.random.Generator, hours: NDArray[np.int64], month: NDArray[np.int64]) -> NDArray[np.float64]:
    """Ordinary wet days: 0 to about 0.2 for six hours at a time, mostly from April to September."""
    chance = np.where((month >= 4) & (month <= 9), 0.012, 0.004)
    burst = np.where(rng.random(len(hours)) < chance, rng.uniform(0.05, 0.2, len(hours)), 0.0)
    return np.max([np.concatenate([np.zeros(lag), burst[: len(burst) - lag]]) for lag in range(6)], axis=0)


def _tracks(connection: Connection, hours: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    """(time, km, wind) of every track with a point near these hours."""
    first, last = (datetime.fromtimestamp(int(hour), UTC) for hour in (hours[0], hours[-1]))
    point = storm_point.c
    columns = (point.track_id, type_coerce(point.at, BigInteger), point.km, point.wind_kt)
    near = point.at.between(first - timedelta(days=3), last + timedelta(days=3))
    tracks: dict[str, list[tuple[float, float, float]]] = {}
    for track, at, km, knots in connection.execute(select(*columns).where(near).order_by(*columns[:2])):
        tracks.setdefault(track, []).append((at, km, USUAL_KNOTS if knots is None else knots))
    return [np.array(points).T for points in tracks.values()]
