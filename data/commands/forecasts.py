"""Forecasts enter the house: each is what one issuer expects of a region, a quantity and a stretch of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.errors import UnknownRegion
from data.intake.record import Fault
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.regions import region_of
from data.readings.kinds import RANGES
from data.readings.units import factor
from data.schema import forecast

AHEAD = timedelta(minutes=5)  # that the issuer's clock may be ahead of ours
LONGEST = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Expected:
    """`value` in `unit`; empty: the quantity's own."""

    region: str
    quantity: str
    issued_at: datetime
    since: datetime
    until: datetime
    value: float
    unit: str = ""


def take_forecast(connection: Connection, told: Expected, actor: Actor, now: datetime, *, provenance: str) -> str:
    """taken, or known when it came before. Fault for what cannot be meant."""
    bump(connection, "warnings")  # first: writers queue here; the next sweep looks at it
    row = _row(connection, told, actor, now)
    f = forecast.c
    same = [f[name] == row[name] for name in ("issuer", "region_id", "quantity", "issued_at", "since", "until")]
    if connection.execute(select(f.id).where(*same)).first():
        return "known"
    connection.execute(insert(forecast).values(row | {"provenance": provenance, "received_at": now}))
    return "taken"


def _row(connection: Connection, told: Expected, actor: Actor, now: datetime) -> dict[str, Any]:
    try:
        here = region_of(connection, told.region, actor.scope)
    except UnknownRegion:
        raise Fault("outside", _("没有这个区划，或不在您的范围内")) from None
    if told.issued_at > now + AHEAD:
        raise Fault("future", _("发布时间晚于现在"))
    if told.until - told.since > LONGEST or told.until <= told.since:
        raise Fault("malformed", _("预报的时段须为正，且不超过 30 天"))
    value = told.value * factor(told.quantity, told.unit)
    low, high = RANGES[told.quantity]
    hours = max(1.0, (told.until - told.since) / timedelta(hours=1))
    if not low <= value <= high * hours:
        raise Fault("malformed", _("预报的数值超出可能的范围"))
    return {
        "issuer": actor.name[:64],
        "region_id": here.id,
        "quantity": told.quantity,
        "issued_at": told.issued_at,
        "since": told.since,
        "until": told.until,
        "value": value,
    }
