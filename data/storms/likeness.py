"""Which storms came by as this one does: how unlike the parts of two tracks are that lie near a place.

The part of a track is what lies within REACH_KM of the place, from its first entry to its last leaving, cut into STEPS
points evenly by distance travelled. Two parts differ by

- the mean distance between corresponding points, one step for every 100 km;
- the difference of their headings from entry to leaving, one step for every 45 degrees;
- the difference of their strongest winds within the part, one step for every 10 m/s (left out when one is not told).

`unlike` is the mean of these steps: 0 for the same track, symmetric, and the same whenever it is asked. Speed and
season are not looked at. The weights are ours, and round on purpose: a score only orders storms, it is no probability.
"""

from dataclasses import dataclass

import numpy as np

from data.storms.geo import Floats, Path, distance, heading

REACH_KM = 300.0
STEPS = 16
HOUR = 3600.0
KM, DEGREES, MS = 100.0, 45.0, 10.0  # what counts as one step


@dataclass(frozen=True)
class Part:
    """STEPS points (lon, lat) near the place, the heading in degrees, and the strongest wind in m/s."""

    lon: Floats
    lat: Floats
    heading: float
    wind_ms: float | None


@dataclass(frozen=True)
class Unlike:
    """How unlike two parts are: in steps, and of which kinds (km, degrees, m/s)."""

    steps: float
    km: float
    degrees: float
    wind_ms: float | None


def part_of(path: Path, wind_ms: Floats, lon: float, lat: float, reach_km: float = REACH_KM) -> Part | None:
    """The part of a track near lon, lat; None when it never came so near. `wind_ms`: of each fix, NaN where unknown."""
    at = np.unique(np.concatenate([path.at, np.arange(path.at[0], path.at[-1], HOUR)]))
    x, y = path.where(at)
    near = np.flatnonzero(distance(x, y, lon, lat) <= reach_km)
    if not len(near):
        return None
    x, y = x[near[0] : near[-1] + 1], y[near[0] : near[-1] + 1]
    gone = np.concatenate([[0.0], np.cumsum(distance(x[:-1], y[:-1], x[1:], y[1:]))])
    evenly = np.linspace(0, gone[-1], STEPS)
    lon_s, lat_s = np.interp(evenly, gone, x), np.interp(evenly, gone, y)
    held = (path.at >= at[near[0]] - 6 * HOUR) & (path.at <= at[near[-1]] + 6 * HOUR) & np.isfinite(wind_ms)
    strongest = float(wind_ms[held].max()) if held.any() else None
    return Part(lon_s, lat_s, heading(lon_s[0], lat_s[0], lon_s[-1], lat_s[-1]), strongest)


def unlike(one: Part, other: Part) -> Unlike:
    """How unlike two parts near the same place are."""
    km = float(distance(one.lon, one.lat, other.lon, other.lat).mean())
    turn = abs((one.heading - other.heading + 180) % 360 - 180)
    steps = [km / KM, turn / DEGREES]
    wind = None
    if one.wind_ms is not None and other.wind_ms is not None:
        wind = abs(one.wind_ms - other.wind_ms)
        steps.append(wind / MS)
    return Unlike(sum(steps) / len(steps), km, turn, wind)


def same_storm(one: Path, other: Path, within_km: float = 150.0) -> bool:
    """Whether two tracks tell of the same storm: alive at the same time, and on the mean no further apart than that."""
    since, until = max(one.at[0], other.at[0]), min(one.at[-1], other.at[-1])
    if since > until:
        return False
    at = np.arange(since, until + 1, 6 * HOUR)
    return bool(distance(*one.where(at), *other.where(at)).mean() <= within_km)
