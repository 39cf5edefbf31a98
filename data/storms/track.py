"""A storm's track as the files tell it, whichever they are, and the lines of them that tell nothing."""

from dataclasses import dataclass
from datetime import datetime

from data.language import gettext as _

KNOT_MS = 0.514444  # m/s in a knot
MILE_KM = 1.852  # km in a nautical mile


@dataclass(frozen=True, kw_only=True)
class Fix:
    """Where the centre was at a moment (UTC). Degrees WGS-84, knots, hPa, km; None where nothing is told.

    `category` is of the Chinese scale GB/T 19201: 1 depression, 2 tropical storm, 3 severe tropical storm, 4 typhoon,
    5 severe typhoon, 6 super typhoon; beside it 0 weaker than a depression or unknown, and 9 extratropical.
    """

    at: datetime
    lon: float
    lat: float
    wind_kt: float | None = None
    pressure_hpa: float | None = None
    category: int | None = None
    r7_km: float | None = None
    r10_km: float | None = None
    r12_km: float | None = None
    quadrants: str | None = None  # radii by side, see `data/storms/radii.py`


@dataclass(frozen=True, kw_only=True)
class Track:
    """One storm: fixes in time order, no two of the same moment. `name` is empty for a storm that never got one."""

    track_id: str
    season: int
    name: str
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line that could not be read: its number in the file, as it stands there, and why not, for a person."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a file told. A storm without a readable fix is none."""

    tracks: tuple[Track, ...] = ()
    faults: tuple[BadLine, ...] = ()


class Wrong(ValueError):
    """What is wrong with the line that is being read; becomes the reason of a BadLine."""


def within(name: str, value: float, low: float, high: float) -> float:
    """`value` when it lies in low..high; Wrong otherwise, also for NaN."""
    if not low <= value <= high:
        told = {"name": name, "value": f"{value:g}", "low": f"{low:g}", "high": f"{high:g}"}
        raise Wrong(_("“%(name)s”%(value)s 不在 %(low)s 至 %(high)s 之间") % told)
    return value
