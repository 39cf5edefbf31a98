"""Which cases an asker may see: those that lie in his cells, and only those of his agencies where he has some."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, or_

from data.schema import event
from data.scope import EVERY_CELL, Scope

HELD = ("agency", "called_agency", "first_agency")  # whose case it is, who was called to it, who had it first


def of_departments(scope: Scope, of: FromClause = event) -> list[ColumnElement[bool]]:
    """Conditions on the event table beside those of its place; none for who works for the whole region."""
    if scope.every_department:
        return []
    codes = list(scope.departments)
    return [or_(*(func.coalesce(of.c[name], "").in_(codes) for name in HELD))]


def in_scope(scope: Scope, of: FromClause = event) -> list[ColumnElement[bool]]:
    """Conditions on the event table, or an alias of it: place and department."""
    place = [] if EVERY_CELL in scope.cells else [or_(*(of.c.cell_id.between(lo, hi) for lo, hi in scope.cells))]
    return [*place, *of_departments(scope, of)]


def shows(scope: Scope, row: Mapping[Any, Any]) -> bool:
    """Whether the asker may see the case with this row of the event table."""
    if not scope.covers(row["cell_id"], row["cell_id"]):
        return False
    return scope.every_department or any(row[name] in scope.departments for name in HELD)
