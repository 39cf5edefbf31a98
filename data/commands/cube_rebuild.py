"""The cube made anew from every event, in memory and by whole columns."""

import numpy as np
from sqlalchemy import BigInteger, Connection, delete, func, select, type_coerce

from data.commands.bulk import fill
from data.commands.contribution import COUNTS, MOMENTS, NEVER, STAYS, Contribution, Ints, contribution
from data.dwell import BUCKETS
from data.schema import event, event_day, event_dwell, region

DAY_LEVELS = (1, 2, 3, 4)  # city county town village
DWELL_LEVELS = (1, 2, 3)
DAYS = 10**6  # more than any day number: packs (region, day) into one integer
KINDS = len(STAYS) * BUCKETS  # packs (stage, bucket)


def rebuild(connection: Connection) -> None:
    """Throw the cube away and count every event again."""
    connection.execute(delete(event_day))
    connection.execute(delete(event_dwell))
    cells, what = _all_events(connection)
    if not cells.size:
        return
    around = {level: found for level in DAY_LEVELS if (found := _region_around(connection, level, cells)).size}
    _fill_days(connection, list(around.values()), what)
    _fill_stays(connection, [found for level, found in around.items() if level in DWELL_LEVELS], what)


def _all_events(connection: Connection) -> tuple[Ints, Contribution]:
    """The cell of every event and what it adds, read as plain numbers."""
    moments = [func.coalesce(type_coerce(event.c[name], BigInteger), NEVER) for name in MOMENTS]
    columns = [
        event.c.cell_id,
        *moments,
        type_coerce(event.c.deadline_at, BigInteger),
        func.coalesce(event.c.rating, 0),
    ]
    rows = connection.execute(select(*columns)).all()
    table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(len(rows), len(columns))
    return table[:, 0], contribution(table[:, 1:-2], table[:, -2], table[:, -1])


def _region_around(connection: Connection, level: int, cells: Ints) -> Ints:
    """The region of this level around each cell; empty when the spine has none."""
    rows = connection.execute(
        select(region.c.lo, region.c.id).where(region.c.tree == "spine", region.c.level == level).order_by(region.c.lo)
    )
    spans = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 2)
    return spans[np.searchsorted(spans[:, 0], cells, side="right") - 1, 1] if len(spans) else spans[:, 0]


def _fill_days(connection: Connection, around: list[Ints], what: Contribution) -> None:
    """event_day of every level: the measures summed by region and day."""
    parts = []
    for regions in around:
        keys, group = np.unique(regions * DAYS + what.day, return_inverse=True)
        sums = [np.bincount(group, weights=column, minlength=len(keys)) for column in what.counts.T]
        parts.append(np.vstack([keys // DAYS, keys % DAYS, *sums]).astype(np.int64))
    columns = np.hstack(parts).tolist()
    fill(connection, event_day, dict(zip(("region_id", "day", *COUNTS), columns, strict=True)))


def _fill_stays(connection: Connection, around: list[Ints], what: Contribution) -> None:
    """event_dwell of every level: how many stays fell into each bucket."""
    row, stage = np.nonzero(what.bucket != NEVER)
    kind = stage * BUCKETS + what.bucket[row, stage]
    counted = [
        np.unique((regions[row] * DAYS + what.day[row]) * KINDS + kind, return_counts=True) for regions in around
    ]
    keys, n = (np.concatenate(part) for part in zip(*counted, strict=True))
    place, kind = np.divmod(keys, KINDS)
    columns = {
        "region_id": (place // DAYS).tolist(),
        "day": (place % DAYS).tolist(),
        "stage": [STAYS[s] for s in (kind // BUCKETS).tolist()],
        "bucket": (kind % BUCKETS).tolist(),
        "n": n.tolist(),
    }
    fill(connection, event_dwell, columns)
