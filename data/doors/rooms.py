"""Rooms over HTTP: opened, talked in, concluded and closed. Keyed senders only."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel
from sqlalchemy import Connection

from data.commands.once import Reply
from data.commands.room_conclusions import NewConclusion, ask_for, conclude, finish
from data.commands.rooms import NewRoom, Side, close_room, invite, open_room, say, set_link
from data.commands.tables import close_table, note_sides
from data.doors import room_models
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keyed import about, model_sent, numbered, replied_once
from data.doors.keys import Sender, answer_keys, sender_of
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.queries.codes import numbers_of
from data.queries.rooms import room_row, room_whole, rooms
from data.sitter import sitting_down

door = Blueprint("rooms", __name__, url_prefix="/api/v1/rooms")
answer_errors(door)
answer_keys(door)


@door.get("")
def listed() -> Response:
    """Rooms that the sender may see."""
    sender, home, asked = sender_of(request, house()), house(), only("state", "event", "warning", "limit")
    with home.engine.connect() as connection:
        on = numbers_of(connection, about(asked))
        found = rooms(
            connection,
            sitting_down(sender.actor),
            state=asked.get("state") or "all",
            event_id=on.get("event"),
            warning_id=on.get("warning"),
            limit=numbered(asked["limit"]) if "limit" in asked else 100,
        )
    return json_response({"now": home.clock.now(), "rooms": [_plain(room_models.RoomRow, one) for one in found]})


@door.get("/<code>")
def one(code: str) -> Response:
    """One room with all that was said and concluded."""
    sender, home = sender_of(request, house()), house()
    only()
    with home.engine.connect() as connection:
        return json_response(_whole(connection, code, sender))


@door.post("")
def opened() -> Response:
    """Open a room."""
    asked, body, sender = model_sent(room_models.NewRoom)
    if (asked.event is None) == (asked.warning is None):
        raise BadInput("event or warning: one of them")
    plain = asked.model_dump(exclude={"members", "sides"})

    def work(connection: Connection, now: datetime) -> str:
        new = NewRoom(**plain | numbers_of(connection, plain), members=tuple(asked.members), sides=_sides(asked))
        return open_room(connection, new, sender.actor, now)

    return _done(sender, body, 201, work)


@door.post("/<code>/lines")
def told(code: str) -> Response:
    """Say something; it stands in the minutes for good."""
    asked, body, sender = model_sent(room_models.NewLine)

    def work(connection: Connection, now: datetime) -> str:
        say(connection, code, asked.words, sender.actor, now, asked.mends)
        return code

    return _done(sender, body, 201, work)


@door.post("/<code>/conclusions")
def concluded(code: str) -> Response:
    """Note a conclusion with who is to see to it and until when."""
    asked, body, sender = model_sent(room_models.NewConclusion)

    def work(connection: Connection, now: datetime) -> str:
        conclude(connection, code, NewConclusion(**asked.model_dump()), sender.actor, now)
        return code

    return _done(sender, body, 201, work)


@door.post("/<code>/moves")
def moved(code: str) -> Response:
    """Invite, set the link, make a task of a conclusion, answer a 督办, close."""
    asked, body, sender = model_sent(room_models.RoomMove)

    def work(connection: Connection, now: datetime) -> str:
        room_row(connection, code, sitting_down(sender.actor))  # what is unknown is told first, whoever asks
        _move(connection, code, asked, sender, now)
        return code

    return _done(sender, body, 200, work)


def _move(connection: Connection, code: str, asked: Any, sender: Sender, now: datetime) -> None:
    actor = sender.actor
    if asked.move == "invite":
        invite(connection, code, asked.members, actor, now)
    elif asked.move == "link":
        set_link(connection, code, asked.link, actor, now)
    elif asked.move == "sides":
        note_sides(connection, code, _sides(asked), actor, now)
    elif asked.move == "close" and asked.outcome is not None:
        close_table(connection, code, asked.outcome, asked.words, actor, now)
    elif asked.move == "close":
        close_room(connection, code, asked.words, actor, now)
    elif asked.n is None:
        raise BadInput("n: the number of a conclusion is needed")
    elif asked.move == "ask":
        ask_for(connection, code, asked.n, actor, now, datetime.now(UTC), confirmed=asked.confirmed)
    else:
        finish(connection, code, asked.n, asked.words, actor, now)


def _sides(asked: Any) -> tuple[Side, ...]:
    return tuple(Side(one.kind, one.name, one.phone) for one in asked.sides)


def _done(sender: Sender, body: bytes, status: int, work: Callable[[Connection, datetime], str]) -> Response:
    """The room as it is after `work`, once under the request's key."""
    now = house().clock.now()

    def all_of(connection: Connection) -> Reply:
        code = work(connection, now)
        return Reply(status, json_response(_whole(connection, code, sender)).get_data())

    return replied_once(sender, body, all_of)


def _whole(connection: Connection, code: str, sender: Sender) -> dict[str, Any]:
    row = room_whole(connection, code, sitting_down(sender.actor), house().clock.now())
    for each in row["conclusions"]:
        each["task_state"] = each["receipts"].get("state")
    parts = {
        name: [_plain(model, each) for each in row[name]]
        for name, model in (
            ("sides", room_models.KnownSide),
            ("members", room_models.RoomMember),
            ("lines", room_models.RoomLine),
            ("conclusions", room_models.RoomConclusion),
        )
    }
    return _plain(room_models.Room, row) | parts


def _plain(model: type[BaseModel], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in model.model_fields}
