"""Events of a past day happen again in an exercise: reported as they were, moved as they were, by whom it was then."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.events import Report, bring, report
from data.commands.moves import move
from data.errors import UnknownThing
from data.life.actor import Actor
from data.life.fold import read
from data.life.moves import MOVES
from data.schema import event_external
from data.scope import Scope

ORIGIN = "replay"  # under which an event of the exercise is known by its id in the city


def bring_open(connection: Connection, found: list[dict[str, Any]], at: datetime) -> None:
    """Events that had begun before and were moved on that day: as they stood at its beginning."""
    for one in found:
        new = Report(**one["report"], reported_at=datetime.fromisoformat(one["reported_at"]))
        _known_as(connection, one["was"], bring(connection, new, read(one["life"]), _who("回放", "system"), at))


def replay_report(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    who = _who(step["actor"], step["role"])
    _known_as(connection, step["was"], report(connection, Report(**step["report"], reported_at=at), who, at))


def replay_move(connection: Connection, step: dict[str, Any], at: datetime) -> None:
    """What the move was given then; another event it names is that one's twin here."""
    given = dict(step["given"])
    if "into" in given:
        given["into"] = _twin(connection, given["into"])
    number = _twin(connection, step["was"])
    table = MOVES[step["move"]].table
    move(connection, number, step["move"], _who(step["actor"], step["role"]), at, at, table=table, **given)


def _who(name: str, role: str) -> Actor:
    return Actor(name=name, role=role, scope=Scope.guest())


def _known_as(connection: Connection, was: int, number: int) -> None:
    row = {"origin": ORIGIN, "external_id": str(was), "event_id": number}
    connection.execute(insert(event_external).values(row))


def _twin(connection: Connection, was: int) -> int:
    x = event_external.c
    found = connection.scalar(select(x.event_id).where(x.origin == ORIGIN, x.external_id == str(was)))
    if found is None:
        raise UnknownThing(f"event {was} of that day is not here")
    return int(found)
