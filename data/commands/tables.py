"""小方桌: who is at odds, who goes between them, and how it ended. An agreement closes the dispute it was about."""

import re
from datetime import datetime

from sqlalchemy import Connection, select, update

from data.commands.decisions import DISPUTE
from data.commands.moves import move
from data.commands.revisions import bump
from data.commands.rooms import Side, close_room, seat_sides, turn
from data.errors import BadInput
from data.language import gettext as _
from data.life.actor import Actor
from data.room_words import TABLE_OUTCOMES
from data.schema import event, room, room_side
from data.things.masks import PHONE

_APART = re.compile(r"[\s,\uff0c]+")


def told_sides(parties: str, mediator: str) -> tuple[Side, ...]:
    """As a form tells them: one a line, a name and perhaps a telephone number."""
    lines = [("party", line) for line in parties.splitlines()] + [("mediator", line) for line in mediator.splitlines()]
    return tuple(_side(kind, line.strip()) for kind, line in lines if line.strip())


def _side(kind: str, line: str) -> Side:
    name, last = line, _APART.split(line)[-1]
    if last != line and PHONE.fullmatch(last):
        return Side(kind, line[: -len(last)].strip(" ,\uff0c"), last)
    return Side(kind, name)


def note_sides(connection: Connection, code: str, sides: tuple[Side, ...], actor: Actor, now: datetime) -> None:
    row, _me = turn(connection, code, "sides", actor)
    if not sides:
        raise BadInput(_("请填写当事人或调解员"))
    seat_sides(connection, row, sides, actor, now)


def close_table(connection: Connection, code: str, outcome: str, summary: str, actor: Actor, now: datetime) -> None:
    """The table ends with its outcome. Agreed, its dispute is closed too; what refuses that keeps it open."""
    bump(connection, "events", "rooms")
    row, _me = turn(connection, code, "close", actor)
    if row["form"] != "table" or row["event_id"] is None:
        raise BadInput(_("只有事件的小方桌登记调解结果"))
    if outcome not in TABLE_OUTCOMES:
        raise BadInput(_("请选择调解结果"))
    if outcome == "agreed":
        _met(connection, row["id"])
    close_room(connection, code, summary, actor, now)
    connection.execute(update(room).where(room.c.id == row["id"]).values(outcome=outcome))
    about = connection.execute(select(event.c.category, event.c.ended_at).where(event.c.id == row["event_id"])).one()
    if outcome == "agreed" and about.category == DISPUTE and about.ended_at is None:
        reason = _("小方桌 %(code)s 达成协议：%(summary)s") % {"code": code, "summary": summary.strip()}
        move(connection, row["event_id"], "settle", actor, now, now, table=True, reason=reason[:2_000])


def _met(connection: Connection, room_id: int) -> None:
    kinds = list(connection.scalars(select(room_side.c.kind).where(room_side.c.room_id == room_id)))
    if kinds.count("party") < 2 or "mediator" not in kinds:
        raise BadInput(_("达成协议须先登记双方当事人和调解员"))
