"""Dispatch over HTTP: what is recommended, orders and what becomes of them, receipts. Keyed senders only."""

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from data.commands.dispatch_life import cancel, confirm, hand_over, recall, urge
from data.commands.dispatch_many import order_many
from data.commands.dispatch_order import NewDispatch, order
from data.commands.dispatch_receipts import Told, receive
from data.commands.dispatch_steps import mine
from data.commands.once import Reply, key_of
from data.dispatch.recommend import recommend, told
from data.dispatch.worker import settle
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.dispatch_models import DispatchMove, ManyDispatches, NewDispatches, NewReceipt
from data.doors.keyed import about, numbered, read_as, replied_once
from data.doors.keys import Sender, answer_keys, sender_of
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.errors import BadInput
from data.house import house
from data.queries.codes import numbers_of
from data.queries.dispatches import dispatch_whole, dispatches, task_whole
from data.queries.subjects import subject_of, told_to

door = Blueprint("dispatches", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)


@door.get("/recommendations")
def recommended() -> Response:
    """What to send to an event or a warning."""
    sender, home, asked = sender_of(request, house()), house(), only("event", "warning", "plan")
    scope = sender.actor.scope
    with home.engine.connect() as connection:
        subject = told_to(scope, subject_of(connection, numbers_of(connection, about(asked)), scope))
        advice = recommend(connection, subject, scope, home.clock.now(), plan=asked.get("plan", ""))
    return json_response(told(advice))


@door.get("/dispatches")
def listed() -> Response:
    """Orders within the sender's region, the newest first."""
    sender, home, asked = sender_of(request, house()), house(), only("state", "event", "warning", "limit")
    settle(home)
    limit = numbered(asked["limit"]) if "limit" in asked else 100
    with home.engine.connect() as connection:
        on = numbers_of(connection, about(asked))
        found = dispatches(
            connection,
            sender.actor.scope,
            state=asked.get("state") or "live",
            event_id=on.get("event"),
            warning_id=on.get("warning"),
            limit=limit,
        )
    return json_response({"now": home.clock.now(), "dispatches": found})


@door.get("/dispatches/<code>")
def one(code: str) -> Response:
    """One order with its history."""
    sender, home = sender_of(request, house()), house()
    only()
    settle(home)
    with home.engine.connect() as connection:
        return json_response(dispatch_whole(connection, code, sender.actor.scope))


@door.post("/dispatches")
def ordered() -> Response:
    """Give an order; it needs an Idempotency-Key."""
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked, own = read_as(NewDispatches, sent), _own_key(sender)

    def work(connection: Connection) -> Reply:
        row = order(connection, _new(connection, asked, own), sender.actor, home.clock.now(), datetime.now(UTC))
        return Reply(201, json_response(dispatch_whole(connection, row["code"], sender.actor.scope)).get_data())

    return replied_once(sender, body, work)


@door.post("/dispatches/bulk")
def ordered_many() -> Response:
    """Give several orders at once; it needs an Idempotency-Key."""
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked, own = read_as(ManyDispatches, sent), _own_key(sender)

    def work(connection: Connection) -> Reply:
        news = [_new(connection, one, f"{own}:{n}") for n, one in enumerate(asked.orders)]
        given = order_many(connection, news, sender.actor, home.clock.now(), datetime.now(UTC))
        return Reply(207, json_response({"results": [asdict(one) for one in given]}).get_data())

    return replied_once(sender, body, work)


def _own_key(sender: Sender) -> str:
    """The key of the request, of one length and nobody else's."""
    key = key_of(request.headers.get("Idempotency-Key"))
    if key is None:
        raise BadInput("Idempotency-Key: an order needs one, so that it is given once")
    return f"sender:{sender.id}:{hashlib.sha256(key.encode()).hexdigest()}"


def _new(connection: Connection, asked: NewDispatches, key: str) -> NewDispatch:
    if (asked.event is None) == (asked.warning is None):
        raise BadInput("event or warning: one of them")
    plain = asked.model_dump(exclude={"responders", "confirmed"})
    plain |= numbers_of(connection, plain)
    chosen = None if asked.responders is None else tuple(asked.responders)
    return NewDispatch(key=key, responders=chosen, confirmed=tuple(asked.confirmed), **plain)


@door.post("/dispatches/<code>/moves")
def moved(code: str) -> Response:
    """Confirm, recall, cancel, urge or hand over."""
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked = read_as(DispatchMove, sent)
    settle(home)

    def work(connection: Connection) -> Reply:
        _move(connection, code, asked, sender, home.clock.now(), datetime.now(UTC))
        return Reply(200, json_response(dispatch_whole(connection, code, sender.actor.scope)).get_data())

    return replied_once(sender, body, work)


def _move(
    connection: Connection, code: str, asked: DispatchMove, sender: Sender, now: datetime, wall: datetime
) -> None:
    mine(connection, code, sender.actor)  # what is unknown is told first, whoever asks
    if asked.move == "confirm":
        confirm(connection, code, sender.actor, now, wall)
    elif asked.move == "recall":
        recall(connection, code, sender.actor, now, wall)
    elif asked.move == "cancel":
        cancel(connection, code, asked.words, sender.actor, now, wall)
    elif asked.move == "urge":
        urge(connection, code, asked.words, sender.actor, now, wall)
    else:
        hand_over(connection, code, asked.to, sender.actor, now)


@door.post("/tasks/<code>/receipts")
def receipted(code: str) -> Response:
    """Tell what came of a task."""
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked = read_as(NewReceipt, sent)
    settle(home)

    def work(connection: Connection) -> Reply:
        receipt = Told(task=code, **asked.model_dump())
        receive(connection, home.settings.photos_dir, receipt, sender.actor, home.clock.now())
        return Reply(200, json_response(task_whole(connection, code)["task"]).get_data())

    return replied_once(sender, body, work)
