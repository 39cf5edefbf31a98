"""The sums of readings, kept with every change of them: new ones are added, days with a correction counted again."""

from collections.abc import Iterable, Sequence

import polars as pl
from sqlalchemy import Connection

from data.commands.columns import found, put, within
from data.commands.reading_store import COUNTED, Change
from data.readings.sums import COLUMNS, KEYS, day_of, day_range, in_ticks, in_units, sums, together
from data.schema import reading, reading_sum

Days = set[tuple[int, int]]  # gauge and local day
RAW = {"gauge_id": pl.Int64, "at": pl.Int64, "value": pl.Float64}


def add(connection: Connection, changes: Sequence[Change], counted: Days) -> None:
    """Add what counts to the sums it belongs to; days in `counted` have it already."""
    fresh = [one for one in changes if one.new.counts and (one.gauge, day_of(one.at)) not in counted]
    new = sums(frame((one.gauge, one.at, one.new.value) for one in fresh))
    keys = {name: new[name].to_list() for name in KEYS}
    rows = [tuple(row) for row in found(connection, reading_sum, COLUMNS, keys)]
    old = in_ticks(pl.DataFrame(rows, schema=new.schema | {"total": pl.Float64}, orient="row"))
    write(connection, together(old, new))


def recount(connection: Connection, changes: Sequence[Change]) -> Days:
    """Count the touched sums of days with a correction again, from the single readings; returns these days."""
    days = {(one.gauge, day_of(one.at)) for one in changes if one.displaces}
    if not days:
        return days
    touched = [one for one in changes if (one.gauge, day_of(one.at)) in days]
    buckets = sums(frame((one.gauge, one.at, one.new.value) for one in touched)).select(KEYS)
    write(connection, sums(counting(connection, days)).join(buckets, on=KEYS, how="semi"))
    return days


def counting(connection: Connection, days: Iterable[tuple[int, int]]) -> pl.DataFrame:
    """The single readings of these days that count."""
    ranges = [(gauge, *day_range(day)) for gauge, day in sorted(days)]
    keys = dict(zip(("gauge_id", "lo", "hi"), zip(*ranges, strict=True), strict=True))
    rows = within(connection, reading, ("gauge_id", "at", "value", "quality"), keys, "at")
    return frame(tuple(row[:3]) for row in rows if row[3] in COUNTED)


def write(connection: Connection, ticks: pl.DataFrame) -> None:
    """Put sums there, in place of what was."""
    kept = in_units(ticks)
    put(connection, reading_sum, {name: kept[name].to_list() for name in COLUMNS})


def frame(rows: Iterable[tuple[int, int, float]]) -> pl.DataFrame:
    """Gauge, moment in epoch seconds, value."""
    return pl.DataFrame(list(rows), schema=RAW, orient="row")
