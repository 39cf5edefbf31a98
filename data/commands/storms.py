"""Storms from files: tracks come in once, however often the file is read, and lines nobody can read are kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shapely import Geometry
from sqlalchemy import Connection, delete, insert, select, update

from data.commands.revisions import bump
from data.intake.keep import quarantine
from data.intake.record import Fault
from data.schema import quarantine as kept
from data.schema import storm, storm_point
from data.storms.geo import Path, away, nearest_to_shape
from data.storms.track import BadLine, Told, Track

POINT = tuple(column.name for column in storm_point.c)


@dataclass(frozen=True, kw_only=True)
class StormsTaken:
    """How many storms are new, changed or were known so already; how many never came near; lines set aside."""

    new: int = 0
    changed: int = 0
    known: int = 0
    far: int = 0
    faults: int = 0


@dataclass(frozen=True, kw_only=True)
class StormFile:
    """What was read: its name, the source to be named beside the numbers, and the outline that km are measured from."""

    name: str
    source: str
    profile: str
    city: Geometry  # degrees
    reach_km: float  # storms that never came so near are left out; 0: none are


def take_storms(connection: Connection, told: Told, file: StormFile, now: datetime) -> StormsTaken:
    """Store the tracks of a file. Storms belong to no region: only operators bring them in, from the command line.

    A storm told again replaces its points; a name it has already stays. `nearest_km` is interpolated between fixes.
    """
    bump(connection, "storms")  # writers queue here
    counts = dict.fromkeys(("new", "changed", "known", "far"), 0)
    for track in told.tracks:
        counts[_take(connection, track, file)] += 1
    return StormsTaken(**counts, faults=_set_aside(connection, told.faults, file, now))


def _take(connection: Connection, track: Track, file: StormFile) -> str:
    head, points = _rows(track, file)
    if file.reach_km and head["nearest_km"] > file.reach_km:
        return "far"
    mine = storm.c.track_id == track.track_id
    there = connection.execute(select(storm).where(mine)).mappings().one_or_none()
    if there is None:
        connection.execute(insert(storm), head)
        connection.execute(insert(storm_point), points)
        return "new"
    head["name"] = there["name"] or head["name"]
    if dict(there) == head and _points(connection, track.track_id) == points:
        return "known"
    connection.execute(update(storm).where(mine).values(head))
    connection.execute(delete(storm_point).where(storm_point.c.track_id == track.track_id))
    connection.execute(insert(storm_point), points)
    return "changed"


def _rows(track: Track, file: StormFile) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    path = Path.of(*zip(*((fix.at.timestamp(), fix.lon, fix.lat) for fix in track.fixes), strict=True))
    near = nearest_to_shape(path, file.city)
    first, last = track.fixes[0].at, track.fixes[-1].at
    kms = away(path.lon, path.lat, file.city).round(1).tolist()
    head = {
        "track_id": track.track_id,
        "season": track.season,
        "name": track.name,
        "first_at": first,
        "last_at": last,
        "nearest_km": round(near.km, 1),
        "nearest_at": datetime.fromtimestamp(int(near.at), first.tzinfo),
        "source": file.source,
    }
    own = [vars(fix) | {"track_id": track.track_id, "km": km} for fix, km in zip(track.fixes, kms, strict=True)]
    return head, [{name: point[name] for name in POINT} for point in own]


def _points(connection: Connection, track_id: str) -> list[dict[str, Any]]:
    statement = select(storm_point).where(storm_point.c.track_id == track_id).order_by(storm_point.c.at)
    return [dict(row) for row in connection.execute(statement).mappings()]


def _set_aside(connection: Connection, faults: Sequence[BadLine], file: StormFile, now: datetime) -> int:
    """Keep bad lines in the quarantine; those of an earlier reading of the same file are there already."""
    mine = (kept.c.door == "file", kept.c.origin == file.name[:64], kept.c.profile == file.profile)
    before = {tuple(row) for row in connection.execute(select(kept.c.row, kept.c.reason).where(*mine))}
    for bad in faults:
        if (bad.number, bad.reason) not in before:
            about: dict[str, Any] = dict(door="file", origin=file.name, profile=file.profile, row=bad.number, now=now)
            quarantine(connection, raw={"line": bad.text}, fault=Fault("malformed", bad.reason), **about)
    return len(faults)
