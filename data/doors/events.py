"""Events over HTTP: report them, find them, read one as it stands or stood, move it. The model is in `event_models`."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, request
from pydantic import ValidationError
from sqlalchemy import Connection

from data.commands.moves import move
from data.commands.once import Reply, fingerprint, key_of, once
from data.commands.revisions import bump
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.event_answers import Event, EventWhole
from data.doors.event_models import MOST_EVENTS, Move
from data.doors.keys import Sender, answer_keys, sender_of, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.doors.receiving import Received, desk, told
from data.doors.sent import json_sent
from data.errors import BadInput
from data.house import house
from data.queries.codes import codes_by_number, number_of
from data.queries.event_filters import Filters
from data.queries.event_list import MOST, listed
from data.queries.event_whole import whole
from data.queries.handlers import able
from data.queries.regions import region_of
from data.scope import Scope
from data.view import View

door = Blueprint("events", __name__, url_prefix="/api/v1/events")
answer_errors(door)
answer_keys(door)
VIEW = ("region", "window", "at")  # what of a View lists follow; its slice is one of their filters
PRIVATE = ("actor", "reason")  # of a step; only for senders


@door.post("")
def take_in() -> Response:
    """One event, or `{"events": […]}` with up to 1,000 of them."""
    sender = sender_of(request, house())
    sent, body = json_sent()
    many = "events" in sent
    return _once(sender, body, _batch(sender, sent) if many else _single(sender, sent), brief=not many)


def _single(sender: Sender, sent: Mapping[str, Any]) -> Callable[[Connection], Reply]:
    def work(connection: Connection) -> Reply:
        bump(connection, "events", "intake")  # writers queue here
        got = desk(connection, house(), "api", sender).receive(sent)
        if got.taken is not None:
            return Reply(201 if got.outcome == "created" else 200, orjson.dumps(_named(got)))
        told_so = {"type": "about:blank", "title": "Unprocessable Content", "status": 422, "detail": got.detail}
        return Reply(422, orjson.dumps(told_so | {"errors": got.errors, "quarantine": got.quarantine}))

    return work


def _batch(sender: Sender, sent: Mapping[str, Any]) -> Callable[[Connection], Reply]:
    rows = sent["events"]
    if len(sent) > 1 or not isinstance(rows, list) or not 1 <= len(rows) <= MOST_EVENTS:
        raise BadInput(f'a batch is {{"events": […]}} with 1 to {MOST_EVENTS} events and nothing beside')

    def work(connection: Connection) -> Reply:
        bump(connection, "events", "intake")
        at = desk(connection, house(), "api", sender)
        results = [{"index": index} | _named(at.receive(row)) for index, row in enumerate(rows)]
        outcomes = [one["outcome"] for one in results]
        sums = {name: outcomes.count(name) for name in ("created", "known", "quarantined")}
        return Reply(207, orjson.dumps(sums | {"results": results}))

    return work


def _named(got: Received) -> dict[str, Any]:
    if got.taken is None:
        return {"outcome": got.outcome, "quarantine": got.quarantine, "errors": got.errors}
    return {"outcome": got.outcome} | _ways(got.taken.code)


def _ways(code: str) -> dict[str, str]:
    """How an event is called: its number stays in the house."""
    return {"id": code, "code": code, "url": f"{door.url_prefix}/{code}"}


def _once(sender: Sender, body: bytes, work: Callable[[Connection], Reply], *, brief: bool = True) -> Response:
    """Do it once and answer; under an Idempotency-Key the answer is kept."""
    key = key_of(request.headers.get("Idempotency-Key"))
    reply = once(house().engine, sender.id, key, fingerprint(request.method, request.path, body), work, brief=brief)
    mimetype = "application/json" if reply.status < 400 else "application/problem+json"
    response = Response(reply.body, reply.status, mimetype=mimetype)
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    if reply.status == 201:
        response.headers["Location"] = orjson.loads(reply.body)["url"]
    return response


@door.get("")
def found() -> Response:
    """A page of the events of a View that fit the filters; the header Link names the next page."""
    sender = sender_or_guest(request, house())
    asked = only(*VIEW, *Filters.__dataclass_fields__, "sort", "after", "limit")
    view, scope, home = view_of(asked, sender), scope_of(sender), house()
    turned = {"sort": asked["sort"]} if "sort" in asked else {}
    turned |= {"after": asked["after"]} if asked.get("after") else {}
    page = listed(home, view, scope, Filters.parse(asked), limit=_limit(asked.get("limit", "100")), **turned)
    with home.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        into = codes_by_number(connection, "event", {row["into_id"] for row in page.rows} - {None})
    shown = [_shown(Event, row, into) for row in page.rows]
    body = {"now": view.at or home.clock.now(), "region": here.code, "events": shown, "next": page.next}
    response = json_response(body)
    if page.next:
        onward = request.args.to_dict() | {"after": page.next}
        response.headers["Link"] = f'<{door.url_prefix}?{urlencode(onward)}>; rel="next"'
    return response


@door.get("/<code>")
def one(code: str) -> Response:
    """The event with its history; `at=` as it stood then."""
    sender = sender_or_guest(request, house())
    view = View.parse(only("at"))
    with house().engine.connect() as connection:
        row = whole(connection, number_of(connection, "event", code), scope_of(sender), view.at)
        return json_response(_whole(connection, row, sender, view.at is None))


@door.post("/<code>/moves")
def moved(code: str) -> Response:
    """Make a move; the answer is the event after it."""
    sender = sender_of(request, house())
    sent, body = json_sent()
    asked = _move(sent)

    def work(connection: Connection) -> Reply:
        now, event_id, given = house().clock.now(), number_of(connection, "event", code), asked.given()
        if asked.into:
            given["into"] = number_of(connection, "event", asked.into)
        move(connection, event_id, asked.move, sender.actor, asked.at or now, now, **given)
        row = whole(connection, event_id, sender.actor.scope)
        return Reply(200, json_response(_whole(connection, row, sender, True)).get_data())

    return _once(sender, body, work)


def _move(sent: Mapping[str, Any]) -> Move:
    try:
        return Move.model_validate(sent)
    except ValidationError as error:
        raise BadInput("; ".join(f"{one['where']}: {one['detail']}" for one in told(error))) from None


def _whole(connection: Connection, row: Mapping[str, Any], sender: Sender | None, now: bool) -> dict[str, Any]:
    moves = able(row, sender.actor.role, sender.actor.scope, grids=row["grids"]) if sender and now else []
    hidden = () if sender else PRIVATE
    into = codes_by_number(connection, "event", _met(row))
    history = [{name: value for name, value in step.items() if name not in hidden} for step in row["history"]]
    history = [step | {"change": _named_in(step["change"], into)} for step in history]
    shown = _shown(EventWhole, row, into) | {"history": history, "moves": [one.name for one in moves]}
    return shown if sender else {name: value for name, value in shown.items() if name != "text"}


def _met(row: Mapping[str, Any]) -> set[int]:
    """Numbers of the events that it was ever merged into."""
    return {one.get("into_id") for one in (row, *(step["change"] for step in row["history"]))} - {None}


def _named_in(change: Mapping[str, Any], codes: Mapping[int, str]) -> dict[str, Any]:
    return {name: codes.get(value) if name == "into_id" else value for name, value in change.items()}


def _shown(model: type[Event], row: Mapping[str, Any], codes: Mapping[int, str]) -> dict[str, Any]:
    told = {name: row[name] for name in model.model_fields if name in row}
    return told | _ways(row["code"]) | {"into_id": codes.get(row["into_id"])}


def view_of(asked: Mapping[str, str], sender: Sender | None) -> View:
    """The view asked for; a sender who names no region asks for its own."""
    view = View.parse({name: asked[name] for name in VIEW if name in asked})
    return view if view.region or sender is None else view.but(region=sender.region)


def scope_of(sender: Sender | None) -> Scope:
    """What a door shows to this sender, or to whoever reads without a key."""
    return sender.actor.scope if sender else reading(house())


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MOST):
        raise BadInput(f"limit: 1 to {MOST}")
    return int(text)
