"""The player: what waits in an exercise is done when its clock gets there, by the same commands as in earnest.

All that falls on one moment is done in one transaction with the clock itself, so that after a crash it goes on exactly
where it was. The clock never runs past what has not been played: a slow machine plays slower, and skips nothing.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.exc import IntegrityError

from data.clock import KEY, Origin, read_origin
from data.commands.events import Report, report
from data.commands.facts import fact, put_fact
from data.commands.readings import Told, take
from data.commands.revisions import bump
from data.commands.watch import sweep
from data.engine import writing
from data.errors import CockpitError
from data.exercise.offices import replay_forecast, replay_warning, replay_warning_move
from data.exercise.posts import tell_on
from data.exercise.replaying import replay_move, replay_report
from data.exercise.steer import TOPIC, first_due
from data.house import House
from data.life.actor import Actor
from data.rounds import Rounds
from data.schema import demo_pending
from data.scope import Scope

ROUND_S = 0.05
SWEEP_S = 1_800  # of the exercise's time
SLACK_S = 1.0  # of real time by which the player may lag before the clock waits for it
ORIGIN = "exercise"
DIRECTOR = Actor(name="导调", role="system", scope=Scope.guest())

log = structlog.get_logger(__name__)


def start_player(house: House) -> Rounds:
    """A running player for this house; several processes may each have one."""
    rounds = Rounds("exercise", lambda: play_due(house.engine), ROUND_S)
    rounds.start()
    return rounds


def play_due(engine: Engine) -> int:
    """Play every step that is due by the exercise's clock; how many moments were played."""
    played = 0
    while play_next(engine):
        played += 1
    return played


def play_next(engine: Engine, *, at_once: bool = False) -> bool:
    """Play all steps of the next moment if it has come (or `at_once`); whether there were any."""
    with engine.connect() as connection:
        if not _due(connection, at_once):
            return False
    with writing(engine) as connection:
        bump(connection, TOPIC)  # first: players and the director queue here
        at = _due(connection, at_once)
        if at is None:
            return False
        origin = read_origin(str(fact(connection, KEY)))
        for step in _taken(connection, at):
            _attempt(connection, step, at)
        if int(at.timestamp()) % SWEEP_S == 0:
            sweep(connection, at)
        tell_on(connection, at)
        put_fact(connection, KEY, _after(origin, at, first_due(connection)).written())
    return True


def _due(connection: Connection, at_once: bool) -> datetime | None:
    text, at = fact(connection, KEY), first_due(connection)
    if at is None or text is None or at_once:
        return at
    origin = read_origin(text)
    return at if origin.since is not None and origin._replace(until=None).at(datetime.now(UTC)) >= at else None


def _taken(connection: Connection, at: datetime) -> list[dict[str, Any]]:
    """The steps of the moment, which wait no more."""
    mine = demo_pending.c.at == at
    rows = connection.execute(select(demo_pending.c.payload).where(mine).order_by(demo_pending.c.id)).all()
    connection.execute(delete(demo_pending).where(mine))
    return [json.loads(row.payload) for row in rows]


def _after(origin: Origin, at: datetime, due: datetime | None) -> Origin:
    """The clock goes on to the next step; at the last one it stands. It waits for a player that lags."""
    now = datetime.now(UTC)
    if due is None or origin.since is None:
        return Origin(max(at, origin.shown), None, origin.speed)
    reached = origin.since + (at - origin.shown) / origin.speed  # when the clock should have shown it
    late = (now - reached).total_seconds() > SLACK_S
    return Origin(at, now if late else reached, origin.speed, due)


def _attempt(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    """A step that is refused is told in the log and left out; the others go on."""
    try:
        with connection.begin_nested():
            _STEPS[step["kind"]](connection, step, at)
    except (CockpitError, IntegrityError) as refusal:
        log.warning("exercise step refused", kind=step["kind"], at=at.isoformat(), reason=str(refusal))


def _readings(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    """Rows of station, quantity, value, and of a replay the second they were told for."""
    told = [
        Told(row[0], row[1], datetime.fromtimestamp(row[3], UTC) if row[3:] else at, row[2]) for row in step["rows"]
    ]
    take(connection, told, ORIGIN, Scope.guest(), at, door=ORIGIN)


def _event(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    report(connection, Report(**step["report"], reported_at=at), DIRECTOR, at)


def _end(_connection: Connection, _step: dict[str, Any], _at: datetime) -> None:
    """The last moment: nothing is done, the clock stands."""


_STEPS: dict[str, Callable[[Connection, dict[str, Any], datetime], None]] = {
    "readings": _readings,
    "event": _event,
    "report": replay_report,
    "move": replay_move,
    "forecast": replay_forecast,
    "warning": replay_warning,
    "warning_move": replay_warning_move,
    "end": _end,
}
