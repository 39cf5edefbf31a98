"""A room is opened, people are asked in, it is talked and kept in minutes, and closed with a summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, func, insert, select, update

from data.commands.codes import next_code
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, RoomRefused
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.room_seats import seats
from data.queries.rooms import may, room_row
from data.queries.subjects import subject_of
from data.room_words import ROOM_FORMS, TABLE_SIDES
from data.schema import room, room_line, room_member, room_side
from data.sitter import OPENERS, Sitter, sitting_down
from data.times import local
from data.words import ROLES

LONGEST, TITLE, LINK = 2_000, 96, 400
MOST_SEATS, MOST_LINES, MOST_SIDES, SIDE = 60, 5_000, 20, 32
Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """At a 小方桌: a party of the dispute or who goes between (TABLE_SIDES)."""

    kind: str
    name: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class NewRoom:
    """What is opened; `members` are seats as `data/queries/room_seats.py` names them."""

    title: str
    form: str = "consult"
    event: int | None = None
    warning: int | None = None
    link: str = ""
    sides: tuple[Side, ...] = ()
    members: tuple[str, ...] = ()


def open_room(connection: Connection, new: NewRoom, actor: Actor, now: datetime) -> str:
    """The code of the new room. UnknownThing (no such event or warning for this actor), Forbidden, BadInput."""
    if actor.role not in OPENERS:
        raise Forbidden(_("%(role)s不能发起会商") % {"role": _(ROLES[actor.role])})
    if new.form not in ROOM_FORMS:
        raise BadInput(_("没有这种会商形式"))
    title, link = plain(new.title, _("议题"), TITLE), checked_link(new.link)
    bump(connection, "rooms")  # first: who numbers rooms queues here
    subject = subject_of(connection, {"event": new.event, "warning": new.warning}, actor.scope)
    same = ("event_id", "warning_id", "region_id", "lo", "hi", "provenance")
    row = {
        **{name: getattr(subject, name) for name in same},
        "code": next_code(connection, room.c.code, f"R{local(now):%Y%m%d}-"),
        "form": new.form,
        "title": title,
        "link": link,
        "opened_at": now,
        "opened_by": actor.name,
        "role": actor.role,
        "state": "open",
    }
    number = connection.scalar(insert(room).values(row).returning(room.c.id))
    me = sitting_down(actor)
    own: Row = {"seat": f"person:{actor.name}", "words": actor.name, "who": actor.name, "account_id": me.account}
    _seat(connection, int(number or 0), own, actor, now)
    opened = {**row, "id": number}
    write_line(connection, opened, "open", actor, now, f"{_(ROOM_FORMS[new.form])} · {title}")
    if new.sides:
        seat_sides(connection, opened, new.sides, actor, now)
    if new.members:
        _invite(connection, opened, new.members, me, actor, now)
    return str(row["code"])


def turn(connection: Connection, code: str, what: str, actor: Actor) -> tuple[Row, Sitter]:
    """The room, for something that is done in it: writers queue here. RoomRefused when it is closed."""
    bump(connection, "rooms")
    me = sitting_down(actor)
    row = room_row(connection, code, me)
    if row["state"] != "open":
        raise RoomRefused(_("%(code)s 已结束，只读") % {"code": code})
    if what not in may(connection, row, me):
        raise Forbidden(_("您不是参会人，或不能办理这一项"))
    return row, me


def say(connection: Connection, code: str, words: str, actor: Actor, now: datetime, mends: int | None = None) -> int:
    """A line of the minutes; one that corrects another leaves that as it was. Its number."""
    row, _me = turn(connection, code, "say", actor)
    told = plain(words, _("发言"))
    if mends is not None:
        known = (room_line.c.room_id == row["id"], room_line.c.n == mends, room_line.c.kind.in_(("say", "mend")))
        if connection.scalar(select(room_line.c.actor).where(*known)) != actor.name:
            raise BadInput(_("只能更正自己的发言"))
    return write_line(connection, row, "say" if mends is None else "mend", actor, now, told, mends)


def invite(connection: Connection, code: str, chosen: Sequence[str], actor: Actor, now: datetime) -> None:
    """Ask more people in; who sits there already stays."""
    row, me = turn(connection, code, "invite", actor)
    _invite(connection, row, chosen, me, actor, now)


def set_link(connection: Connection, code: str, link: str, actor: Actor, now: datetime) -> None:
    """Where the city's own conferencing holds it; "" takes it away."""
    row, _me = turn(connection, code, "link", actor)
    there = checked_link(link)
    connection.execute(update(room).where(room.c.id == row["id"]).values(link=there))
    write_line(connection, row, "link", actor, now, there or _("已移除"))


