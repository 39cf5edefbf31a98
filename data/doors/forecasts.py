"""Forecasts over HTTP: what an office expects, for rules that look ahead."""

from typing import Any

import orjson
from flask import Blueprint, Response, request
from pydantic import ValidationError
from sqlalchemy import Connection

from data.commands.forecasts import take_forecast
from data.commands.once import Reply, fingerprint, key_of, once
from data.doors.asked import only
from data.doors.forecast_models import NewForecasts, expected_of
from data.doors.keys import Sender, answer_keys, sender_of
from data.doors.problem import answer_errors
from data.doors.receiving import told as faults_of
from data.doors.sent import json_sent
from data.errors import BadInput
from data.house import house
from data.intake.keep import quarantine
from data.intake.record import Fault

door = Blueprint("forecasts", __name__, url_prefix="/api/v1/forecasts")
answer_errors(door)
answer_keys(door)
NAME = "forecasts"


@door.post("")
def told() -> Response:
    """`{"forecasts": [...]}`; 207 where some of them wait in the quarantine."""
    only()
    sender, home = sender_of(request, house()), house()
    sent, body = json_sent()
    try:
        rows = NewForecasts.model_validate(sent).forecasts
    except ValidationError as error:
        raise BadInput("; ".join(f"{one['where']}: {one['detail']}" for one in faults_of(error))) from None
    key = key_of(request.headers.get("Idempotency-Key"))
    digest = fingerprint(request.method, request.path, body)
    reply = once(home.engine, sender.id, key, digest, lambda connection: _take(connection, rows, sender), brief=False)
    response = Response(reply.body, reply.status, mimetype="application/json")
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _take(connection: Connection, rows: list[Any], sender: Sender) -> Reply:
    home, actor = house(), sender.actor
    now, lived = home.clock.now(), "simulated" if home.clock.holds_demo() else "published"
    counts, refused = {"taken": 0, "known": 0}, []
    for index, row in enumerate(rows):
        try:
            counts[take_forecast(connection, expected_of(row, now), actor, now, provenance=lived)] += 1
        except Fault as fault:
            raw = row if isinstance(row, dict) else {"value": row}
            quarantine(connection, door=NAME, origin=actor.name, raw=raw, fault=fault, now=now, profile=NAME)
            refused.append({"index": index, "code": fault.code, "detail": str(fault)})
    body = counts | {"quarantined": len(refused), "refused": refused}
    return Reply(207 if refused else 200, orjson.dumps(body))
