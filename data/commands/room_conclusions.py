"""Conclusions of a room, and how each becomes a task, once: an order, a whistle, or a 督办 with a deadline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from data.commands.dispatch_order import NewDispatch, order
from data.commands.moves import move
from data.commands.revisions import bump
from data.commands.rooms import plain, turn, write_line
from data.errors import BadInput, EventRefused, Forbidden, RoomRefused, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.agencies import agencies_of
from data.queries.dispatch_counts import orders_on
from data.queries.room_seats import responder_named
from data.queries.rooms import room_row, speaks_for
from data.room_words import CONCLUSION_WAYS
from data.schema import responder, room_conclusion
from data.sitter import CHAIRS, Sitter, sitting_down
from data.times import local

FURTHEST = timedelta(days=366)
MOST = 200
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewConclusion:
    """`owner`: code of an agency, or of a responder where the way is an order."""

    words: str
    way: str
    owner: str
    deadline: datetime


def conclude(connection: Connection, code: str, new: NewConclusion, actor: Actor, now: datetime) -> int:
    """Note it in the room; its number there. Nobody has been asked yet."""
    row, me = turn(connection, code, "conclude", actor)
    words = plain(new.words, _("结论"))
    if new.way not in CONCLUSION_WAYS:
        raise BadInput(_("没有这种落实方式"))
    if new.way == "whistle" and row["event_id"] is None:
        raise BadInput(_("预警不能吹哨，请改用派遣或督办"))
    if not now < new.deadline <= now + FURTHEST:
        raise BadInput(_("期限须晚于现在，且在一年之内"))
    owner, name = _owner(connection, row, new, me)
    last = connection.scalar(select(func.max(room_conclusion.c.n)).where(room_conclusion.c.room_id == row["id"])) or 0
    if last >= MOST:
        raise RoomRefused(_("会商记录已满，请结束后另开"))
    told = {"room_id": row["id"], "n": last + 1, "words": words, "way": new.way, "deadline": new.deadline}
    connection.execute(insert(room_conclusion).values({**told, **owner, "at": now, "actor": actor.name}))
    said = {"n": last + 1, "words": words, "who": name, "way": _(CONCLUSION_WAYS[new.way])}
    until = f"{local(new.deadline):%m-%d %H:%M}"
    line = _("结论 %(n)s：%(words)s（%(way)s %(who)s，%(until)s 前）") % {**said, "until": until}
    write_line(connection, row, "conclude", actor, now, line)
    return int(last) + 1


def ask_for(
    connection: Connection, code: str, n: int, actor: Actor, now: datetime, wall: datetime, *, confirmed: bool = False
) -> None:
    """The conclusion becomes a task, once, however often it is asked for. `confirmed`: an old position was asked for.

    RoomRefused (asked already), and whatever the order, or the event's own move, refuses: then nothing is changed.
    """
    bump(connection, "dispatch", "events", "rooms")  # in the order in which all who order take their turns
    row, _me = turn(connection, code, "ask", actor)
    one = _conclusion(connection, row["id"], n)
    free = (room_conclusion.c.id == one["id"], room_conclusion.c.asked_at.is_(None))
    asked = {"asked_at": now, "asked_by": actor.name}
    if connection.execute(update(room_conclusion).where(*free).values(asked)).rowcount != 1:
        raise RoomRefused(_("结论 %(n)s 已经下达过") % {"n": n})
    told = _WAYS[one["way"]](connection, row, one, actor, now, wall, confirmed)
    write_line(connection, row, "ask", actor, now, _("结论 %(n)s 已下达：%(told)s") % {"n": n, "told": told})


def finish(connection: Connection, code: str, n: int, words: str, actor: Actor, now: datetime) -> None:
    """The answer to a 督办, by its agency or who sees to the room; also after the room has closed."""
    bump(connection, "rooms")
    me = sitting_down(actor)
    row = room_row(connection, code, me)
    one, told = _conclusion(connection, row["id"], n), plain(words, _("办理结果"))
    if one["way"] != "supervise" or one["asked_at"] is None:
        raise RoomRefused(_("结论 %(n)s 不是办理中的督办") % {"n": n})
    if actor.role not in CHAIRS and not speaks_for(connection, me, one["agency"]):
        raise Forbidden(_("只有承办单位或值班员可以办结"))
    still = (room_conclusion.c.id == one["id"], room_conclusion.c.done_at.is_(None))
    done = {"done_at": now, "done_by": actor.name, "result": told}
    if connection.execute(update(room_conclusion).where(*still).values(done)).rowcount != 1:
        raise RoomRefused(_("结论 %(n)s 已办结") % {"n": n})
    write_line(connection, row, "done", actor, now, _("结论 %(n)s 办结：%(told)s") % {"n": n, "told": told})


def _order(
    connection: Connection, row: Row, one: Row, actor: Actor, now: datetime, wall: datetime, confirmed: bool
) -> str:
    subject = f"event:{row['event_id']}" if row["event_id"] else f"warning:{row['warning_id']}"
    new = NewDispatch(
        key=f"room:{row['code']}:{one['n']}",
        seq=orders_on(connection, subject, actor.scope),
        event=row["event_id"],
        warning=row["warning_id"],
        responders=(one["responder_code"],),
        confirmed=(one["responder_code"],) if confirmed else (),
        words=one["words"],
        chain=False,
    )
    given = order(connection, new, actor, now, wall)
    mine = room_conclusion.c.id == one["id"]
    connection.execute(update(room_conclusion).where(mine).values(dispatch_id=given["id"]))
    return str(given["code"])


def _whistle(
    connection: Connection, row: Row, one: Row, actor: Actor, now: datetime, _wall: datetime, _confirmed: bool
) -> str:
    move(connection, row["event_id"], "whistle", actor, now, now, agency=one["agency"], reason=one["words"])
    return _(CONCLUSION_WAYS["whistle"])


def _supervise(
    connection: Connection, row: Row, one: Row, actor: Actor, now: datetime, _wall: datetime, _confirmed: bool
) -> str:
    """The event's own history tells of it too, as long as the event is open."""
    if row["event_id"] is not None:
        try:
            with connection.begin_nested():
                move(connection, row["event_id"], "supervise", actor, now, now, reason=one["words"])
        except EventRefused:
            return _("督办（事件已结束，只记入会商）")
    return _(CONCLUSION_WAYS["supervise"])


_WAYS = {"order": _order, "whistle": _whistle, "supervise": _supervise}


def _owner(connection: Connection, row: Row, new: NewConclusion, me: Sitter) -> tuple[Row, str]:
    """Columns and name of who is to see to it."""
    if new.way == "order":
        found = responder_named(connection, new.owner, me.scope)
        if found is None:
            raise BadInput(_("没有这个处置力量：%(code)s") % {"code": new.owner[:32]})
        return {"responder_id": found["id"]}, str(found["name"])
    named = {one["code"]: one["name"] for one in agencies_of(connection, row["lo"])}
    if new.owner not in named:
        raise BadInput(_("没有这个责任单位"))
    return {"agency": new.owner}, str(named[new.owner])


def _conclusion(connection: Connection, room_id: int, n: int) -> Row:
    query = select(room_conclusion, responder.c.code.label("responder_code"))
    query = query.outerjoin(responder, responder.c.id == room_conclusion.c.responder_id)
    mine = query.where(room_conclusion.c.room_id == room_id, room_conclusion.c.n == n)
    found = connection.execute(mine).mappings().one_or_none()
    if found is None:
        raise UnknownThing(_("没有这条结论"))
    return dict(found)
