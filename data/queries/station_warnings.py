"""The warnings of single stations: the gravest that is live, or the newest up to a moment."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from data.queries.asked import Asked
from data.queries.warning_board import steps_of
from data.queries.warning_scope import touching
from data.schema import warning
from data.schema.warnings import LIVE
from data.warn.life import fold

W = warning.c
_ABOUT = select(W.station_id, W.code, W.colour, W.raised_at, W.ended_at)


class Newest(NamedTuple):
    """The newest warning of a station, in the colour it had at the moment asked for."""

    code: str
    colour: int
    raised_at: datetime
    ended_at: datetime | None


def gravest(a: Asked, field: str) -> dict[int, Any]:
    """{station: its gravest live warning of this field} here."""
    mine = (LIVE, W.field == field, W.station_id.is_not(None), touching(a.here))
    return {row.station_id: row for row in a.connection.execute(_ABOUT.where(*mine).order_by(W.colour.desc(), W.id))}


def newest(a: Asked, stations: Collection[int], at: datetime | None) -> dict[int, Newest]:
    """{station: its newest warning that was raised by now, or by that moment, as it then was}."""
    last = select(func.max(W.id)).where(W.station_id.in_(stations), W.raised_at <= a.now).group_by(W.station_id)
    rows = a.connection.execute(_ABOUT.add_columns(W.id).where(W.id.in_(last))).all()
    steps = steps_of(a, [row.id for row in rows], at) if at else {}
    then = {number: int(fold(mine)["colour"]) for number, mine in steps.items()}
    return {row.station_id: Newest(row.code, then.get(row.id, row.colour), row.raised_at, row.ended_at) for row in rows}
