"""What offices expect: the newest word of each issuer, and what it means for a region within some hours."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.risk_words import QUANTITIES
from data.schema import forecast, region
from data.warn.rule_place import Forecast


class Expected(NamedTuple):
    """A value expected from `since` to `until` for the cells lo..hi."""

    issuer: str
    lo: int
    hi: int
    quantity: str
    issued_at: datetime
    since: datetime
    until: datetime
    value: float
    provenance: str


def expected(connection: Connection, now: datetime) -> list[Expected]:
    """What was told by this moment and is not over: of each issuer, region and quantity only what it issued last."""
    f = forecast.c
    columns = (f.issuer, region.c.lo, region.c.hi, f.quantity, f.issued_at, f.since, f.until, f.value, f.provenance)
    told = select(*columns).join_from(forecast, region, region.c.id == f.region_id)
    rows = [Expected(*row) for row in connection.execute(told.where(f.until > now, f.issued_at <= now))]
    last: dict[tuple[str, int, int, str], datetime] = {}
    for one in rows:
        last[_line(one)] = max(one.issued_at, last.get(_line(one), one.issued_at))
    return [one for one in rows if one.issued_at == last[_line(one)]]


def told_for(asked: Forecast, told: Iterable[Expected], span: tuple[int, int, int], now: datetime) -> float | None:
    """What the gravest issuer expects there; None where nobody has told anything."""
    until = now + timedelta(minutes=asked.minutes)
    found: dict[tuple[str, int, int, str], list[float]] = {}
    for one in told:
        here = one.lo <= span[2] and span[1] <= one.hi
        if here and one.quantity == asked.quantity and one.since < until and one.until > now:
            found.setdefault(_line(one), []).append(_within(one, now, until))
    if not found:
        return None
    furthest = max if asked.side == "above" else min
    whole = sum if QUANTITIES[asked.quantity].adds else furthest
    return furthest(float(whole(values)) for values in found.values())


def _within(one: Expected, now: datetime, until: datetime) -> float:
    """Of an amount, the share of it that falls into the time asked for."""
    if not QUANTITIES[one.quantity].adds:
        return one.value
    return one.value * ((min(one.until, until) - max(one.since, now)) / (one.until - one.since))


def _line(one: Expected) -> tuple[str, int, int, str]:
    return one.issuer, one.lo, one.hi, one.quantity
