"""Warnings to and from others: CAP 1.2 messages in, each warning of ours as one, and a feed of those that are live."""

from typing import Any

import orjson
from flask import Blueprint, Response, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import UnsupportedMediaType

from data.cap.atom import MIME as ATOM
from data.cap.atom import Feed, Item, atom
from data.cap.ours import message
from data.cap.write import MIME as CAP
from data.cap.write import write
from data.commands.cap import Taken, take
from data.commands.codes import KEPT, ticket_of
from data.commands.once import Reply, fingerprint, key_of, once
from data.doors.asked import only
from data.doors.body import tagged
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_of, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.sent import body_sent
from data.exercise.mark import PREFIX
from data.house import House, house
from data.language import gettext as _
from data.queries.issued import code_of, issued, live
from data.queries.regions import region_of
from data.risk_words import WARNING_FIELDS
from data.scope import Scope
from data.words import PROVENANCE

door = Blueprint("cap", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
XML = (CAP, "application/xml", "text/xml")
STATUS = {"raised": 201, "quarantined": 422}
FRESH = 10  # seconds for which a feed need not be asked again


@door.post("/cap")
def take_in() -> Response:
    """One CAP 1.2 message. 201: a warning was raised; 200: it changed one, was kept, or is known; 422: quarantined."""
    sender = sender_of(request, house())
    if request.mimetype not in XML or request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType(f"the body must be {CAP}, not compressed")
    body, home = body_sent(), house()

    def work(connection: Connection) -> Reply:
        lived = "simulated" if home.clock.holds_demo() else "published"
        got = take(connection, body, sender.actor, home.clock.now(), provenance=lived)
        return Reply(STATUS.get(got.outcome, 200), orjson.dumps(_told(connection, got)))

    key = key_of(request.headers.get("Idempotency-Key"))
    reply = once(home.engine, sender.id, key, fingerprint(request.method, request.path, body), work)
    mimetype = "application/json" if reply.status < 400 else "application/problem+json"
    response = Response(reply.body, reply.status, mimetype=mimetype)
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    if reply.status == 201:
        response.headers["Location"] = orjson.loads(reply.body)["url"]
    return response


def _told(connection: Connection, got: Taken) -> dict[str, Any]:
    if got.outcome == "quarantined":
        head = {"type": "about:blank", "title": "Unprocessable Content", "status": 422, "detail": got.detail}
        ticket = ticket_of(connection, KEPT, int(got.quarantine or 0))
        return head | {"code": got.fault, "quarantine": ticket}
    told: dict[str, Any] = {"outcome": got.outcome, "detail": got.detail}
    if got.warning_id is None:
        return told
    code = code_of(connection, got.warning_id)
    return told | {"warning": code, "url": url_for("cap.one", code=code)}


@door.get("/warnings/<code>.cap")
def one(code: str) -> Response:
    """The newest CAP message of this warning: an Alert, an Update, or a Cancel once it is over."""
    only()
    scope, home = scope_of(sender_or_guest(request, house())), house()
    with home.engine.connect() as connection:
        found = issued(connection, code, scope, exercise=bool(home.settings.exercise))
        city = region_of(connection, "", Scope.guest()).name  # who issues it, whoever reads it
    return tagged(write(message(found, sender_name_of(home), city)), CAP)


@door.get("/warnings.atom")
def feed() -> Response:
    """Live warnings, the newest first; `region` bounds them."""
    asked, sender, home = only("region"), sender_or_guest(request, house()), house()
    scope = scope_of(sender)
    with home.engine.connect() as connection:
        here = region_of(connection, asked.get("region") or (sender.region if sender else ""), scope)
        rows = live(connection, here, scope)
    simulated = f"({_(PROVENANCE['simulated'])})"
    mark = PREFIX if home.settings.exercise else ""
    items = [
        Item(
            code=row.code,
            title=row.title + (simulated if row.provenance == "simulated" else ""),
            words=row.words,
            category=(row.field, _(WARNING_FIELDS[row.field])),
            published=row.raised_at,
            updated=row.changed_at,
            link=url_for("cap.one", code=row.code, _external=True),
        )
        for row in rows
    ]
    about = Feed(
        sender=sender_name_of(home),
        title=mark + _("%(place)s在发预警") % {"place": here.name},
        name=here.name,
        link=request.url,
        updated=max((row.changed_at for row in rows), default=home.clock.now().replace(hour=0, minute=0, second=0)),
    )
    return tagged(atom(about, items), ATOM, FRESH)


def sender_name_of(home: House) -> str:
    """Who issues our messages, as CAP names senders."""
    return home.settings.cap_sender or f"yitu-{home.settings.city}"
