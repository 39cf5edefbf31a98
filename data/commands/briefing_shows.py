"""A show is opened, moved and ended. Its followers have a stream of their own: for a revision it moves too often."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from data.briefer import Briefer
from data.briefing.state import State, here
from data.commands.room_shows import take_everywhere
from data.errors import BriefingRefused, Forbidden
from data.language import gettext as _
from data.live.bell import CHANNEL, moved
from data.queries.briefing_shows import open_shows, show_row
from data.queries.briefings import briefing_row, scenes_of
from data.schema import briefing_show

SHOWS = "shows"  # what rings the bell; no topic, for nothing else is drawn by it
Row = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """`name` is one of `data/briefing/state.py`, "end" or "pin"; `given` what it says."""

    name: str
    given: Mapping[str, Any]


def open_show(connection: Connection, code: str, me: Briefer, wall: datetime, scene: int | None = None) -> str:
    """The code of a new show of this briefing; that of his own that is not over, if there is one."""
    if not me.makes:
        raise Forbidden(_("没有制作和播放汇报的权限"))
    row = briefing_row(connection, code, me)
    order = [one.n for one in scenes_of(connection, row["id"]).values()]
    if not order:
        raise BriefingRefused(_("这份汇报还没有幕"))
    for show in open_shows(connection, row["id"]):
        if show["opened_by"] == me.who:
            return str(show["code"])
    first = scene if scene in order else order[0]
    new = {
        "briefing_id": row["id"],
        "code": secrets.token_urlsafe(15),
        "pin": secrets.randbelow(2**30),
        "state": State(scene=first, began=_ms(wall)).json(),
        "revision": 1,
        "opened_at": wall,
        "opened_by": me.who,
    }
    connection.execute(insert(briefing_show).values(new))
    return str(new["code"])


def move_show(connection: Connection, code: str, move: Move, wall: datetime) -> int:
    """Its revision after the move. BriefingRefused when it is over, BadInput. Who may move it is asked before."""
    _ring(connection)  # writes nothing yet, but on PostgreSQL leaves word
    row = _taken(connection, code)
    if move.name == "end":
        take_everywhere(connection, [row["code"]])
        return _written(connection, row, ended_at=wall)
    if move.name == "pin":
        return _written(connection, row, pin=secrets.randbelow(2**30))
    order = [one.n for one in scenes_of(connection, row["briefing_id"]).values()]
    state = row["of"] if row["of"].scene in order else _found_again(row["of"], order)
    after = state.moved(move.name, move.given, order, _ms(wall))
    return row["revision"] if after == row["of"] else _written(connection, row, state=after.json())


def say_here(connection: Connection, code: str, screen: str, size: str, wall: datetime) -> int:
    """A screen of the audience is there; its revision. Of a show that has just ended the last one: it did no wrong."""
    _ring(connection)
    try:
        row = _taken(connection, code)
    except BriefingRefused:
        return int(show_row(connection, code)["revision"])
    return _written(connection, row, state=here(row["of"], screen, size, _ms(wall)).json())


def _taken(connection: Connection, code: str) -> Row:
    """The show, for a change: whoever else changes it waits here, or comes after."""
    same = briefing_show.c.code == code
    connection.execute(update(briefing_show).where(same).values(revision=briefing_show.c.revision))
    row = show_row(connection, code)
    if row["ended_at"] is not None:
        raise BriefingRefused(_("这场汇报已结束"))
    return row


def _written(connection: Connection, row: Row, **values: Any) -> int:
    revision = int(row["revision"]) + 1
    connection.execute(update(briefing_show).where(briefing_show.c.id == row["id"]).values(revision=revision, **values))
    return revision


def _found_again(state: State, order: list[int]) -> State:
    """A scene that was taken out meanwhile: the show goes on from the first."""
    return State.read(json.dumps(json.loads(state.json()) | {"scene": order[0] if order else 0, "path": ""}))


def _ring(connection: Connection) -> None:
    moved(connection, (SHOWS,))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_notify('{CHANNEL}', '')")


def _ms(wall: datetime) -> int:
    return int(wall.timestamp() * 1000)
