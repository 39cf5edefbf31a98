"""A storm that several sources tell of is listed once: as the Chinese agency tells it, with who else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Row as SqlRow

from data.queries.tracks import Stormy, storm_track
from data.storms.likeness import same_storm

OURS = "CMA"  # how the ids of the China Meteorological Administration begin
Head = SqlRow[Any]


@dataclass(frozen=True)
class Known:
    """A storm: the row that stands for it, and those of other sources."""

    row: Head
    others: tuple[Head, ...] = ()

    @property
    def name(self) -> str:
        """The Chinese one where any source has it."""
        names = [one.name for one in (self.row, *self.others) if one.name]
        return next((one for one in names if not one.isascii()), (*names, "")[0])

    @property
    def sources(self) -> list[str]:
        return [one.source for one in (self.row, *self.others)]


def known_once(connection: Connection, rows: Sequence[Head]) -> list[Known]:
    """In the order given of the first of each. Tracks are read only where two sources tell of the same days."""
    tracks: dict[str, Stormy] = {}

    def path(row: Head) -> Any:
        if row.track_id not in tracks:
            tracks[row.track_id] = storm_track(connection, row.track_id)
        return tracks[row.track_id].path

    found: list[list[Head]] = []
    for row in rows:
        group = next((one for one in found if _at_once(one[0], row) and same_storm(path(one[0]), path(row))), None)
        if group is None:
            found.append([row])
        else:
            group.append(row)
    return [_known(group) for group in found]


def _at_once(one: Head, other: Head) -> bool:
    return one.source != other.source and one.first_at <= other.last_at and other.first_at <= one.last_at


def _known(group: list[Head]) -> Known:
    first, *others = sorted(group, key=lambda row: not row.track_id.startswith(OURS))
    return Known(first, tuple(others))
