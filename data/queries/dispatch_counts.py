"""How many orders a subject has had, and whether any waits to be made final."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from data.schema import dispatch, responder, task

WINDOW_MS = 15_000  # in which an order can be recalled, by the server's clock
GONE = ("refused", "recalled", "cancelled")  # tasks whose responder does not come


def orders_on(connection: Connection, subject: str) -> int:
    """Orders on a subject so far, recalled ones included."""
    return int(connection.scalar(select(func.count()).where(dispatch.c.subject == subject)) or 0)


def sent_to(connection: Connection, subject: str) -> dict[str, tuple[int, int]]:
    """{role: (responders, their people)} that were sent to a subject and did not refuse, nor were called back."""
    query = select(task.c.need, func.count(), func.sum(responder.c.capacity)).select_from(task)
    query = query.join(dispatch, dispatch.c.id == task.c.dispatch_id)
    query = query.join(responder, responder.c.id == task.c.responder_id).group_by(task.c.need)
    serving = (dispatch.c.subject == subject, task.c.alone == 1, task.c.state.not_in(GONE))
    return {role: (int(n), int(people)) for role, n, people in connection.execute(query.where(*serving))}


def windows_over(connection: Connection, wall: datetime) -> bool:
    """Whether an order waits to be made final."""
    return connection.scalar(select(dispatch.c.id).where(over(wall)).limit(1)) is not None


def over(wall: datetime) -> ColumnElement[bool]:
    """Whether the window of a held order is over. One that ends too far ahead began before the clock was set back."""
    moment = int(wall.timestamp() * 1000)
    return (dispatch.c.state == "held") & or_(
        dispatch.c.held_until <= moment, dispatch.c.held_until > moment + WINDOW_MS
    )
