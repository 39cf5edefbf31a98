"""What every answer carries: security headers, compression, and one log line a request."""

import time
from functools import partial
from typing import Any

import structlog
from flask import Flask, Response, g, request
from flask_compress import Compress
from flask_talisman import Talisman

from data.doors.ahead import refuse_future
from data.doors.gate import open_gate
from data.doors.watermarking import mark_files
from data.house import EXTENSION
from data.video_hosts import hosts_of

log = structlog.get_logger()
SLOW = 0.5
VERSIONED = ("/assets/", "/_dash-component-suites/")  # with their version `m`: what is there never changes
TOKENS = "/kiosk/"
LARGEST = 16 * 2**20  # bytes of a request; doors may ask for less


def guard(server: Flask, dash: Any) -> None:
    """Security headers, compression and the log, on everything `server` answers."""
    home = server.extensions[EXTENSION]
    settings = home.settings
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": ["'self'", "'unsafe-inline'"],  # plotly and leaflet place things by inline styles
        "img-src": ["'self'", "data:", "blob:", *hosts_of(settings.video_hosts)],
        "connect-src": "'self'",
        "object-src": "'none'",
        "frame-ancestors": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    talisman = Talisman(
        server,
        force_https=False,
        session_cookie_secure=settings.https,
        strict_transport_security=settings.https,
        content_security_policy=policy,
        referrer_policy="same-origin",
    )
    server.config.update(
        MAX_CONTENT_LENGTH=LARGEST,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/csv",
            "text/javascript",
            "application/javascript",
            "application/json",
            "application/geo+json",
            "application/problem+json",
            "image/svg+xml",
        ],
    )
    Compress(server)
    server.before_request(_begin)
    open_gate(server, home)
    refuse_future(server)
    server.before_request(partial(_allow_inline, dash, talisman))
    server.after_request(_note)
    mark_files(server)


def _allow_inline(dash: Any, talisman: Talisman) -> None:
    """Name Dash's own inline scripts by hash. Dash writes them while its first request comes in, others meanwhile."""
    talisman.content_security_policy["script-src"] = ["'self'", *dash.csp_hashes()]


def as_logged(path: str) -> str:
    """An address as the log has it: without the token of a screen."""
    return f"{TOKENS}…" if path.startswith(TOKENS) else path


def _begin() -> None:
    g.began = time.perf_counter()


def _note(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    if (
        request.args.get("m") and response.status_code == 200 and request.path.startswith(VERSIONED)
    ):  # an address with its version never changes its content
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    tell = log.warning if response.status_code >= 500 or seconds > SLOW else log.debug
    tell(
        "request",
        method=request.method,
        path=as_logged(request.path),
        status=response.status_code,
        ms=round(seconds * 1000, 1),
    )
    return response
