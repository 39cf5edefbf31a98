"""The warnings of single stations: the gravest that is live, or the newest up to a moment."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from data.queries.asked import Asked
from data.queries.warning_scope import touching
from data.schema import warning
from data.schema.warnings import LIVE

W = warning.c
_ABOUT = select(W.station_id, W.code, W.colour, W.raised_at, W.ended_at)


def gravest(a: Asked, field: str) -> dict[int, Any]:
    """{station: its gravest live warning of this field} here."""
    mine = (LIVE, W.field == field, W.station_id.is_not(None), touching(a.here))
    return {row.station_id: row for row in a.connection.execute(_ABOUT.where(*mine).order_by(W.colour.desc(), W.id))}


def newest(a: Asked, stations: Collection[int]) -> dict[int, Any]:
    """{station: its newest warning that was raised by the moment asked for}."""
    last = select(func.max(W.id)).where(W.station_id.in_(stations), W.raised_at <= a.now).group_by(W.station_id)
    return {row.station_id: row for row in a.connection.execute(_ABOUT.where(W.id.in_(last)))}
