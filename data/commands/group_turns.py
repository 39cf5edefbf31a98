"""The turn of a group of screens, moved by hand: pause, next, back, a page of its own, another rotation."""

import json
import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert, update

from data.commands.revisions import bump
from data.errors import BadInput
from data.language import gettext as _
from data.queries.alarms_told import newest
from data.queries.turns import eligible, group_row, now_ms, rotation_pages, turn_of
from data.schema import screen_group
from data.screens.pages import page_given
from data.screens.turn import FOREVER, LEAD, Turn

Row = dict[str, Any]


def new_group(connection: Connection, name: str, region_id: int, *, lone: bool = False) -> Row:
    """Nothing that has happened before alarms it."""
    heard = newest(connection)
    row = {"code": f"G{secrets.token_hex(4).upper()}", "name": name, "region_id": region_id, "lone": lone}
    row |= {"pinned": "", "page_id": None, "among": "[]", "spent": 0, "since": 0, "paused": False, "turned_at": 0}
    row |= {"show": "", "rotation_id": None, "heard_warning": heard.warning, "heard_event": heard.event}
    number = connection.scalar(insert(screen_group).values(row).returning(screen_group.c.id))
    return row | {"id": number}


def steer(connection: Connection, group_id: int, move: str, given: str = "") -> None:
    """One of MOVES; `given`: the page to go to (`go`: its id in the rotation, `pin`: an address).

    Pages of a rotation that is not seen are not turned: it goes on from where it stood.
    """
    if move not in MOVES:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": move[:32]})
    group = group_row(connection, group_id, alone=True)
    if move in TURNS and (group["pinned"] or group["show"]):
        raise BadInput(_("固定画面或汇报期间不翻页"))
    now, pages = now_ms(), rotation_pages(connection, group["rotation_id"])
    change = MOVES[move](turn_of(group, pages), now, given)
    kept(connection, group_id, change, now)


def follow(connection: Connection, group_id: int, rotation_id: int | None) -> None:
    """Another rotation, from its first page; None for none. Whoever calls has looked whether it may be had."""
    pages, now = rotation_pages(connection, rotation_id), now_ms()
    among = eligible(connection, rotation_id, pages)
    change = {"rotation_id": rotation_id, "pinned": "", "paused": False, "page_id": among[0] if among else None}
    kept(connection, group_id, change | {"show": "", "among": json.dumps(among), "spent": 0, "since": now}, now)


def kept(connection: Connection, group_id: int, change: Row | Turn, now: int, **more: Any) -> None:
    """Write it, and let the screens know."""
    row = (fields(change) if isinstance(change, Turn) else change) | more
    connection.execute(update(screen_group).where(screen_group.c.id == group_id).values(row | {"turned_at": now}))
    bump(connection, "screens")


def fields(turn: Turn) -> Row:
    """As a group keeps it."""
    told = {"page_id": turn.page, "among": json.dumps(turn.among), "spent": turn.spent}
    return told | {"since": turn.since, "paused": turn.paused}


def _next(turn: Turn, now: int, _given: str) -> Turn:
    return _turned(turn, now, 1)


def _back(turn: Turn, now: int, _given: str) -> Turn:
    return _turned(turn, now, -1)


def _turned(turn: Turn, now: int, step: int) -> Turn:
    page = turn.after(turn.at(now).page, step)
    return turn.show(page, now + LEAD)


def _go(turn: Turn, now: int, given: str) -> Row:
    """A page of the rotation, also one whose condition does not hold."""
    page = next((one.id for one in turn.pages if str(one.id) == given), None)
    if page is None:
        raise BadInput(_("轮播里没有这一页"))
    return fields(turn.release(now).show(page, now + LEAD)) | {"pinned": "", "show": ""}


def _pin(turn: Turn, now: int, given: str) -> Row:
    """That page alone, until `unpin`; the rotation stands where it was."""
    return fields(turn.hold(now, FOREVER)) | {"pinned": page_given(given), "show": ""}


def _unpin(turn: Turn, now: int, _given: str) -> Row:
    return fields(turn.release(now)) | {"pinned": "", "show": ""}


TURNS = ("pause", "resume", "next", "back")
MOVES: dict[str, Callable[[Turn, int, str], Row | Turn]] = {
    "pause": lambda turn, now, _given: turn.pause(now),
    "resume": lambda turn, now, _given: turn.resume(now),
    "next": _next,
    "back": _back,
    "go": _go,
    "pin": _pin,
    "unpin": _unpin,
}
