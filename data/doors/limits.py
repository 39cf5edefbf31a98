"""How many requests one asker may make: tries to sign in by address, requests at the API by key or address.

Counted in this process, or by Redis for all of them. A Redis that does not answer stops nobody: wrong passwords are
counted in the database besides (`data/accounts/lockout.py`).
"""

import math
import time

import structlog
from flask import Flask, Response, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from data.accounts.seat import keyed
from data.doors.problem import problem
from data.language import gettext as _
from data.settings import Settings

log = structlog.get_logger()
LIMITS = "yitu-limits"
SIGN_IN = ("/login", "/account/password", "/oidc")
API = ("/api/", "/open311/")


class Limits:
    """Those of one app."""

    def __init__(self, settings: Settings) -> None:
        storage = storage_from_string(settings.redis_url or "memory://", wrap_exceptions=True)
        self._window = FixedWindowRateLimiter(storage)
        self._sign_in, self._api = parse(settings.sign_in_limit), parse(settings.api_limit)

    def seconds(self) -> int:
        """Until this request may be made; 0 for now."""
        if request.path.startswith(API):
            sender = keyed()
            return self._left(self._api, "api", f"sender:{sender.id}" if sender else _address())
        if request.method == "POST" and request.path.startswith(SIGN_IN):
            return self._left(self._sign_in, "sign_in", _address())
        return 0

    def _left(self, limit: RateLimitItem, kind: str, who: str) -> int:
        try:
            if self._window.hit(limit, kind, who):
                return 0
            return max(1, math.ceil(self._window.get_window_stats(limit, kind, who).reset_time - time.time()))
        except StorageError as error:
            log.warning("limits are not counted", error=repr(error))
            return 0


def set_limits(server: Flask, settings: Settings) -> None:
    server.extensions[LIMITS] = Limits(settings)


def over_limit(server: Flask) -> Response | None:
    """429 with Retry-After (RFC 6585) for one request too many."""
    if not (seconds := server.extensions[LIMITS].seconds()):
        return None
    answer = problem(429, _("请求过于频繁，请 {seconds} 秒后再试").format(seconds=seconds))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _address() -> str:
    return f"address:{request.remote_addr}"
