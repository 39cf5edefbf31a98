"""Calls, notices and broadcasts over HTTP: made, stopped, and answered by the gateway. Keyed senders only."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel
from sqlalchemy import Connection

from data.commands import callouts as commands
from data.commands.once import Reply, key_of
from data.doors import callout_models
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keyed import model_sent, numbered, replied_once
from data.doors.keys import Sender, answer_keys, sender_of
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.queries.callouts import callout_whole, callouts

door = Blueprint("callouts", __name__, url_prefix="/api/v1/callouts")
answer_errors(door)
answer_keys(door)


@door.get("")
def listed() -> Response:
    """Of regions within the sender's, the newest first."""
    sender, home, asked = sender_of(request, house()), house(), only("kind", "limit")
    limit = numbered(asked["limit"]) if "limit" in asked else 50
    with home.engine.connect() as connection:
        found = callouts(connection, sender.actor.scope, asked.get("kind", ""), limit)
    rows = [_plain(callout_models.Callout, row) for row in found.rows]
    return json_response({"now": home.clock.now(), "callouts": rows})


@door.get("/<code>")
def one(code: str) -> Response:
    """One with a page of its targets."""
    sender, asked = sender_of(request, house()), only("reach", "after")
    after = numbered(asked["after"]) if asked.get("after") else 0
    with house().engine.connect() as connection:
        return json_response(_whole(connection, code, sender, asked.get("reach", ""), after))


@door.post("")
def called() -> Response:
    """Call, tell many, or broadcast; once under an Idempotency-Key, which it needs."""
    asked, body, sender = model_sent(callout_models.NewCallout)
    if asked.event and asked.warning:
        raise BadInput("event or warning: one of them at most")
    key = key_of(request.headers.get("Idempotency-Key"))
    if key is None:
        raise BadInput("Idempotency-Key: a call needs one, so that nobody is called twice")
    on = f"event-{asked.event}" if asked.event else f"warning-{asked.warning}" if asked.warning else ""
    same = {name: getattr(asked, name) for name in ("kind", "way", "title", "words", "region", "area", "hours")}
    new = commands.NewCallout(
        key=hashlib.sha256(key.encode()).hexdigest(),
        groups=tuple(asked.groups),
        codes=tuple(asked.responders),
        on=on,
        **same,
    )
    lived = "simulated" if house().clock.holds_demo() else "measured"

    def work(connection: Connection, now: datetime) -> str:
        return commands.call_out(connection, new, sender.actor, now, datetime.now(UTC), lived)

    return _done(sender, body, 201, work)


@door.post("/<code>/moves")
def moved(code: str) -> Response:
    """Stop, or once more."""
    asked, body, sender = model_sent(callout_models.CalloutMove)

    def work(connection: Connection, now: datetime) -> str:
        if asked.move == "stop":
            commands.stop(connection, code, asked.words, sender.actor, now)
        else:
            commands.again(connection, code, sender.actor, datetime.now(UTC))
        return code

    return _done(sender, body, 200, work)


@door.post("/<code>/answers")
def answered(code: str) -> Response:
    """What the gateway says came of them: all or none."""
    asked, body, sender = model_sent(callout_models.CalloutAnswers)

    def work(connection: Connection, now: datetime) -> str:
        for told in asked.answers:
            which = told.message or told.n
            if which is None or (told.message and told.n):
                raise BadInput("n or message: one of them")
            commands.tell_answer(connection, code, which, told.answer, told.words, sender.actor, now)
        return code

    return _done(sender, body, 200, work)


def _done(sender: Sender, body: bytes, status: int, work: Callable[[Connection, datetime], str]) -> Response:
    """The call as it is after `work`, once under the request's key."""
    now = house().clock.now()

    def all_of(connection: Connection) -> Reply:
        code = work(connection, now)
        return Reply(status, json_response(_whole(connection, code, sender)).get_data())

    return replied_once(sender, body, all_of)


def _whole(connection: Connection, code: str, sender: Sender, reach: str = "", after: int = 0) -> dict[str, Any]:
    row = callout_whole(connection, code, sender.actor.scope, reach, after)
    targets = [_plain(callout_models.CalloutTarget, each) for each in row["targets"]]
    return _plain(callout_models.Callout, row) | {"targets": targets}


def _plain(model: type[BaseModel], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in model.model_fields}
