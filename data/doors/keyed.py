"""What the doors of keyed senders share: what they are asked, read strictly, and replies given once under a key."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Response, request
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from data.commands.once import Reply, fingerprint, key_of, once
from data.doors.keys import Sender, sender_of
from data.doors.receiving import told as faults
from data.doors.sent import json_sent
from data.errors import BadInput
from data.house import house
from data.queries.codes import CODES

Model = TypeVar("Model", bound=BaseModel)
LARGEST = 2**31 - 1


def model_sent(model: type[Model]) -> tuple[Model, bytes, Sender]:
    """What was sent, as this model reads it; its bytes; who sent it."""
    sender = sender_of(request, house())
    sent, body = json_sent()
    return read_as(model, sent), body, sender


def replied_once(sender: Sender, body: bytes, work: Callable[[Connection], Reply]) -> Response:
    key = key_of(request.headers.get("Idempotency-Key"))
    digest = fingerprint(request.method, request.path, body)
    reply = once(house().engine, sender.id, key, digest, work, brief=False)
    mimetype = "application/json" if reply.status < 400 else "application/problem+json"
    response = Response(reply.body, reply.status, mimetype=mimetype)
    if reply.again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def numbered(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and 0 < int(text) <= LARGEST):
        raise BadInput("a whole number from 1 is needed")
    return int(text)


def about(asked: Mapping[str, str]) -> dict[str, str]:
    """Of an event or a warning that is asked for, its code."""
    found = {name: asked[name] for name in CODES if asked.get(name)}
    if odd := [name for name, code in found.items() if not CODES[name].fullmatch(code)]:
        raise BadInput(f"{odd[0]}: a code is needed")
    return found


def read_as(model: type[Model], sent: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise BadInput("; ".join(f"{one['where']}: {one['detail']}" for one in faults(error))) from None
