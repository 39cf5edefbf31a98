"""Storms with their tracks as columns, for what is computed on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, RowMapping, select

from data.errors import UnknownThing
from data.schema import storm, storm_point
from data.storms.geo import Floats, Path
from data.storms.track import KNOT_MS

COLUMNS = [storm_point.c[name] for name in ("track_id", "at", "lon", "lat", "wind_kt")]


@dataclass(frozen=True)
class Stormy:
    """The row of `storm` by column, its path, and the wind of each fix in m/s (NaN where unknown)."""

    head: dict[str, Any]
    path: Path
    wind_ms: Floats

    def wind_at(self, at: float) -> float | None:
        """m/s, between the fixes that tell it; None outside of them."""
        told = np.isfinite(self.wind_ms)
        when = self.path.at[told]
        if not len(when) or not when[0] <= at <= when[-1]:
            return None
        return round(float(np.interp(at, when, self.wind_ms[told])), 1)


def storm_track(connection: Connection, track_id: str) -> Stormy:
    """One storm. UnknownThing when there is none of that id."""
    found = storm_tracks(connection, track_id)
    if not found:
        raise UnknownThing(f"no storm {track_id}")
    return found[0]


def storm_tracks(connection: Connection, track_id: str = "") -> list[Stormy]:
    """Every storm, or the one asked for, in the order of ids."""
    heads = select(storm).order_by(storm.c.track_id)
    points = select(*COLUMNS).order_by(storm_point.c.track_id, storm_point.c.at)
    if track_id:
        heads, points = heads.where(storm.c.track_id == track_id), points.where(storm_point.c.track_id == track_id)
    rows = connection.execute(points).all()
    by_track = {key: list(held) for key, held in groupby(rows, attrgetter("track_id"))}
    found = connection.execute(heads).mappings()
    return [_stormy(head, by_track[head["track_id"]]) for head in found if head["track_id"] in by_track]


def _stormy(head: RowMapping, rows: Sequence[Row[Any]]) -> Stormy:
    path = Path.of([row.at.timestamp() for row in rows], [row.lon for row in rows], [row.lat for row in rows])
    wind = np.array([np.nan if row.wind_kt is None else row.wind_kt for row in rows], dtype=float)
    return Stormy(dict(head), path, wind * KNOT_MS)