def close_room(connection: Connection, code: str, summary: str, actor: Actor, now: datetime) -> None:
    """From now on it is read; what was asked in it lives on."""
    row, _me = turn(connection, code, "close", actor)
    told = plain(summary, _("会商小结"))
    over = {"state": "closed", "closed_at": now, "closed_by": actor.name, "summary": told}
    still = (room.c.id == row["id"], room.c.state == "open")
    if connection.execute(update(room).where(*still).values(over)).rowcount != 1:
        raise RoomRefused(_("%(code)s 已结束，只读") % {"code": code})
    write_line(connection, row, "close", actor, now, told)


def seat_sides(connection: Connection, row: Row, sides: Sequence[Side], actor: Actor, now: datetime) -> None:
    """Instead of those noted before. The minutes say how many: names are for who may know people."""
    if row["form"] != "table":
        raise BadInput(_("当事人与调解员只登记在小方桌"))
    if len(sides) > MOST_SIDES or any(one.kind not in TABLE_SIDES for one in sides):
        raise BadInput(_("当事人与调解员合计最多 %(n)s 人") % {"n": MOST_SIDES})
    names = [plain(one.name, _(TABLE_SIDES[one.kind]), SIDE) for one in sides]
    connection.execute(delete(room_side).where(room_side.c.room_id == row["id"]))
    rows = [
        {"room_id": row["id"], "n": n, "kind": one.kind, "name": name, "phone": one.phone[:20] or None}
        for n, (one, name) in enumerate(zip(sides, names, strict=True), 1)
    ]
    if rows:
        connection.execute(insert(room_side), rows)
    parties = sum(one.kind == "party" for one in sides)
    words = _("当事人 %(parties)s 人，调解员 %(others)s 人") % {"parties": parties, "others": len(sides) - parties}
    write_line(connection, row, "side", actor, now, words)


def write_line(
    connection: Connection, row: Row, kind: str, actor: Actor, now: datetime, words: str, mends: int | None = None
) -> int:
    """Append to the minutes; its number in the room. To be called in one's turn."""
    last = connection.scalar(select(func.max(room_line.c.n)).where(room_line.c.room_id == row["id"])) or 0
    if last >= MOST_LINES:
        raise RoomRefused(_("会商记录已满，请结束后另开"))
    line = {"room_id": row["id"], "n": last + 1, "kind": kind, "at": now, "words": words, "mends": mends}
    connection.execute(insert(room_line).values(line | {"actor": actor.name[:64], "role": actor.role}))
    return int(last) + 1


def plain(words: str, name: str, most: int = LONGEST) -> str:
    told = words.strip()
    if not told:
        raise BadInput(_("请填写{name}").format(name=name))
    if len(told) > most:
        raise BadInput(_("“%(name)s”过长") % {"name": name})
    return told


def checked_link(link: str) -> str | None:
    """An https address of one host, without name and password; None for no link. BadInput for anything else."""
    there = link.strip()
    if not there:
        return None
    try:
        parts = urlsplit(there)
        fits = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    odd = not (there.isascii() and there.isprintable()) or any(sign in there for sign in " \"'<>\\`")
    if not fits or odd or "@" in urlsplit(there).netloc or len(there) > LINK:
        raise BadInput(_("会议链接须以 https:// 开头，且是一个完整地址"))
    return there


def _invite(connection: Connection, row: Row, chosen: Sequence[str], me: Sitter, actor: Actor, now: datetime) -> None:
    known = seats(connection, row, me, now)
    if unknown := [one for one in chosen if one not in known]:
        raise BadInput(_("没有这个参会人：%(seat)s") % {"seat": unknown[0][:80]})
    mine = select(room_member.c.seat).where(room_member.c.room_id == row["id"])
    there = set(connection.scalars(mine))
    new = [one for one in dict.fromkeys(chosen) if one not in there]
    if len(there) + len(new) > MOST_SEATS:
        raise BadInput(_("参会人最多 %(n)s 个") % {"n": MOST_SEATS})
    for one in new:
        _seat(connection, row["id"], {"seat": one, "words": known[one].words[:96], **known[one].columns}, actor, now)
    if new:
        write_line(connection, row, "invite", actor, now, "、".join(known[one].words for one in new))


def _seat(connection: Connection, room_id: int, member: Row, actor: Actor, now: datetime) -> None:
    told = {"room_id": room_id, "at": now, "by": actor.name[:64]}
    connection.execute(insert(room_member).values(told | member))
