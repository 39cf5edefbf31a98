"""What a sender sends, read with suspicion: its size, its type, and JSON that is nothing but JSON."""

import json
import math
from typing import Any, NoReturn

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from data.errors import BadInput

MOST_BYTES = 5 * 1024 * 1024
DEEPEST = 32


def body_sent() -> bytes:
    """The bytes of this request; 413 when there are too many."""
    request.max_content_length = MOST_BYTES
    return request.get_data(cache=True)


def json_sent() -> tuple[dict[str, Any], bytes]:
    """The JSON object of this request, and its bytes. BadInput, 413 or 415 when it is none."""
    if request.mimetype != "application/json" or request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("the body must be application/json, not compressed")
    body = body_sent()
    value = strict_json(body)
    if not isinstance(value, dict):
        raise BadInput("the body must be a JSON object")
    return value, body


def strict_json(body: bytes) -> Any:
    """RFC 8259 with what most parsers wave through refused: names given twice, NaN, lone surrogates, great depth."""
    try:
        text = body.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise BadInput(f"the JSON is nested deeper than {DEEPEST}") from None
    except UnicodeError:
        raise BadInput("the body is not UTF-8 throughout") from None
    except ValueError as error:
        raise BadInput(f"the body is not JSON: {error}") from None
    if _depth(value) > DEEPEST:
        raise BadInput(f"the JSON is nested deeper than {DEEPEST}")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise ValueError(f"{text[:20]} is too great a number")
    return value


def _depth(value: Any) -> int:
    deep, level = 0, [value]
    while level:
        deep += 1
        inner = [one for one in level if isinstance(one, dict | list)]
        level = [part for one in inner for part in (one.values() if isinstance(one, dict) else one)]
    return deep
