"""Readings over HTTP: take a batch of them in; and the stations with how fresh each is."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, request
from sqlalchemy import Connection

from data.commands.once import Reply, fingerprint, key_of, once
from data.commands.readings import OUTCOMES, Refused, Taken, take
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import Sender, answer_keys, sender_of, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.doors.reading_models import MOST_READINGS
from data.doors.sent import json_sent
from data.errors import BadInput, Forbidden
from data.house import house
from data.intake.record import Fault
from data.language import gettext as _
from data.queries.regions import region_of
from data.queries.station_list import MOST, stations_of
from data.readings.rows import told_of
from data.readings.told import Told
from data.risk_words import STATION_KINDS
from data.view import View

door = Blueprint("readings", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
SHOWN = 100  # of what was refused or doubted
LONGEST = 64


@door.post("/readings")
def take_in() -> Response:
    """`{"readings": […]}` with up to 10,000 of them; 207 when some wait in the quarantine."""
    sender = sender_of(request, house())
    if sender.actor.role != "system":
        raise Forbidden(_("只有系统可以上报读数"))
    sent, body = json_sent()
    rows = sent.get("readings")
    if len(sent) != 1 or not isinstance(rows, list) or not 1 <= len(rows) <= MOST_READINGS:
        raise BadInput(f'a batch is {{"readings": […]}} with 1 to {MOST_READINGS} readings and nothing beside')
    key = key_of(request.headers.get("Idempotency-Key"))
    mark = fingerprint(request.method, request.path, body)
    reply = once(house().engine, sender.id, key, mark, lambda connection: _take(connection, sender, rows))
    response = Response(reply.body, reply.status, mimetype="application/json")
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _take(connection: Connection, sender: Sender, rows: Sequence[Any]) -> Reply:
    told: list[Told] = []
    unreadable: dict[int, Fault] = {}
    for index, row in enumerate(rows):
        try:
            told.append(_told(row))
        except Fault as fault:
            unreadable[index] = fault
            told.append(Told("", "", None, row if isinstance(row, dict) else {"value": row}))
    actor, now = sender.actor, house().clock.now()
    taken = take(connection, told, actor.name, actor.scope, now, unreadable=unreadable)
    return Reply(207 if taken.counts["quarantined"] else 200, orjson.dumps(_summary(taken)))


def _told(row: Any) -> Told:
    """A row by its names. Fault when there are others, or the texts among them are none."""
    if not isinstance(row, dict):
        raise Fault("malformed", _("应为一个对象"))
    return told_of(row)


def _summary(taken: Taken) -> dict[str, Any]:
    told = {"doubted_at": taken.doubted[:SHOWN], "doubts": _why(taken.doubts), "refused": _why(taken.refused)}
    return {name: taken.counts[name] for name in OUTCOMES} | told


def _why(many: Sequence[Refused]) -> list[dict[str, Any]]:
    return [{"index": one.index, "code": one.fault, "detail": one.reason} for one in many[:SHOWN]]


@door.get("/stations")
def stations() -> Response:
    """A page of the stations of a region; the header Link names the next page."""
    sender, home = sender_or_guest(request, house()), house()
    asked = only("region", "kind", "after", "limit")
    scope = sender.actor.scope if sender else reading(home)
    code = View.parse({"region": asked.get("region", "")}).region or (sender.region if sender else "")
    kind, after, limit = asked.get("kind", ""), asked.get("after", ""), _limit(asked.get("limit", "100"))
    if kind and kind not in STATION_KINDS:
        raise BadInput(f"kind: {kind!r} is not one of {', '.join(STATION_KINDS)}")
    if len(after) > LONGEST or "\0" in after:
        raise BadInput("after: the code of a station")
    with home.engine.connect() as connection:
        here, now = region_of(connection, code, scope), home.clock.now()
        page = stations_of(connection, here, now, kind=kind, after=after, limit=limit)
    response = json_response({"now": now, "region": here.code, "stations": page.stations, "next": page.next})
    if page.next:
        onward = request.args.to_dict() | {"after": page.next}
        response.headers["Link"] = f'<{door.url_prefix}/stations?{urlencode(onward)}>; rel="next"'
    return response


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MOST):
        raise BadInput(f"limit: 1 to {MOST}")
    return int(text)
