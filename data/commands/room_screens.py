"""What screens send about rooms: one is opened, or something is done in it. Nothing a screen says is trusted."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from data.acting import acting
from data.commands.audit import acted
from data.commands.room_conclusions import NewConclusion, ask_for, conclude, finish
from data.commands.rooms import NewRoom, close_room, invite, open_room, say, set_link
from data.commands.tables import close_table, note_sides, told_sides
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.codes import subject_numbers
from data.times import CITY_ZONE

Given = Mapping[str, str]


def open_on_screen(house: House, sent: Mapping[str, Any], role: str, number: int) -> str:
    """The code of the new room."""
    actor, now, given = acting(house, role, number), house.clock.now(), _texts(sent)
    form, title, link = (given.get(name, "") for name in ("form", "title", "link"))
    sides = told_sides(given.get("parties", ""), given.get("mediator", "")) if form == "table" else ()
    with acted(house, actor, "room_open", given.get("on", "")[:160]) as connection:
        about = subject_numbers(connection, given.get("on", "")) or {}
        new = NewRoom(title=title, form=form, link=link, sides=sides, members=(), **about)
        return open_room(connection, new, actor, now)


def act_in_room(house: House, code: str, name: str, sent: Mapping[str, Any], role: str, number: int) -> None:
    """Raises as the commands of `data/commands/rooms.py` and `room_conclusions.py` do."""
    actor, now, given = acting(house, role, number), house.clock.now(), _texts(sent)
    name, _colon, n = name.partition(":")
    if name not in _MOVES:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": name[:32]})
    action = "room_line" if name == "say" else "room_move"
    with acted(house, actor, action, f"{code} {name}{_colon}{n}"[:160]) as connection:
        _MOVES[name](connection, code, given | ({"n": n} if n else {}), actor, now)


def whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadInput(_("请填写数字"))
    return int(text)


def _texts(sent: Mapping[str, Any]) -> dict[str, str]:
    return {name: clean(value) for name, value in sent.items() if isinstance(value, str)}


def _say(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    mends = whole(given["mends"]) if given.get("mends") else None
    say(connection, code, given.get("words", ""), actor, now, mends)


def _invite(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    invite(connection, code, [given.get("seat", "")], actor, now)


def _link(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    set_link(connection, code, given.get("link", ""), actor, now)


def _conclude(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    way, _colon, owner = given.get("owner", "").partition(":")
    deadline = _deadline(given.get("deadline", ""))
    conclude(
        connection,
        code,
        NewConclusion(words=given.get("words", ""), way=way, owner=owner, deadline=deadline),
        actor,
        now,
    )


def _ask(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    ask_for(
        connection,
        code,
        whole(given.get("n", "")),
        actor,
        now,
        datetime.now(UTC),
        confirmed=bool(given.get("confirmed")),
    )


def _done(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    finish(connection, code, whole(given.get("n", "")), given.get("words", ""), actor, now)


def _sides(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    note_sides(connection, code, told_sides(given.get("parties", ""), given.get("mediator", "")), actor, now)


def _close(connection: Connection, code: str, given: Given, actor: Actor, now: datetime) -> None:
    if "outcome" in given:
        close_table(connection, code, given["outcome"], given.get("words", ""), actor, now)
    else:
        close_room(connection, code, given.get("words", ""), actor, now)


def _deadline(text: str) -> datetime:
    """A minute of the city's clocks, as forms give it."""
    try:
        return datetime.strptime(text[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=CITY_ZONE)
    except ValueError:
        raise BadInput(_("请填写期限")) from None


_MOVES: dict[str, Callable[[Connection, str, Given, Actor, datetime], None]] = {
    "say": _say,
    "invite": _invite,
    "link": _link,
    "sides": _sides,
    "conclude": _conclude,
    "ask": _ask,
    "done": _done,
    "close": _close,
}
