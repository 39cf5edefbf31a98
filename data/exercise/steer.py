"""The director steers an exercise: let it run, pause it, make it faster, end it. Its clock is a row of its database."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from data.clock import KEY, Origin, read_origin
from data.commands.facts import fact, put_fact
from data.commands.revisions import bump
from data.errors import BadInput, NotReady
from data.exercise.mark import marked
from data.exercise.scenario import SPEEDS
from data.language import gettext as _
from data.schema import demo_pending

TOPIC = "exercise"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an exercise stands: what it is, the moment its clock shows, how fast, and how many steps wait."""

    about: dict[str, Any]
    now: datetime
    speed: float
    state: str  # STATES
    waiting: int


def standing(connection: Connection) -> Standing:
    """NotReady where the database is no exercise's."""
    about, text = marked(connection), fact(connection, KEY)
    if about is None or text is None:
        raise NotReady("this is no exercise")
    origin = read_origin(text)
    waiting = connection.scalar(select(func.count()).select_from(demo_pending)) or 0
    begun = origin.shown > datetime.fromisoformat(about["begins"])
    stands = "finished" if not waiting else "paused" if begun else "prepared"
    now = origin.at(datetime.now(UTC))
    state = stands if origin.since is None else "running"
    return Standing(about=about, now=now, speed=origin.speed, state=state, waiting=waiting)


def run(connection: Connection) -> None:
    """Let the clock run on from where it stands."""
    _set(connection, running=True)


def pause(connection: Connection) -> None:
    _set(connection, running=False)


def speed(connection: Connection, times: float) -> None:
    """So many times as fast as real time, from now on. BadInput outside what makes sense."""
    if not 1 <= times <= SPEEDS[-1]:
        raise BadInput(_("速度为 1 到 {most} 倍").format(most=SPEEDS[-1]))
    _set(connection, times=times)


def finish(connection: Connection) -> None:
    """End it here: what has not been played is not going to be."""
    bump(connection, TOPIC)  # first: the player queues here
    connection.execute(delete(demo_pending))
    _set(connection, running=False)


def first_due(connection: Connection) -> datetime | None:
    """The moment of the next step."""
    found: datetime | None = connection.scalar(select(func.min(demo_pending.c.at)))
    return found


def _set(connection: Connection, *, running: bool | None = None, times: float | None = None) -> None:
    """Go on from the moment shown just now. An ended exercise stays where it is."""
    bump(connection, TOPIC)  # first: the player queues here
    origin, now = read_origin(str(fact(connection, KEY))), datetime.now(UTC)
    due = first_due(connection)
    goes_on = origin.since is not None if running is None else running
    since = now if goes_on and due else None
    news = Origin(origin.at(now), since, times or origin.speed, due)
    put_fact(connection, KEY, news.written())
