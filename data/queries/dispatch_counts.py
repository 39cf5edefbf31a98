"""How many orders a subject has had as far as one may see them, and whether any waits to be made final."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, or_, select

from data.commands.dispatch_steps import visible
from data.schema import dispatch, responder, task
from data.scope import Scope

CONFIRM_WITHIN = timedelta(minutes=5)  # the 值班长, a draft; the desk's own rule
WINDOW_MS = 15_000  # in which an order can be recalled, by the server's clock
GONE = ("refused", "recalled", "cancelled")  # tasks whose responder does not come


def orders_on(connection: Connection, subject: str, scope: Scope) -> int:
    """Orders on a subject that the asker sees, recalled ones included: those of a neighbour are none of his."""
    return int(connection.scalar(select(func.count()).where(dispatch.c.subject == subject, visible(scope))) or 0)


def place_in_line(scope: Scope) -> ColumnElement[int]:
    """The how-manieth an order is on its subject, of those that the asker sees: nobody counts the others."""
    other = dispatch.alias()
    before = (other.c.subject == dispatch.c.subject, other.c.n <= dispatch.c.n, visible(scope, other))
    return select(func.count()).select_from(other).where(*before).correlate(dispatch).scalar_subquery()


def sent_to(connection: Connection, subject: str, scope: Scope) -> dict[str, tuple[int, int]]:
    """{role: (responders, their people)} that were sent to a subject, as far as the asker sees, and still serve."""
    query = select(task.c.need, func.count(), func.sum(responder.c.capacity)).select_from(task)
    query = query.join(dispatch, dispatch.c.id == task.c.dispatch_id)
    query = query.join(responder, responder.c.id == task.c.responder_id).group_by(task.c.need)
    serving = (dispatch.c.subject == subject, visible(scope), task.c.alone == 1, task.c.state.not_in(GONE))
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
