"""The sums of readings, kept with every change of them: new ones are added, days with a correction counted again."""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.commands.columns import put, within
from data.commands.reading_store import COUNTED, Change
from data.readings.sums import COLUMNS, KEYS, TICKS, day_of, day_range, in_units, sums
from data.schema import reading, reading_sum

Days = set[tuple[int, int]]  # gauge and local day
# A sum and a new one of the same bucket, put together where they lie; totals stay whole numbers of ticks.
ADDED = {
    dialect: f"""n = reading_sum.n + excluded.n,
total = round((reading_sum.total + excluded.total) * {TICKS}) / {TICKS}.0,
low = {least}(reading_sum.low, excluded.low), high = {most}(reading_sum.high, excluded.high),
last = CASE WHEN excluded.last_at >= reading_sum.last_at THEN excluded.last ELSE reading_sum.last END,
last_at = {most}(reading_sum.last_at, excluded.last_at)"""
    for dialect, least, most in (("sqlite", "min", "max"), ("postgresql", "least", "greatest"))
}
RAW = {"gauge_id": pl.Int64, "at": pl.Int64, "value": pl.Float64}


def add(connection: Connection, changes: Sequence[Change], counted: Days) -> None:
    """Add what counts to the sums it belongs to; days in `counted` have it already."""
    fresh = [one for one in changes if one.new.counts and (one.gauge, day_of(one.at)) not in counted]
    new = in_units(sums(frame((one.gauge, one.at, one.new.value) for one in fresh)))
    put(connection, reading_sum, _columns(new), instead=ADDED[connection.dialect.name])


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
    put(connection, reading_sum, _columns(in_units(ticks)))


def _columns(kept: pl.DataFrame) -> dict[str, list[Any]]:
    return {name: kept[name].to_list() for name in COLUMNS}


def frame(rows: Iterable[tuple[int, int, float]]) -> pl.DataFrame:
    """Gauge, moment in epoch seconds, value."""
    return pl.DataFrame(list(rows), schema=RAW, orient="row")
