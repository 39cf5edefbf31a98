"""Signals over HTTP: senders tell topics and alarms, each known again by its own code; whoever may reads them."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, request
from pydantic import ValidationError
from sqlalchemy import Connection

from data.commands.codes import KEPT, ticket_of
from data.commands.once import Reply
from data.commands.revisions import bump
from data.commands.signal_taking import OUTCOMES, check_teller, take_signal
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of, view_of
from data.doors.keyed import replied_once
from data.doors.keys import Sender, answer_keys, sender_of, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.receiving import told
from data.doors.sent import json_sent
from data.doors.signal_models import MOST_SIGNALS, NewSignal, SignalRow
from data.errors import BadInput
from data.house import house
from data.intake.keep import quarantine
from data.intake.record import Fault
from data.queries.regions import region_of
from data.queries.signals import signals_in
from data.signal_words import ALGORITHMS, SIGNAL_KINDS, SIGNAL_STATES
from data.windows import span

DOOR = "signals"
door = Blueprint(DOOR, __name__, url_prefix="/api/v1/signals")
answer_errors(door)
answer_keys(door)
PRIVATE = ("words", "reason")  # only for senders


@door.post("")
def take_in() -> Response:
    """One signal, or `{"signals": […]}` with up to 1,000 of them."""
    sender = sender_of(request, house())
    check_teller(sender.actor)
    sent, body = json_sent()
    if "signals" not in sent:
        return replied_once(sender, body, lambda connection: _single(connection, sender, sent))
    rows = sent["signals"]
    if len(sent) > 1 or not isinstance(rows, list) or not 1 <= len(rows) <= MOST_SIGNALS:
        raise BadInput(f'a batch is {{"signals": […]}} with 1 to {MOST_SIGNALS} signals and nothing beside')
    return replied_once(sender, body, lambda connection: _batch(connection, sender, rows))


def _single(connection: Connection, sender: Sender, sent: Mapping[str, Any]) -> Reply:
    bump(connection, "signals", "intake")  # writers queue here
    got = _taken(connection, sender, sent)
    if got["outcome"] != "quarantined":
        return Reply(201 if got["outcome"] == "created" else 200, orjson.dumps(got))
    why = {"type": "about:blank", "title": "Unprocessable Content", "status": 422, "detail": got["errors"][0]["detail"]}
    return Reply(422, orjson.dumps(why | {name: got[name] for name in ("errors", "quarantine")}))


def _batch(connection: Connection, sender: Sender, rows: list[Any]) -> Reply:
    bump(connection, "signals", "intake")
    results = [{"index": index} | _taken(connection, sender, row) for index, row in enumerate(rows)]
    outcomes = [one["outcome"] for one in results]
    return Reply(207, orjson.dumps({name: outcomes.count(name) for name in OUTCOMES} | {"results": results}))


def _taken(connection: Connection, sender: Sender, raw: Any) -> dict[str, Any]:
    """What became of it; what cannot be taken waits in the quarantine, and nothing else of it is left behind."""
    now, lived = house().clock.now(), "simulated" if house().clock.holds_demo() else "measured"
    try:
        with connection.begin_nested():
            NewSignal.model_validate(raw)
            got = take_signal(connection, raw, sender.actor, now, origin=sender.actor.name[:64], provenance=lived)
            return {"outcome": got.outcome, "kind": got.kind, "code": got.code}
    except ValidationError as error:
        errors = told(error)
        fault = Fault("missing" if errors[0]["code"] == "missing" else "malformed", _sentence(errors[0]))
    except Fault as found:
        fault, errors = found, [{"where": "", "code": found.code, "detail": str(found)}]
    kept = raw if isinstance(raw, dict) else {"value": raw}
    number = quarantine(connection, door=DOOR, origin=sender.actor.name, raw=kept, fault=fault, now=now)
    return {"outcome": "quarantined", "errors": errors, "quarantine": ticket_of(connection, KEPT, number)}


def _sentence(error: Mapping[str, str]) -> str:
    return f"{error['where']}: {error['detail']}" if error["where"] else error["detail"]


@door.get("")
def found() -> Response:
    """Signals of a region and a window, those that wait first; watched persons as the page masks them."""
    sender = sender_or_guest(request, house())
    asked = only("region", "window", "at", "kind", "state", "algorithm")
    for name, words in (("kind", SIGNAL_KINDS), ("state", SIGNAL_STATES), ("algorithm", ALGORITHMS)):
        if asked.get(name) and asked[name] not in words:
            raise BadInput(f"{name}: {asked[name]!r} is not one of {', '.join(words)}")
    view, scope, home = view_of(asked, sender), scope_of(sender), house()
    now = view.at or home.clock.now()
    role = sender.actor.role if sender else ""
    wanted: dict[str, Any] = {"state": asked.get("state", ""), "algorithm": asked.get("algorithm", "")}
    wanted |= {"since": span(view.window, now).since, "until": now}
    kinds = [asked["kind"]] if asked.get("kind") else list(SIGNAL_KINDS)
    with home.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        rows = [row for kind in kinds for row in signals_in(connection, here, scope, role, kind, **wanted)]
    shown = [_shown(row, private=sender is not None) for row in rows]
    return json_response({"now": now, "region": here.code, "signals": shown})


def _shown(row: Mapping[str, Any], *, private: bool) -> dict[str, Any]:
    told_of = {name: row[name] for name in SignalRow.model_fields if name in row} | {"event": row["event_code"]}
    return told_of if private else told_of | dict.fromkeys(PRIVATE)
