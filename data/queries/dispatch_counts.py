"""How many orders a subject has had, and whether any waits to be made final."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from data.schema import dispatch

WINDOW_MS = 15_000  # in which an order can be recalled, by the server's clock


def orders_on(connection: Connection, subject: str) -> int:
    """Orders on a subject so far, recalled ones included."""
    return int(connection.scalar(select(func.count()).where(dispatch.c.subject == subject)) or 0)


def windows_over(connection: Connection, wall: datetime) -> bool:
    """Whether an order waits to be made final."""
    return connection.scalar(select(dispatch.c.id).where(over(wall)).limit(1)) is not None


def over(wall: datetime) -> ColumnElement[bool]:
    """Whether the window of a held order is over. One that ends too far ahead began before the clock was set back."""
    moment = int(wall.timestamp() * 1000)
    return (dispatch.c.state == "held") & or_(
        dispatch.c.held_until <= moment, dispatch.c.held_until > moment + WINDOW_MS
    )
