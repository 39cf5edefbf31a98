"""Whether the house stands: /healthz for probes, /metrics for Prometheus, and what moved for screens."""

import hmac
from datetime import UTC, datetime

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from data.doors.body import json_response
from data.doors.problem import problem
from data.house import House, house
from data.queries.asked import EVENT_RHYTHM, newest_event
from data.schema import region

door = Blueprint("health", __name__)
STARTED = datetime.now(UTC)
HERE = ("127.0.0.1", "::1")


@door.get("/healthz")
def health() -> Response:
    """200 when database, city and cache answer; 503 and the reason when one does not. Stale data is told, not fatal."""
    home = house()
    database, data = _database(home)
    parts: dict[str, dict[str, object]] = {
        "process": {"ok": True, "up_seconds": int((datetime.now(UTC) - STARTED).total_seconds())},
        "database": database,
        "cache": {"ok": home.answers.alive()},
        "data": data,
    }
    ok = all(parts[name]["ok"] for name in ("database", "cache", "data"))
    return json_response({"status": "ok" if ok else "broken", **parts}, status=200 if ok else 503)


def _database(home: House) -> tuple[dict[str, object], dict[str, object]]:
    try:
        with home.engine.connect() as connection:
            city = connection.scalar(select(region.c.name).where(region.c.level == 1, region.c.tree == "spine"))
            newest = newest_event(connection, home.clock.now())
    except SQLAlchemyError as error:
        return {"ok": False, "error": type(error).__name__}, {"ok": False}
    age = (home.clock.now() - newest) if newest else None
    fresh = age is not None and age <= 3 * EVENT_RHYTHM
    data = {"ok": city is not None, "city": city, "newest_event": newest, "fresh": fresh}
    return {"ok": True, "backend": home.engine.dialect.name}, data


@door.get("/metrics")
def metrics() -> Response:
    """Counters and timings: for the bearer of `YITU_METRICS_TOKEN`; without one set, for this machine itself."""
    token = house().settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    here = request.remote_addr in HERE and "X-Forwarded-For" not in request.headers
    if not (hmac.compare_digest(given.encode(), token.encode()) if token else here):
        return problem(403, "not for this address")
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
