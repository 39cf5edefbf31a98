"""What an event was merged with may lie outside the asker's scope: then it is not named to him."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from data.queries.cases import in_scope
from data.schema import event
from data.scope import EVERY_CELL, Scope

NAMING = ("absorb", "release")  # steps whose reason is the code of the other event


def into_of(scope: Scope) -> ColumnElement[Any]:
    """The column `into_id`, empty where it leads outside the scope."""
    if _sees_all(scope):
        return event.c.into_id
    other = event.alias("into_event")
    mine = (other.c.id == event.c.into_id, *in_scope(scope, other))
    return select(other.c.id).where(*mine).scalar_subquery().label("into_id")


def known(connection: Connection, scope: Scope, ids: Collection[int]) -> Collection[int]:
    """Those of these events that may be named to the asker."""
    if not ids or _sees_all(scope):
        return ids
    return set(connection.scalars(select(event.c.id).where(event.c.id.in_(ids), *in_scope(scope))))


def unnamed(connection: Connection, scope: Scope, steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps without ids and codes of events outside the scope."""
    if _sees_all(scope):
        return list(steps)
    ids = {one["change"].get("into_id") for one in steps} - {None}
    codes = {one["reason"] for one in steps if one["move"] in NAMING}
    mine = (or_(event.c.id.in_(ids), event.c.code.in_(codes)), *in_scope(scope))
    known = {name for row in connection.execute(select(event.c.id, event.c.code).where(*mine)) for name in row}
    return [_without(step, known) for step in steps]


def _sees_all(scope: Scope) -> bool:
    return scope.covers(*EVERY_CELL) and scope.every_department


def _without(step: dict[str, Any], known: set[Any]) -> dict[str, Any]:
    change = {name: value for name, value in step["change"].items() if name != "into_id" or value in {None, *known}}
    hidden = step["move"] in NAMING and step["reason"] not in known
    return step | {"change": change, "reason": None if hidden else step["reason"]}
