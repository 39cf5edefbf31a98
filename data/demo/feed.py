"""The feed of the demo city: it reports and handles events when the clock gets there."""

import json
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from data.commands.events import Report, advance, report
from data.errors import CockpitError
from data.house import House
from data.schema import demo_pending

BATCH = 100
SECONDS = 5

log = structlog.get_logger(__name__)


class Feed(Thread):
    """Looks every few seconds for what is due; outlives any error, since the next look may succeed."""

    def __init__(self, house: House, seconds: float = SECONDS) -> None:
        super().__init__(name="demo-feed", daemon=True)
        self._house, self._seconds, self._stopping = house, seconds, Event()

    def run(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                apply_due(self._house.engine, self._house.clock.now())
            except Exception as error:  # the demo goes on; the log tells why it halted
                log.exception("demo feed halted for a moment", error=str(error))

    def stop(self) -> None:
        """Ask the thread to end; it does within its current batch."""
        self._stopping.set()


def start_feed(house: House) -> Feed:
    """A running feed for this house; several processes may each have one."""
    feed = Feed(house)
    feed.start()
    return feed


def apply_due(engine: Engine, now: datetime) -> int:
    """Apply everything due by `now`, each step once however many feeds run; returns how many steps."""
    applied = 0
    while due := _due(engine, now):
        with engine.begin() as connection:
            applied += sum(_take(connection, case) for case in due)
    return applied


def _due(engine: Engine, now: datetime) -> list[Any]:
    """Read in a transaction of its own, so that the next one begins with a write and waits its turn."""
    chosen = select(demo_pending.c.id, demo_pending.c.payload).where(demo_pending.c.at <= now)
    with engine.connect() as connection:
        return list(connection.execute(chosen.order_by(demo_pending.c.at, demo_pending.c.id).limit(BATCH)))


def _take(connection: Connection, case: Any) -> int:
    """Apply the first step of a case if nobody else took it, and leave the others pending."""
    if connection.execute(delete(demo_pending).where(demo_pending.c.id == case.id)).rowcount != 1:
        return 0
    payload = json.loads(case.payload)
    (seconds, *step), *later = payload["steps"]
    try:
        with connection.begin_nested():
            payload["event"] = _apply(connection, payload, datetime.fromtimestamp(seconds, UTC), *step)
    except (CockpitError, IntegrityError) as refusal:
        log.warning("demo step refused", payload=case.payload, reason=str(refusal))
    if later and "event" in payload:
        following = json.dumps({"event": payload["event"], "steps": later}, ensure_ascii=False, separators=(",", ":"))
        connection.execute(insert(demo_pending).values(at=datetime.fromtimestamp(later[0][0], UTC), payload=following))
    return 1


def _apply(
    connection: Connection, payload: dict[str, Any], at: datetime, stage: str, actor: str, rating: int | None
) -> int:
    """One command; returns the event it was about."""
    if "event" not in payload:
        return report(connection, Report(**payload["report"], reported_at=at, provenance="simulated"), actor)
    advance(connection, payload["event"], stage, at, actor, rating)
    return int(payload["event"])
