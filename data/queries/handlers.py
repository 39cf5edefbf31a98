"""Whose hands a case is in: an agency's people make the moves of its own cases, grid staff those of the grid's."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from data.life.moves import AGENCY, GRID, Move, possible
from data.schema import agency
from data.scope import Scope

Row = Mapping[Any, Any]  # of the event table


def handles(move: Move, row: Row, role: str, scope: Scope, *, grids: bool) -> bool:
    """Whether the case is in the hands of who asks, where the move is for those alone. `grids`: as `of_grid` says."""
    if not move.whose or role not in (AGENCY, GRID):
        return True
    if role == GRID and not grids:
        return False
    return scope.every_department or row[move.whose] in scope.departments


def of_grid(connection: Connection, row: Row) -> bool:
    """Whether the grid handles the case itself (inner loop); a department that is only called does not take it over."""
    kind = connection.scalar(select(agency.c.kind).where(agency.c.code == row["agency"]))
    return bool(kind == "grid" if kind else row["loop"] == "inner")


def able(row: Row, role: str, scope: Scope, *, grids: bool) -> list[Move]:
    """The moves who asks can make now."""
    moves = [one for one in possible(row["stage"], row["suspended_at"] is not None) if role in one.roles]
    return [one for one in moves if handles(one, row, role, scope, grids=grids)]
