"""A planned change of grids is cancelled before its day: it stays told, and never stood; what it ended goes on."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from data.commands.grids import CHANGERS, REASON, G
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ListRefused
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.schema import grid, grid_origin
from data.times import day_number

CAME = grid_origin.c


def cancel_change(connection: Connection, code: str, reason: str, actor: Actor, now: datetime) -> list[str]:
    """`code`: of any grid that would begin; names of those that come back. ListRefused once its day is there."""
    if actor.role not in CHANGERS:
        raise Forbidden(_("值班员和领导调整网格"))
    bump(connection, "grids")  # writers queue here
    why = clean(reason, line=True)
    if not why or len(why) > REASON:
        raise BadInput(_("请写明撤销原因，至多 {n} 字").format(n=REASON))
    row = connection.execute(select(grid).where(G.code == code, G.kind == "territorial")).mappings().one_or_none()
    if row is None or row["change"] == "adopted" or not actor.scope.covers(row["lo"], row["hi"]):
        raise ListRefused(_("没有这次网格调整"))
    if row["cancelled_at"] is not None or row["first_day"] <= day_number(now):
        raise ListRefused(_("已经生效或已撤销的调整不能再撤销"))
    before, news = _both(connection, row["id"])
    told = {"cancelled_at": now, "cancelled_by": actor.name, "cancel_reason": why, "last_day": row["first_day"] - 1}
    planned = (G.id.in_(news), G.last_day.is_(None))
    if connection.execute(update(grid).where(*planned).values(told)).rowcount != len(news):
        raise ListRefused(_("这次调整之后还有安排，请先撤销后面的"))
    connection.execute(update(grid).where(G.id.in_(before)).values(last_day=None))
    return list(connection.scalars(select(G.name).where(G.id.in_(before)).order_by(G.lo, G.id)))


def _both(connection: Connection, number: int) -> tuple[list[int], list[int]]:
    """The grids that this change ends, and those that it begins: a grid ends once, so these share what they came of."""
    mine = select(CAME.from_id).where(CAME.grid_id == number)
    alive = select(CAME.grid_id).join(grid, G.id == CAME.grid_id).where(G.cancelled_at.is_(None))
    news = list(connection.scalars(alive.where(CAME.from_id.in_(mine)).distinct()))
    return list(connection.scalars(select(CAME.from_id).where(CAME.grid_id.in_(news)).distinct())), news
