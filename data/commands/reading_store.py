"""The tables of single readings: what was there, what is put there, how many were of which quality, what is newest."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, select, type_coerce

from data.commands.add_up import add_few, sweep
from data.commands.columns import found, put
from data.commands.reading_hours import hours
from data.queries.among import among
from data.queries.packed import packed
from data.readings.rules import Reading
from data.readings.sums import day_of
from data.schema import gauge_now, reading, reading_fault

COUNTED = ("good", "late", "corrected")
NEWER = """at = excluded.at, value = excluded.value, quality = excluded.quality, received_at = excluded.received_at
WHERE excluded.at >= gauge_now.at"""
FAULTY = ("late", "doubted", "corrected")  # counted by day in `reading_fault`


class Kept(NamedTuple):
    """A value and how far it is believed."""

    value: float
    quality: str

    @property
    def counts(self) -> bool:
        return self.quality in COUNTED


class Change(NamedTuple):
    """What a gauge told of a moment (epoch seconds) becomes: from `old` (None: nothing was known) to `new`."""

    gauge: int
    at: int
    new: Kept
    old: Kept | None

    @property
    def displaces(self) -> bool:
        """Whether something that counted is no longer so: then its sums are to be counted again."""
        return self.old is not None and self.old.counts


def kept_before(connection: Connection, readings: Sequence[Reading]) -> dict[tuple[int, int], Kept]:
    """{(gauge, moment): what is kept} of those moments that are known already. What is newer than all that its gauge
    has told is not looked for."""
    now, gauges = gauge_now.c, {one.gauge for one in readings}
    newest = select(now.gauge_id, type_coerce(now.at, BigInteger)).where(among(connection, now.gauge_id, gauges))
    last = dict(zip(*packed(connection, newest), strict=True)) if gauges else {}
    old = [one for one in readings if one.at <= last.get(one.gauge, one.at)]
    keys = {"gauge_id": [one.gauge for one in old], "at": [one.at for one in old]}
    rows = found(connection, reading, ("gauge_id", "at", "value", "quality"), keys)
    return {(row[0], row[1]): Kept(row[2], row[3]) for row in rows}


def store(connection: Connection, changes: Sequence[Change], origin: str, now: datetime) -> None:
    """Write the readings and how many of each day are not simply good."""
    rows = len(changes)
    put(
        connection,
        reading,
        {
            "gauge_id": [one.gauge for one in changes],
            "at": [one.at for one in changes],
            "value": [one.new.value for one in changes],
            "quality": [one.new.quality for one in changes],
            "received_at": [int(now.timestamp())] * rows,
            "origin": [origin] * rows,
        },
    )
    _count_faults(connection, changes)


def newest(connection: Connection, changes: Sequence[Change], now: datetime) -> None:
    """Keep `gauge_now` at the newest reading of each gauge, whatever its quality; older news changes but its hour."""
    latest: dict[int, Change] = {}
    for one in changes:
        if one.gauge not in latest or one.at > latest[one.gauge].at:
            latest[one.gauge] = one
    columns: dict[str, list[object]] = {
        "gauge_id": list(latest),
        "at": [one.at for one in latest.values()],
        "value": [one.new.value for one in latest.values()],
        "quality": [one.new.quality for one in latest.values()],
        "received_at": [int(now.timestamp())] * len(latest),
    }
    put(connection, gauge_now, columns, instead=NEWER)
    hours(connection, latest)


def _count_faults(connection: Connection, changes: Sequence[Change]) -> None:
    tally: Counter[tuple[int, int, str]] = Counter()
    for one in changes:
        day = day_of(one.at)
        if one.new.quality in FAULTY:
            tally[one.gauge, day, one.new.quality] += 1
        if one.old is not None and one.old.quality in FAULTY:
            tally[one.gauge, day, one.old.quality] -= 1
    rows = [(*key, n) for key, n in sorted(tally.items()) if n]
    if not rows:
        return
    names = ("gauge_id", "day", "quality", "n")
    add_few(connection, reading_fault, names, rows)
    less = [dict(zip(names[:3], row[:3], strict=True)) for row in rows if row[3] < 0]
    sweep(connection, reading_fault, ["n"], less)
