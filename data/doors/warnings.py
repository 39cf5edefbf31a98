"""Warnings over HTTP: find them, read one with what fired it and what was done, make a move."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from data.commands.once import Reply, fingerprint, key_of, once
from data.commands.raised import raise_by_hand
from data.commands.warned_events import make_event
from data.commands.warnings import move_warning
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import Sender, answer_keys, sender_of, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.receiving import told
from data.doors.sent import json_sent
from data.doors.warning_models import Fired, NewByHand, NewWarned, WarningMove, WarningRow, WarningStep
from data.errors import BadInput, UnknownThing
from data.house import house
from data.language import gettext as _
from data.queries.codes import CODES
from data.queries.issued import code_of
from data.queries.regions import region_of
from data.queries.warned_events import events_of
from data.queries.warnings import MOST, Wanted, id_of, live, warning_list, warning_of
from data.risk_words import QUANTITIES, WARNING_COLOURS
from data.times import day_number, day_start
from data.warn.life import possible

door = Blueprint("warnings", __name__, url_prefix="/api/v1/warnings")
answer_errors(door)
answer_keys(door)
UNITS = {"silence": "min", "events": "件", "surge": "件"}
PRIVATE = ("actor", "reason")  # of a step that a person made; only for senders
FILTERS = ("state", "field", "colour", "rule")
ENDED = ("today",)
Model = TypeVar("Model", bound=BaseModel)
RULE = re.compile(r"[\w.:/()+-]{1,48}")


@door.get("")
def found() -> Response:
    """Warnings at, inside and around a region; those that are live unless asked otherwise."""
    sender, home = sender_or_guest(request, house()), house()
    asked, scope = only("region", *FILTERS, "ended", "after", "limit"), scope_of(sender)
    wanted, limit = _wanted(asked, home.clock.now()), _number("limit", asked.get("limit", "100"), MOST)
    with home.engine.connect() as connection:
        here = region_of(connection, asked.get("region") or (sender.region if sender else ""), scope)
        if wanted == Wanted():
            if asked.get("after"):
                raise BadInput("after: live warnings are told all at once")
            rows, onward = live(connection, here, scope), None
        else:
            page = warning_list(connection, here, scope, wanted, after=asked.get("after", ""), limit=limit)
            rows, onward = page.rows, page.next
    body = {"now": home.clock.now(), "region": here.code, "warnings": [_shown(row) for row in rows], "next": onward}
    response = json_response(body)
    if onward:
        query = urlencode(request.args.to_dict() | {"after": onward})
        response.headers["Link"] = f'<{door.url_prefix}?{query}>; rel="next"'
    return response


@door.post("")
def raised() -> Response:
    """Raise a warning; the answer is the warning."""
    only()
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked = _valid(NewByHand, sent)
    lived = "simulated" if home.clock.holds_demo() else "published"

    def work(connection: Connection) -> Reply:
        number = raise_by_hand(connection, asked.told(), sender.actor, home.clock.now(), provenance=lived)
        row = warning_of(connection, code_of(connection, number), sender.actor.scope)
        return Reply(201, json_response(_whole(row, sender)).get_data())

    return _answered(once_of(body, sender, work))


@door.get("/<code>")
def one(code: str) -> Response:
    """The warning with its numbers and its history."""
    only()
    sender = sender_or_guest(request, house())
    with house().engine.connect() as connection:
        return json_response(_whole(warning_of(connection, _named(code), scope_of(sender)), sender))


@door.post("/<code>/moves")
def moved(code: str) -> Response:
    """Make a move; the answer is the warning after it."""
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked = _valid(WarningMove, sent)

    def work(connection: Connection) -> Reply:
        now, number = home.clock.now(), id_of(connection, _named(code))
        move_warning(connection, number, asked.move, sender.actor, asked.at or now, now, **asked.given())
        row = warning_of(connection, code, sender.actor.scope)
        return Reply(200, json_response(_whole(row, sender)).get_data())

    return _answered(once_of(body, sender, work))


@door.post("/<code>/event")
def made_event(code: str) -> Response:
    """Make an event of the warning; the answer names it."""
    only()
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    asked = _valid(NewWarned, sent)

    def work(connection: Connection) -> Reply:
        row = warning_of(connection, _named(code), sender.actor.scope)
        taken = make_event(
            connection, row["id"], sender.actor, home.clock.now(), again=asked.again, more=asked.reason or ""
        )
        made = next(one for one in events_of(connection, row["id"]) if one["id"] == taken.event_id)
        return Reply(201, orjson.dumps(_warned(made)))

    return _answered(once_of(body, sender, work))


def _warned(made: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": made["code"], "url": f"/api/v1/events/{made['code']}", "stage": made["stage"]}


def once_of(body: bytes, sender: Sender, work: Callable[[Connection], Reply]) -> Reply:
    """`work`'s reply, the first time that it is asked for under the request's key."""
    key = key_of(request.headers.get("Idempotency-Key"))
    return once(house().engine, sender.id, key, fingerprint(request.method, request.path, body), work)


def _answered(reply: Reply) -> Response:
    response = Response(reply.body, reply.status, mimetype="application/json")
    if reply.status == 201:
        response.headers["Location"] = orjson.loads(reply.body)["url"]
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _valid(model: type[Model], sent: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise BadInput("; ".join(f"{one['where']}: {one['detail']}" for one in told(error))) from None


def _whole(row: Mapping[str, Any], sender: Sender | None) -> dict[str, Any]:
    role = sender.actor.role if sender else ""
    history = [_only(WarningStep, step) for step in row["history"]]
    for step in history:
        if sender is None and step["role"] != "system":
            step |= dict.fromkeys(PRIVATE)
    numbers = [_only(Fired, {**number, "unit": _unit(number["quantity"], number["kind"])}) for number in row["numbers"]]
    made = [_warned(one) for one in row["events"]]
    able = [move.name for move in possible(row["state"]) if role in move.roles]
    return _shown(row) | {
        "regions": row["regions"],
        "numbers": numbers,
        "history": history,
        "moves": able,
        "events": made,
    }


def _named(code: str) -> str:
    if not CODES["warning"].fullmatch(code):
        raise UnknownThing(_("没有这条预警"))
    return code


def _unit(quantity: str | None, kind: str) -> str:
    return QUANTITIES[quantity].unit if quantity else UNITS.get(kind, "")


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"url": f"{door.url_prefix}/{row['code']}"} | _only(WarningRow, row)


def _only(model: type[BaseModel], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in model.model_fields if name in row}


def _wanted(asked: Mapping[str, str], now: datetime) -> Wanted:
    given: dict[str, Any] = {name: asked[name] for name in FILTERS if asked.get(name)}
    if "colour" in asked:
        given["colour"] = _number("colour", asked["colour"], max(WARNING_COLOURS))
    if not RULE.fullmatch(given.get("rule", "any")):
        raise BadInput("rule: the code of a rule")
    if ended := asked.get("ended"):
        if ended not in ENDED:
            raise BadInput(f"ended: {ended!r} is not one of {', '.join(ENDED)}")
        given["ended_since"] = day_start(day_number(now))
    return Wanted(**given)


def _number(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= most):
        raise BadInput(f"{name}: 1 to {most}")
    return int(text)
