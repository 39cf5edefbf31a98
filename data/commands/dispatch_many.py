"""Several orders at one click: each on its own account, so that one that is refused does not undo the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from data.commands.dispatch_order import NewDispatch, order
from data.commands.dispatch_steps import may_order, take_turn
from data.errors import BadInput, CockpitError
from data.language import gettext as _
from data.life.actor import Actor

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Given:
    """What became of one of them: the order's code, or why it was refused and the status of that."""

    code: str | None = None
    status: int = 201
    detail: str = ""


def order_many(
    connection: Connection, news: Sequence[NewDispatch], actor: Actor, now: datetime, wall: datetime
) -> list[Given]:
    """Give the orders one after the other: what each takes is not there for the next."""
    if not 1 <= len(news) <= MOST:
        raise BadInput(_("一次可派 1 至 %(n)s 件") % {"n": MOST})
    take_turn(connection)
    may_order(actor)
    return [_one(connection, new, actor, now, wall) for new in news]


def _one(connection: Connection, new: NewDispatch, actor: Actor, now: datetime, wall: datetime) -> Given:
    try:
        with connection.begin_nested():
            return Given(code=order(connection, new, actor, now, wall)["code"])
    except CockpitError as error:
        return Given(status=error.status, detail=str(error))
