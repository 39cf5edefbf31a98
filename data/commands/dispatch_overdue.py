"""What is not accepted, reached or done in time is told up the chain: town, county, city; each link once a limit.

A draft that no 值班长 confirms is told too, county and city; at last it lapses, so that it holds nobody for ever.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, or_, select, update

from data.commands.dispatch_messages import settle_messages, write_messages
from data.commands.dispatch_steps import CLOCK, end_tasks, remember, swap, take_turn, tasks_of
from data.language import gettext as _
from data.queries.dispatch_counts import CONFIRM_WITHIN
from data.schema import dispatch, duty, region, responder, task

Row = Mapping[Any, Any]
STEP = timedelta(minutes=5)  # from one link of the chain to the next
LAPSES = timedelta(minutes=30)  # after which a draft holds nobody any more
LEVELS = (3, 2, 1)  # town, county, city
CHIEFS = (2, 1)  # whose 值班长 confirm
UNHEARD = ("sent", "delivered", "read")
ON_THE_WAY = ("accepted", "departed")
THERE = ("arrived",)
CHANNELS = ("app", "webhook")


def tell_overdue(connection: Connection, now: datetime, wall: datetime) -> int:
    """Tell the next link of every task and draft that is late, and let old drafts lapse; how many were told."""
    take_turn(connection)
    lapsed, drafts, rows = _old(connection, now), _waiting(connection, now), _late(connection, now)
    for draft in lapsed:
        _lapse(connection, draft, now, wall)
    for draft in drafts:
        if _step_on(connection, dispatch, draft, now):
            _tell_of_draft(connection, draft, now, wall)
    for one in rows:
        if _step_on(connection, task, one, now):
            _tell(connection, one, now, wall)
    return len(rows) + len(drafts) + len(lapsed)


def anyone_late(connection: Connection, now: datetime) -> bool:
    """Whether there is anything to tell."""
    return bool(_late(connection, now) or _waiting(connection, now) or _old(connection, now))


def _late(connection: Connection, now: datetime) -> list[Row]:
    """Tasks whose limit is over, and whose lateness the next link has not heard. Desks of the chain are only told."""
    limit = case(
        (task.c.state.in_(UNHEARD), task.c.accept_by),
        (task.c.state.in_(ON_THE_WAY), task.c.arrive_by),
        else_=task.c.done_by,
    )
    due = or_(task.c.late_at.is_(None), task.c.late_at < now - STEP)
    over = and_(task.c.state.in_((*UNHEARD, *ON_THE_WAY, *THERE)), task.c.ended_at.is_(None), limit < now)
    query = select(task.c.id, task.c.dispatch_id, task.c.late, task.c.state, task.c.code).join_from(task, dispatch)
    query = query.where(over, due, task.c.alone == 1, task.c.late < len(LEVELS), dispatch.c.state == "final")
    return list(connection.execute(query.order_by(task.c.id)).mappings())


def _waiting(connection: Connection, now: datetime) -> list[Row]:
    """Drafts of which the next 值班长 has not heard that they wait too long."""
    late, old = dispatch.c.at < now - CONFIRM_WITHIN, dispatch.c.at < now - LAPSES
    due = or_(dispatch.c.late_at.is_(None), dispatch.c.late_at < now - STEP)
    query = select(dispatch).where(dispatch.c.state == "drafted", late, ~old, due, dispatch.c.late < len(CHIEFS))
    return list(connection.execute(query.order_by(dispatch.c.id)).mappings())


def _old(connection: Connection, now: datetime) -> list[Row]:
    query = select(dispatch).where(dispatch.c.state == "drafted", dispatch.c.at < now - LAPSES)
    return list(connection.execute(query.order_by(dispatch.c.id)).mappings())


def _step_on(connection: Connection, of: Any, one: Row, now: datetime) -> bool:
    """Whether this caller tells the next link: of several, one is told True."""
    still = (of.c.id == one["id"], of.c.late == one["late"], of.c.ended_at.is_(None))
    return connection.execute(update(of).where(*still).values(late=one["late"] + 1, late_at=now)).rowcount == 1


def _tell(connection: Connection, one: Row, now: datetime, wall: datetime) -> None:
    order = connection.execute(select(dispatch).where(dispatch.c.id == one["dispatch_id"])).mappings().one()
    mine = next(row for row in tasks_of(connection, order["id"]) if row["id"] == one["id"])
    place, who, desk = _above(connection, mine["r_region_id"], LEVELS[one["late"]], now)
    what = _("签收") if one["state"] in UNHEARD else _("到场") if one["state"] in ON_THE_WAY else _("办结")
    words = _("%(name)s %(what)s超时，已报 %(place)s %(who)s") % {
        "name": mine["r_name"],
        "what": what,
        "place": place,
        "who": who,
    }
    write_messages(connection, order, [{**mine, "r_code": desk, "r_phone": None}], CHANNELS, "late", words, wall)
    remember(connection, order["id"], "late", CLOCK, now, words, task_id=one["id"])


def _tell_of_draft(connection: Connection, order: Row, now: datetime, wall: datetime) -> None:
    place, who, desk = _above(connection, order["region_id"], CHIEFS[order["late"]], now)
    words = _("%(code)s 待值班长确认超时，已报 %(place)s %(who)s") % {"code": order["code"], "place": place, "who": who}
    about = {"id": None, "code": order["code"], "words": order["words"], "accept_by": None, "arrive_by": None}
    to = {"r_code": desk, "r_name": place, "r_phone": None}
    write_messages(connection, order, [about | to], CHANNELS, "late", words, wall)
    remember(connection, order["id"], "late", CLOCK, now, words)


def _lapse(connection: Connection, order: Row, now: datetime, wall: datetime) -> None:
    """Nobody has heard of it yet; whom it held is free again."""
    if swap(connection, order["id"], ["drafted"], state="cancelled", ended_at=now):
        end_tasks(connection, order["id"], "cancelled", now)
        settle_messages(connection, order["id"], ("held",), "dropped", wall)
        words = _("%(n)s 分钟内未经值班长确认，自动作废，力量已释放") % {"n": int(LAPSES.total_seconds()) // 60}
        remember(connection, order["id"], "cancel", CLOCK, now, words)


def _above(connection: Connection, home: int, level: int, now: datetime) -> tuple[str, str, str]:
    """(region, who is on duty there now or "", its desk) of a level around a place."""
    own = select(region.c.lo, region.c.hi).where(region.c.id == home).subquery()
    around = select(region.c.id, region.c.name).where(
        region.c.tree == "spine", region.c.level <= level, region.c.lo <= own.c.lo, region.c.hi >= own.c.hi
    )
    place = connection.execute(around.order_by(region.c.level.desc()).limit(1)).one()
    turn = (duty.c.region_id == place.id, duty.c.since <= now, duty.c.until > now, duty.c.agency.is_(None))
    who = connection.scalar(select(duty.c.who).where(*turn).order_by(duty.c.role).limit(1))
    desk = (responder.c.region_id == place.id, responder.c.kind == "desk")
    code = connection.scalar(select(responder.c.code).where(*desk).order_by(responder.c.id).limit(1))
    return str(place.name), who or "", code or who or str(place.name)
