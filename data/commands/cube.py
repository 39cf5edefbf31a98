"""The cube of events: kept with every event, or made anew from all of them; both give the same numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, and_, bindparam, delete, or_, select

from data.commands.contribution import COUNTS, MOMENTS, NEVER, STAYS, Contribution, contribution
from data.commands.cube_rebuild import DAY_LEVELS, DWELL_LEVELS, rebuild
from data.commands.upsert import upsert
from data.schema import event_day, event_dwell, region

__all__ = ["EventRow", "apply", "rebuild"]

DayKey = tuple[int, int]  # region, day
StayKey = tuple[int, int, str, int]  # region, day, stage, bucket


@dataclass(frozen=True)
class EventRow:
    """What the cube needs to know of an event; `moments` in the order of MOMENTS."""

    cell_id: int
    moments: tuple[datetime | None, ...]
    deadline_at: datetime
    rating: int | None

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "EventRow":
        """From a row of the event table."""
        return cls(row["cell_id"], tuple(row[name] for name in MOMENTS), row["deadline_at"], row["rating"])

    def contribution(self) -> Contribution:
        moments = [NEVER if at is None else int(at.timestamp()) for at in self.moments]
        deadline = int(self.deadline_at.timestamp())
        return contribution(np.array([moments]), np.array([deadline]), np.array([self.rating or 0]))


def apply(connection: Connection, before: EventRow | None, after: EventRow) -> None:
    """Move the cube from what an event added `before` (None: it is new) to what it adds now."""
    days: dict[DayKey, Counter[str]] = {}
    stays: Counter[StayKey] = Counter()
    for row, sign in ((before, -1), (after, 1)):
        if row is not None:
            _spread(connection, row, sign, days, stays)
    moved = [
        {"region_id": r, "day": d} | {name: n[name] for name in COUNTS}
        for (r, d), n in sorted(days.items())
        if any(n.values())
    ]
    upsert(connection, event_day, moved, add=COUNTS)
    stayed = [
        {"region_id": r, "day": d, "stage": s, "bucket": b, "n": n} for (r, d, s, b), n in sorted(stays.items()) if n
    ]
    upsert(connection, event_dwell, stayed, add=["n"])
    _sweep(connection, moved, stayed)


def _spread(
    connection: Connection, row: EventRow, sign: int, days: dict[DayKey, Counter[str]], stays: Counter[StayKey]
) -> None:
    """Add `sign` times what an event adds, for every region around it."""
    what = row.contribution()
    day = int(what.day[0])
    for here, level in connection.execute(_AROUND, {"cell": row.cell_id}).all():
        counts = days.setdefault((here, day), Counter())
        for name, n in zip(COUNTS, what.counts[0].tolist(), strict=True):
            counts[name] += sign * n
        if level in DWELL_LEVELS:
            for stage, bucket in zip(STAYS, what.bucket[0].tolist(), strict=True):
                if bucket != NEVER:
                    stays[here, day, stage, bucket] += sign


def _path_of_cell() -> Select[int, int]:
    """(id, level) of the regions around :cell that the cube counts: from the cell up, by its parents."""
    columns = (region.c.id, region.c.level, region.c.parent_id)
    first = select(*columns).where(region.c.id == bindparam("cell")).cte(recursive=True)
    path = first.union_all(select(*columns).join(first, region.c.id == first.c.parent_id))
    return select(path.c.id, path.c.level).where(path.c.level.in_(DAY_LEVELS))


_AROUND = _path_of_cell()


def _sweep(connection: Connection, moved: list[dict[str, Any]], stayed: list[dict[str, Any]]) -> None:
    """Take away the rows that an event left empty behind it, as a rebuild would not make them."""
    days = [
        and_(event_day.c.region_id == m["region_id"], event_day.c.day == m["day"]) for m in moved if m["reported"] < 0
    ]
    if days:
        connection.execute(delete(event_day).where(event_day.c.reported == 0, or_(*days)))
    left = [and_(*(event_dwell.c[k] == v for k, v in s.items() if k != "n")) for s in stayed if s["n"] < 0]
    if left:
        connection.execute(delete(event_dwell).where(event_dwell.c.n == 0, or_(*left)))
