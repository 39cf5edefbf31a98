"""What the page of a case sends beside its moves: a root case, a message that persuades. Nothing it says is trusted."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from data.acting import acting
from data.commands.audit import acted
from data.commands.list_pairs import list_event_as_item
from data.commands.persuading import persuade
from data.commands.root_cases import open_root
from data.commands.screens import act
from data.house import House
from data.life.actor import Actor
from data.queries.codes import number_of

Given = Mapping[str, Any]
Work = Callable[[Connection, int, Given, Actor, datetime], object]


def act_on_case(house: House, code: str, name: str, given: Given, role: str, number: int) -> None:
    """A move of the table, or one of `WORKS`."""
    if name not in _WORKS:
        act(house, code, name, given, role, number)
        return
    actor, now = acting(house, role, number), house.clock.now()
    action, work = _WORKS[name]
    with acted(house, actor, action, code[:32]) as connection:
        work(connection, number_of(connection, "event", code), given, actor, now)


def _root(connection: Connection, event_id: int, _given: Given, actor: Actor, now: datetime) -> object:
    return open_root(connection, event_id, actor, now)


def _persuade(connection: Connection, event_id: int, given: Given, actor: Actor, now: datetime) -> object:
    phone, words = (str(given.get(name) or "") for name in ("phone", "words"))
    return persuade(connection, event_id, phone, words, actor, now, datetime.now(UTC))


def _list(connection: Connection, event_id: int, _given: Given, actor: Actor, now: datetime) -> object:
    return list_event_as_item(connection, event_id, actor, now)


_WORKS: dict[str, tuple[str, Work]] = {
    "root": ("event_root", _root),
    "persuade": ("event_persuade", _persuade),
    "list": ("list_add", _list),
}
