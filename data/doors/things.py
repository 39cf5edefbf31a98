"""Things of the registers over HTTP: find them, read one with its history, tell of them, change them, retire them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from flask import Blueprint, Response, request
from sqlalchemy import Connection

from data.commands.codes import KEPT, ticket_of
from data.commands.once import Reply, fingerprint, key_of, once
from data.commands.revisions import bump
from data.commands.things import Taken, retire
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import Sender, answer_keys, sender_of, sender_or_guest
from data.doors.map import viewport
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.doors.thing_files import FORMATS, file_of
from data.errors import BadInput, Forbidden
from data.house import house
from data.intake.keep import THINGS, quarantine
from data.intake.record import Fault
from data.queries.points import points
from data.queries.things import MOST, ThingFilters, listed, thing
from data.things.fields import check_layer
from data.things.masks import NAMES
from data.things.taking import take_raw
from data.view import LANGUAGES, REGION, View

door = Blueprint("things", __name__, url_prefix="/api/v1/things")
answer_errors(door)
answer_keys(door)
MOST_THINGS = 1_000
PATHS = ("layer", "code")


@door.get("")
def found() -> Response:
    """A page of things as JSON; `format` geojson, csv or xlsx: all of them as a file."""
    sender = sender_or_guest(request, house())
    asked = only("region", *ThingFilters.__dataclass_fields__, "after", "limit", "format", "lang")
    scope, filters, region = scope_of(sender), ThingFilters.parse(asked), _region(asked, sender)
    if (kind := asked.get("format", "json")) not in ("json", *FORMATS):
        raise BadInput(f"format: {kind!r} is not one of json, {', '.join(FORMATS)}")
    if (lang := asked.get("lang", "zh")) not in LANGUAGES:
        raise BadInput(f"lang: {lang!r} is not one of {', '.join(LANGUAGES)}")
    if kind != "json":
        return file_of(house(), kind, region, scope, filters, lang)
    page = listed(house(), region, scope, filters, after=asked.get("after"), limit=_limit(asked.get("limit", "100")))
    body = {
        "now": house().clock.now(),
        "things": [_shown(row, scope.clearance) for row in page.rows],
        "next": page.next,
    }
    response = json_response(body)
    if page.next:
        onward = request.args.to_dict() | {"after": page.next}
        response.headers["Link"] = f'<{door.url_prefix}?{urlencode(onward)}>; rel="next"'
    return response


@door.get("/points.json")
def marks() -> Response:
    """The points of one layer for a viewport: `region, layer, bbox, zoom`, as /api/v1/map/points.json has them."""
    sender = sender_or_guest(request, house())
    asked = only("region", "layer", "bbox", "zoom")
    layer, port = check_layer(asked.get("layer", "")), viewport(asked.get("bbox", ""), asked.get("zoom", ""))
    seen = points(house(), View(region=_region(asked, sender)), scope_of(sender), layer, port)
    return json_response({"type": "FeatureCollection", "features": seen})


@door.get("/<layer>/<code>")
def one(layer: str, code: str) -> Response:
    """The thing with its history and the persons who answer for it, masked by clearance."""
    sender = sender_or_guest(request, house())
    only()
    with house().engine.connect() as connection:
        row = thing(connection, layer, code, scope_of(sender))
    return json_response(_shown(row, scope_of(sender).clearance))


@door.post("")
def take_in() -> Response:
    """One thing, or `{"things": […]}` with up to 1,000 of them; known ones become what is told."""
    sender = sender_of(request, house())
    sent, body = json_sent()
    return _once(sender, body, _batch(sender, sent) if "things" in sent else _single(sender, sent, None))


@door.put("/<layer>/<code>")
def put(layer: str, code: str) -> Response:
    """The thing becomes exactly what is told; with `seq`, only if that is still its state (0: there is none yet)."""
    sender = sender_of(request, house())
    sent, body = json_sent()
    if any(sent.get(name, value) != value for name, value in zip(PATHS, (layer, code), strict=True)):
        raise BadInput("layer and code are those of the address")
    return _once(sender, body, _single(sender, {**sent, "layer": layer, "code": code}, _seq(sent)))


@door.post("/<layer>/<code>/retire")
def retired(layer: str, code: str) -> Response:
    """It is no longer there: `reason` says why, `seq` the state its teller saw."""
    sender = sender_of(request, house())
    sent, body = json_sent()
    reason = sent.get("reason")
    if set(sent) - {"reason", "seq"} or not isinstance(reason, str):
        raise BadInput("reason (a text), and seq if you like")

    def work(connection: Connection) -> Reply:
        now = house().clock.now()
        taken = retire(connection, layer, code, sender.actor, now, seq=_seq(sent), reason=reason)
        return Reply(200, orjson.dumps(_named(taken)))

    return _once(sender, body, work)


def _single(sender: Sender, sent: Mapping[str, Any], seq: int | None) -> Callable[[Connection], Reply]:
    def work(connection: Connection) -> Reply:
        bump(connection, "features", "intake")  # writers queue here
        result = _receive(connection, sender, sent, seq)
        if result["outcome"] == "quarantined":
            problem = {"type": "about:blank", "title": "Unprocessable Content", "status": 422}
            return Reply(422, orjson.dumps(problem | {"detail": result["detail"], "quarantine": result["quarantine"]}))
        return Reply(201 if result["outcome"] == "created" else 200, orjson.dumps(result))

    return work


def _batch(sender: Sender, sent: Mapping[str, Any]) -> Callable[[Connection], Reply]:
    rows = sent["things"]
    if len(sent) > 1 or not isinstance(rows, list) or not 1 <= len(rows) <= MOST_THINGS:
        raise BadInput(f'a batch is {{"things": […]}} with 1 to {MOST_THINGS} things and nothing beside')

    def work(connection: Connection) -> Reply:
        bump(connection, "features", "intake")
        results = [{"index": n} | _receive(connection, sender, row, None) for n, row in enumerate(rows)]
        outcomes = [one["outcome"] for one in results]
        sums = {name: outcomes.count(name) for name in ("created", "changed", "known", "quarantined")}
        return Reply(207, orjson.dumps(sums | {"results": results}))

    return work


def _receive(connection: Connection, sender: Sender, raw: Any, seq: int | None) -> dict[str, Any]:
    """What became of it; a row that cannot be taken leaves nothing behind but itself in the quarantine."""
    now = house().clock.now()
    told = (
        {name: value for name, value in raw.items() if name not in ("seq", "reason")} if isinstance(raw, dict) else raw
    )
    reason = raw.get("reason") if isinstance(raw, dict) and isinstance(raw.get("reason"), str) else None
    try:
        with connection.begin_nested():
            return _named(take_raw(connection, told, "", sender.actor, now, seq=seq, reason=reason))
    except (Fault, Forbidden) as error:
        fault = error if isinstance(error, Fault) else Fault("scope", str(error))
        kept = told if isinstance(told, dict) else {"value": told}
        number = quarantine(
            connection, door=THINGS, origin=sender.actor.name, raw=kept, fault=fault, now=now, profile="@"
        )
        return {
            "outcome": "quarantined",
            "quarantine": ticket_of(connection, KEPT, number),
            "code": fault.code,
            "detail": str(fault),
        }


def _named(taken: Taken) -> dict[str, Any]:
    url = f"{door.url_prefix}/{taken.layer}/{quote(taken.code)}"
    return {"outcome": taken.outcome, "layer": taken.layer, "code": taken.code, "seq": taken.seq, "url": url}


def _once(sender: Sender, body: bytes, work: Callable[[Connection], Reply]) -> Response:
    """Do it once and answer; under an Idempotency-Key the answer is kept."""
    key = key_of(request.headers.get("Idempotency-Key"))
    reply = once(house().engine, sender.id, key, fingerprint(request.method, request.path, body), work)
    mimetype = "application/json" if reply.status < 400 else "application/problem+json"
    response = Response(reply.body, reply.status, mimetype=mimetype)
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    if reply.status == 201:
        response.headers["Location"] = orjson.loads(reply.body)["url"]
    return response


def _shown(row: Mapping[str, Any], clearance: int) -> dict[str, Any]:
    hidden = ("id", "cell_id") if clearance >= NAMES else ("id", "cell_id", "persons")
    url = f"{door.url_prefix}/{row['layer']}/{quote(row['code'])}"
    return {"url": url} | {name: value for name, value in row.items() if name not in hidden}


def _region(asked: Mapping[str, str], sender: Sender | None) -> str:
    code = asked.get("region", "") or (sender.region if sender else "")
    if code and not REGION.fullmatch(code):
        raise BadInput(f"region: {code!r} has not the form of one")
    return code


def _seq(sent: Mapping[str, Any]) -> int | None:
    seq = sent.get("seq")
    if seq is not None and (isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq < 2**31):
        raise BadInput("seq: a whole number")
    return seq


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MOST):
        raise BadInput(f"limit: 1 to {MOST}")
    return int(text)
