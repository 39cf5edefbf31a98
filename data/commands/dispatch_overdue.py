"""What nobody accepted, or did not reach, in time is told up the chain: town, county, city; each link once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, or_, select, update

from data.commands.dispatch_messages import write_messages
from data.commands.dispatch_steps import CLOCK, remember, take_turn, tasks_of
from data.language import gettext as _
from data.schema import dispatch, duty, region, task

Row = Mapping[Any, Any]
STEP = timedelta(minutes=5)  # from one link of the chain to the next
LEVELS = (3, 2, 1)  # town, county, city
UNHEARD = ("sent", "delivered", "read")
ON_THE_WAY = ("accepted", "departed")


def tell_overdue(connection: Connection, now: datetime, wall: datetime) -> int:
    """Tell the next link of every task that is late; how many were told."""
    take_turn(connection)
    rows = _late(connection, now)
    for one in rows:
        if _step_on(connection, one, now):
            _tell(connection, one, now, wall)
    return len(rows)


def anyone_late(connection: Connection, now: datetime) -> bool:
    """Whether there is anything to tell."""
    return bool(_late(connection, now))


def _late(connection: Connection, now: datetime) -> list[Row]:
    """Tasks whose limit is over, and whose lateness the next link has not heard."""
    limit = case((task.c.state.in_(UNHEARD), task.c.accept_by), else_=task.c.arrive_by)
    over = and_(task.c.state.in_((*UNHEARD, *ON_THE_WAY)), task.c.ended_at.is_(None), limit < now)
    due = or_(task.c.late_at.is_(None), task.c.late_at < now - STEP)
    query = select(task.c.id, task.c.dispatch_id, task.c.late, task.c.state, task.c.code)
    query = query.join_from(task, dispatch).where(over, due, task.c.late < len(LEVELS), dispatch.c.state == "final")
    return list(connection.execute(query.order_by(task.c.id)).mappings())


def _step_on(connection: Connection, one: Row, now: datetime) -> bool:
    """Whether this caller tells the next link: of several, one is told True."""
    still = (task.c.id == one["id"], task.c.late == one["late"], task.c.ended_at.is_(None))
    return connection.execute(update(task).where(*still).values(late=one["late"] + 1, late_at=now)).rowcount == 1


def _tell(connection: Connection, one: Row, now: datetime, wall: datetime) -> None:
    order = connection.execute(select(dispatch).where(dispatch.c.id == one["dispatch_id"])).mappings().one()
    mine = next(row for row in tasks_of(connection, order["id"]) if row["id"] == one["id"])
    place, who = _above(connection, mine["r_region_id"], LEVELS[one["late"]], now)
    what = _("签收") if one["state"] in UNHEARD else _("到场")
    words = _("%(name)s %(what)s超时，已报 %(place)s %(who)s") % {
        "name": mine["r_name"],
        "what": what,
        "place": place,
        "who": who,
    }
    desk = {"r_code": who or place, "r_phone": None}
    write_messages(connection, order, [{**mine, **desk}], ("app", "webhook"), "late", words, wall)
    remember(connection, order["id"], "late", CLOCK, now, words, task_id=one["id"])


def _above(connection: Connection, home: int, level: int, now: datetime) -> tuple[str, str]:
    """(region, who is 值班长 there now or "") of a level around a responder's home."""
    own = select(region.c.lo, region.c.hi).where(region.c.id == home).subquery()
    around = select(region.c.id, region.c.name).where(
        region.c.tree == "spine", region.c.level <= level, region.c.lo <= own.c.lo, region.c.hi >= own.c.hi
    )
    place = connection.execute(around.order_by(region.c.level.desc()).limit(1)).one()
    turn = (duty.c.region_id == place.id, duty.c.since <= now, duty.c.until > now, duty.c.agency.is_(None))
    who = connection.scalar(select(duty.c.who).where(*turn).order_by(duty.c.role).limit(1))
    return str(place.name), who or ""
