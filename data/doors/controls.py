"""Gates and pumps over HTTP: what stands, what is suggested, an order, and what came of one."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import orjson
from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from data.commands.codes import ORDER, number_behind, ticket_of
from data.commands.control_sending import send_orders
from data.commands.controls import NewOrder, answer_control, order_control
from data.commands.once import Reply, fingerprint, key_of, once
from data.control.rule import own_rules
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.control_models import ControlAnswer, ControlOrder, control_shown
from data.doors.events import scope_of
from data.doors.keys import Sender, answer_keys, sender_of, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.receiving import told
from data.doors.sent import json_sent
from data.errors import BadInput
from data.house import house
from data.queries.controls import controls_of, last_orders
from data.queries.regions import region_of

door = Blueprint("controls", __name__, url_prefix="/api/v1/controls")
answer_errors(door)
answer_keys(door)
Model = TypeVar("Model", bound=BaseModel)


@door.get("")
def listed() -> Response:
    """Controls of a region with what their stations tell and what the rules suggest."""
    sender, home = sender_or_guest(request, house()), house()
    asked, scope, now = only("region"), scope_of(sender), home.clock.now()
    with home.engine.connect() as connection:
        here = region_of(connection, asked.get("region") or (sender.region if sender else ""), scope)
        found = controls_of(connection, here, scope, now, rules=own_rules(home))
        last = last_orders(connection, [one.row["id"] for one in found])
    rows = [control_shown(one, last.get(one.row["id"]), private=sender is not None) for one in found]
    return json_response({"now": now, "region": here.code, "controls": rows})


@door.post("/<code>/orders")
def ordered(code: str) -> Response:
    """Record an order; it needs an Idempotency-Key. Sent on at once where a webhook is set."""
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked, key = _read(ControlOrder, sent), key_of(request.headers.get("Idempotency-Key"))
    if key is None:
        raise BadInput("Idempotency-Key: an order needs one, so that it is given once")
    own = f"sender:{sender.id}:{hashlib.sha256(key.encode()).hexdigest()}"  # of one length, and nobody else's

    def work(connection: Connection) -> Reply:
        new = NewOrder(code=code, what=asked.what, why=asked.why, seq=asked.seq, key=own, rule=asked.rule or "")
        row = order_control(connection, new, sender.actor, home.clock.now(), own_rules(home))
        return _reply(201, ticket_of(connection, ORDER, row["id"]), code, row)

    reply = _once(sender, body, work)
    if not reply.headers.get("Idempotent-Replayed"):
        with home.engine.connect() as connection:
            number = number_behind(connection, ORDER, orjson.loads(reply.get_data())["order"])
        send_orders(home, [number])
    return reply


@door.post("/<code>/answers")
def answered(code: str) -> Response:
    """Tell what came of an order."""
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked = _read(ControlAnswer, sent)

    def work(connection: Connection) -> Reply:
        now = home.clock.now()
        number = number_behind(connection, ORDER, asked.order)
        row = answer_control(connection, number, asked.state, sender.actor, now, asked.words or "", code=code)
        return _reply(200, asked.order, code, row)

    return _once(sender, body, work)


def _reply(status: int, order: int, code: str, row: Mapping[Any, Any]) -> Reply:
    return Reply(status, orjson.dumps({"order": order, "code": code, "what": row["what"], "state": row["state"]}))


def _once(sender: Sender, body: bytes, work: Callable[[Connection], Reply]) -> Response:
    key = key_of(request.headers.get("Idempotency-Key"))
    reply = once(house().engine, sender.id, key, fingerprint(request.method, request.path, body), work)
    response = Response(reply.body, reply.status, mimetype="application/json")
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _read(model: type[Model], sent: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise BadInput("; ".join(f"{one['where']}: {one['detail']}" for one in told(error))) from None
