"""Parts of which the OpenAPI document is put together."""

from http import HTTPStatus
from typing import Any

from data.queries.codes import CODES

Part = dict[str, Any]
REGION = "^([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{18})?$"
CODE = r"^[\w.:/()+-]{0,64}$"
OPEN: list[Part] = [{}, {"key": []}]  # read by anyone; a key widens what is seen
KEYED: list[Part] = [{"key": []}]
MOMENT: Part = {"type": "string", "format": "date-time"}
EVENT_CODE: Part = {"type": "string", "pattern": f"^{CODES['event'].pattern}$", "examples": ["E20240725-4830217"]}
WARNING_CODE: Part = {"type": "string", "pattern": f"^{CODES['warning'].pattern}$", "examples": ["W20240725-483021"]}
MOMENT_OR_NOW: Part = {"type": "string", "anyOf": [{"format": "date-time"}, {"maxLength": 0}]}  # as a View reads it


def query(name: str, schema: Part, about: str = "") -> Part:
    return {"name": name, "in": "query", "required": False, "schema": schema} | (
        {"description": about} if about else {}
    )


def in_path(name: str, schema: Part) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def any_of(words: Any, *, empty: bool = True) -> Part:
    return {"type": "string", "enum": [*([""] if empty else []), *words]}


def ref(model: str) -> Part:
    return {"$ref": f"#/components/schemas/{model}"}


def json_of(schema: Part, about: str = "OK", headers: Part | None = None) -> Part:
    return {"description": about, "content": {"application/json": {"schema": schema}}} | (
        {"headers": headers} if headers else {}
    )


def file_of(mimetype: str) -> Part:
    return {"description": "OK", "content": {mimetype: {"schema": {"type": "string"}}}}


def problems(*statuses: int) -> Part:
    """Problem documents; 401 says how to show a key."""
    shape = {"application/problem+json": {"schema": ref("Problem")}}
    named = {str(status): {"description": HTTPStatus(status).phrase, "content": shape} for status in statuses}
    if "401" in named:
        named["401"] |= {"headers": {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}}
    return named


def door_of(name: str, about: str, answers: Part, *, security: Any = None, **more: Any) -> Part:
    return {"operationId": name, "summary": about, "responses": answers, "security": security or []} | more


ONCE: Part = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!#-~]{1,128}$"},
    "description": "the same request under the same key is answered as it was the first time, for 7 days",
}
REPLAYED: Part = {"Idempotent-Replayed": {"schema": {"type": "string", "enum": ["true"]}}}
SENDING = (400, 401, 413, 415, 503)


def body_of(schema: Part) -> Part:
    return {"required": True, "content": {"application/json": {"schema": schema}}}
