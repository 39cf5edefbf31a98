"""Footings over HTTP: which regions are on a war footing, put on it and back. Keyed senders only."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from data.commands.footings import NewFooting, to_peace, to_war
from data.commands.once import Reply
from data.doors import footing_models
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keyed import model_sent, replied_once
from data.doors.keys import Sender, answer_keys, sender_of
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.footing_words import FOOTINGS
from data.house import house
from data.queries.footings import footing_told, footings_told

door = Blueprint("footings", __name__, url_prefix="/api/v1/footings")
answer_errors(door)
answer_keys(door)


@door.get("")
def listed() -> Response:
    """Those of now; with state=peace those that are over, the newest first."""
    sender, home, asked = sender_of(request, house()), house(), only("state")
    state = asked.get("state") or "war"
    if state not in FOOTINGS:
        raise BadInput(f"state: one of {', '.join(FOOTINGS)}")
    with home.engine.connect() as connection:
        found = footings_told(connection, sender.actor.scope, state)
    return json_response({"now": home.clock.now(), "footings": found})


@door.get("/<code>")
def one(code: str) -> Response:
    """One of them, over or not."""
    sender, home = sender_of(request, house()), house()
    only()
    with home.engine.connect() as connection:
        return json_response(footing_told(connection, sender.actor.scope, code))


@door.post("")
def declared() -> Response:
    """Put a region on a war footing."""
    asked, body, sender = model_sent(footing_models.NewFooting)
    if asked.event and asked.warning:
        raise BadInput("event or warning: one of them at most")
    on = f"event-{asked.event}" if asked.event else f"warning-{asked.warning}" if asked.warning else ""
    provenance = "simulated" if house().clock.holds_demo() else "measured"

    def work(connection: Connection, now: datetime) -> str:
        new = NewFooting(region=asked.region, words=asked.words, on=on)
        return to_war(connection, new, sender.actor, now, provenance)

    return _done(sender, body, 201, work)


@door.post("/<code>/moves")
def moved(code: str) -> Response:
    """Back to normal."""
    asked, body, sender = model_sent(footing_models.FootingMove)

    def work(connection: Connection, now: datetime) -> str:
        to_peace(connection, code, asked.words, sender.actor, now)
        return code

    return _done(sender, body, 200, work)


def _done(sender: Sender, body: bytes, status: int, work: Callable[[Connection, datetime], str]) -> Response:
    """The footing as it is after `work`, once under the request's key."""
    now = house().clock.now()

    def all_of(connection: Connection) -> Reply:
        code = work(connection, now)
        return Reply(status, json_response(footing_told(connection, sender.actor.scope, code)).get_data())

    return replied_once(sender, body, all_of)
