"""The spine as arrays: what the generators walk over."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.errors import NotReady
from data.schema import region

LEVELS = ("", "city", "county", "town", "village", "grid", "cell")


@dataclass(frozen=True, eq=False)
class Tier:
    """Regions in the order of their first cell; region i covers the cells lo[i]..hi[i]."""

    ids: NDArray[np.int64]
    names: list[str]
    lo: NDArray[np.int64]
    hi: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    area: NDArray[np.float64]  # km²

    @property
    def cells(self) -> NDArray[np.int64]:
        return self.hi - self.lo + 1

    def at(self, cell: NDArray[np.int64]) -> NDArray[np.int64]:
        """Index of the region that holds each cell; for one level of the spine only."""
        return np.searchsorted(self.lo, cell, side="right") - 1

    def starts_in(self, lo: NDArray[np.int64], hi: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many of these regions begin within lo..hi."""
        return np.searchsorted(self.lo, hi, side="right") - np.searchsorted(self.lo, lo, side="left")


@dataclass(frozen=True, eq=False)
class Spine:
    """One tier per level, and `tallied`: every region of every tree from the city to the grids."""

    city: Tier
    county: Tier
    town: Tier
    village: Tier
    grid: Tier
    cell: Tier
    tallied: Tier


def read_spine(connection: Connection) -> Spine:
    """The loaded city. NotReady when there is none."""
    spine = region.c.tree == "spine"
    tiers = {name: _tier(connection, spine & (region.c.level == n)) for n, name in enumerate(LEVELS) if name}
    if not len(tiers["city"].ids):
        raise NotReady("no city is loaded: run `flask --app app city load`")
    return Spine(**tiers, tallied=_tier(connection, region.c.level <= 5))


def _tier(connection: Connection, where: object) -> Tier:
    names = ("id", "name", "lo", "hi", "lon", "lat", "area_km2")
    query = select(*(region.c[name] for name in names)).where(where).order_by(region.c.lo, region.c.level, region.c.id)  # type: ignore[arg-type]
    columns = list(zip(*connection.execute(query).all(), strict=True)) or [()] * len(names)
    ids, lo, hi = (np.asarray(columns[i], dtype=np.int64) for i in (0, 2, 3))
    lon, lat, area = (np.asarray(columns[i], dtype=float) for i in (4, 5, 6))
    return Tier(ids, list(columns[1]), lo, hi, lon, lat, area)
