"""Whole hours of gauges up to now, and the next ones as a declared rule expects them: for panels that look ahead."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import Connection, select

from data.answer import Row
from data.queries.packed import packed
from data.readings.ahead import DAY, DAYS, Floats
from data.schema import reading_sum

HOUR_S = 3_600


def hour_of(now: datetime, n: int) -> datetime:
    """When the n-th hour from the current one on begins."""
    return datetime.fromtimestamp(int(now.timestamp()) // HOUR_S * HOUR_S, UTC) + timedelta(hours=n)


def hours_of(connection: Connection, gauges: Sequence[int], now: datetime) -> Mapping[int, Floats]:
    """{gauge: means of the whole hours of the days before, the last one ends with the current hour's beginning}."""
    end = hour_of(now, 0)
    since = end - timedelta(days=DAYS + 1)
    s = reading_sum.c
    query = select(s.gauge_id, s.start, s.total, s.n).where(s.gauge_id.in_(gauges), s.grain == "h", s.n > 0)
    found: dict[int, Floats] = {one: np.full((DAYS + 1) * DAY, np.nan) for one in gauges}
    for one, start, total, n in zip(*packed(connection, query.where(s.start >= since, s.start < end)), strict=True):
        found[one][int(start - since.timestamp()) // HOUR_S] = total / n
    return found


def last_day(code: str, hours: Floats, now: datetime, digits: int = 1) -> list[Row]:
    """Points of the last day of a station's hours."""
    return [
        {"code": code, "at": hour_of(now, n - DAY).isoformat(), "value": round(float(one), digits)}
        for n, one in enumerate(hours[-DAY:])
        if not np.isnan(one)
    ]


def ahead_of(row: Row, now: datetime) -> list[Row]:
    """Points of the hours to come, from `ahead1`… and `error1`… of a row."""
    return [
        {
            "code": row["code"],
            "at": hour_of(now, n - 1).isoformat(),
            "value": row[f"ahead{n}"],
            "error": row[f"error{n}"],
        }
        for n in range(1, 5)
        if row[f"ahead{n}"] is not None
    ]
