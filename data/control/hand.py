"""The hand that reaches out: an order as signed JSON to the webhook of the city's control platform. No database here.

Signed as is usual for webhooks: HMAC-SHA256 (RFC 2104) over the moment and the body, both in the headers, so that the
platform can refuse what is forged or old. Redirects are not followed: an order goes to the address that was set.
"""

import hashlib
import hmac
import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError

TIMEOUT_S = 5.0
MOST_BYTES = 2_000  # of an answer that are kept


@dataclass(frozen=True)
class Outcome:
    """Whether the platform took it (2xx), and what it said."""

    taken: bool
    words: str


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Straight)


def message(row: Mapping[str, Any]) -> dict[str, Any]:
    """The order as the platform gets it; `key` says that a second one is the same."""
    told = {name: row[name] for name in ("key", "code", "name", "what", "why", "rule", "told", "actor", "role", "seq")}
    at: datetime = row["at"]
    return told | {"order": row["ticket"], "at": at.isoformat(), "simulated": row["provenance"] == "simulated"}


def signature(secret: str, moment: str, body: bytes) -> str:
    """`sha256=…` over `<moment>.<body>`."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def reach(url: str, secret: str, row: Mapping[str, Any], now: datetime, timeout: float = TIMEOUT_S) -> Outcome:
    """POST an order; never raises for what the other side does."""
    return post(url, secret, message(row), row["key"], now, timeout)


def post(
    url: str, secret: str, told: Mapping[str, Any], key: str, now: datetime, timeout: float = TIMEOUT_S
) -> Outcome:
    """POST signed JSON; `key` says that a second one is the same. Never raises for what the other side does."""
    body = json.dumps(told, ensure_ascii=False).encode()
    moment = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "X-Yitu-Time": moment,
        "X-Yitu-Signature": signature(secret, moment, body),
    }
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return Outcome(True, _words(answer))
    except HTTPError as error:
        with error:
            return Outcome(False, f"HTTP {error.code}")
    except (OSError, HTTPException) as error:
        return Outcome(False, f"{type(error).__name__}: {error}"[:MOST_BYTES])


def _words(answer: HTTPResponse) -> str:
    return f"HTTP {answer.status} {answer.read(MOST_BYTES).decode('utf-8', 'replace')}".strip().replace("\x00", "")
