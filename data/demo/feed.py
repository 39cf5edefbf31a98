"""The feed of the demo city: it reports and handles events when the clock gets there."""

import json
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from data.commands.events import Report, report
from data.commands.moves import move
from data.engine import writing
from data.errors import CockpitError
from data.house import House
from data.life.actor import Actor
from data.rounds import Rounds
from data.schema import demo_pending
from data.scope import Scope

BATCH = 100
SECONDS = 5

log = structlog.get_logger(__name__)


class Feed(Rounds):
    """Looks every few seconds for what is due."""

    def __init__(self, house: House, seconds: float = SECONDS) -> None:
        super().__init__("demo-feed", lambda: apply_due(house.engine, house.clock.now()), seconds)


def start_feed(house: House) -> Feed:
    """A running feed for this house; several processes may each have one."""
    feed = Feed(house)
    feed.start()
    return feed


def apply_due(engine: Engine, now: datetime) -> int:
    """Apply everything due by `now`, each step once however many feeds run; returns how many steps."""
    applied = 0
    while due := _due(engine, now):
        until = due[-1].at if len(due) == BATCH else now  # later steps wait for those that are not in this batch
        with writing(engine) as connection:
            mine = [case for case in due if _taken(connection, case)]
            applied += _run(connection, mine, int(until.timestamp()))
    return applied


def _due(engine: Engine, now: datetime) -> list[Any]:
    """Read in a transaction of its own, so that the next one begins with a write and waits its turn."""
    columns = (demo_pending.c.id, demo_pending.c.at, demo_pending.c.payload)
    chosen = select(*columns).where(demo_pending.c.at <= now)
    with engine.connect() as connection:
        return list(connection.execute(chosen.order_by(demo_pending.c.at, demo_pending.c.id).limit(BATCH)))


def _taken(connection: Connection, case: Any) -> bool:
    """Whether nobody else took it."""
    return connection.execute(delete(demo_pending).where(demo_pending.c.id == case.id)).rowcount == 1


def _run(connection: Connection, cases: list[Any], until: int) -> int:
    """Apply the steps of these cases in the order of their moments; those after `until` are left pending."""
    waiting = [(int(case.at.timestamp()), case.id, json.loads(case.payload)) for case in cases]
    heapify(waiting)
    applied = 0
    while waiting:
        _at, number, payload = heappop(waiting)
        step, *later = payload["steps"]
        payload["event"] = _attempt(connection, payload, step)
        applied += 1
        if not later or payload["event"] is None:
            continue
        rest = {"event": payload["event"], "steps": later}
        if later[0][0] <= until:
            heappush(waiting, (later[0][0], number, rest))
        else:
            text = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
            moment = datetime.fromtimestamp(later[0][0], UTC)
            connection.execute(insert(demo_pending).values(at=moment, payload=text))
    return applied


def _attempt(connection: Connection, payload: dict[str, Any], step: list[Any]) -> int | None:
    """The event the step was about, None when it could not even be reported."""
    try:
        with connection.begin_nested():
            return _apply(connection, payload, *step)
    except (CockpitError, IntegrityError) as refusal:
        log.warning("demo step refused", about=payload.get("event"), step=step, reason=str(refusal))
        return payload.get("event")


def _apply(
    connection: Connection, payload: dict[str, Any], seconds: int, name: str, actor: str, role: str, given: Any
) -> int:
    """One command; returns the event it was about."""
    at, who = datetime.fromtimestamp(seconds, UTC), Actor(name=actor, role=role, scope=Scope.guest())
    if name == "report":
        new = Report(**payload["report"], reported_at=at, provenance="simulated")
        return report(connection, new, who, at)
    move(connection, payload["event"], name, who, at, at, **given)
    return int(payload["event"])
