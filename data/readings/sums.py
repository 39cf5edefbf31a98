"""Sums of readings over 5 minutes, hours and local days, by whole columns.

Totals are added in whole ticks of 10^-PLACES, so that they do not depend on the order of the readings.
"""

import polars as pl

from data.readings.values import PLACES

TICKS = 10**PLACES
DAY_S, ZONE_S = 86_400, 28_800  # the city's days begin at 16:00 UTC
EPOCH_DAY = 719_163  # 1970-01-01 as `date.toordinal()`
GRAINS = {"5": 300, "h": 3_600, "d": DAY_S}
KEYS = ("gauge_id", "grain", "start")
COLUMNS = (*KEYS, "n", "total", "low", "high", "last", "last_at")


def sums(readings: pl.DataFrame) -> pl.DataFrame:
    """COLUMNS of readings (gauge_id, at, value) that count, none of them twice; `total` in ticks."""
    return pl.concat([_of_grain(readings, grain) for grain in GRAINS]) if readings.height else empty()


def empty() -> pl.DataFrame:
    whole = dict.fromkeys(("gauge_id", "start", "n", "total", "last_at"), pl.Int64)
    kinds = whole | dict.fromkeys(("low", "high", "last"), pl.Float64) | {"grain": pl.String}
    return pl.DataFrame(schema={name: kinds[name] for name in COLUMNS})


def in_units(ticks: pl.DataFrame) -> pl.DataFrame:
    """`total` in the unit of the quantity, in the order of the table's key."""
    exact = ticks["total"].to_numpy() / TICKS  # polars would multiply by 1/TICKS
    return ticks.with_columns(pl.Series("total", exact, pl.Float64)).select(COLUMNS).sort(KEYS)


def starts(at: pl.Expr, grain: str) -> pl.Expr:
    """When the bucket of each moment begins."""
    shift = ZONE_S if grain == "d" else 0
    return (at + shift) // GRAINS[grain] * GRAINS[grain] - shift


def day_of(at: int) -> int:
    """The local day of a moment, as `data.times.day_number`."""
    return (at + ZONE_S) // DAY_S + EPOCH_DAY


def day_range(day: int) -> tuple[int, int]:
    """The first second of a local day, and that of the next."""
    start = (day - EPOCH_DAY) * DAY_S - ZONE_S
    return start, start + DAY_S


def _of_grain(readings: pl.DataFrame, grain: str) -> pl.DataFrame:
    latest = pl.col("at").arg_max()
    of = readings.group_by("gauge_id", starts(pl.col("at"), grain).alias("start")).agg(
        pl.len().cast(pl.Int64).alias("n"),
        (pl.col("value") * TICKS).round().cast(pl.Int64).sum().alias("total"),
        pl.col("value").min().alias("low"),
        pl.col("value").max().alias("high"),
        pl.col("value").get(latest).alias("last"),
        pl.col("at").max().alias("last_at"),
    )
    return of.with_columns(pl.lit(grain).alias("grain")).select(COLUMNS)
