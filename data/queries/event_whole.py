"""One event with its history, as it stands or as it stood at any moment past."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.language import gettext as _
from data.life.fold import FOLDED, Step, fold, read
from data.queries.cases import in_scope
from data.queries.elsewhere import into_of, unnamed
from data.queries.handlers import of_grid
from data.queries.past import clipped
from data.schema import event, event_history, region
from data.scope import Scope
from data.things.masks import masked_place


def whole(connection: Connection, event_id: int, scope: Scope, at: datetime | None = None) -> dict[str, Any]:
    """The event's columns, `region_code`, `grids` (`of_grid`), `history`. UnknownThing: none, or none yet at `at`."""
    columns = [into_of(scope) if column.name == "into_id" else column for column in event.c]
    statement = select(*columns, region.c.code.label("region_code")).join_from(
        event, region, region.c.id == event.c.cell_id
    )
    mine = statement.where(event.c.id == event_id, *in_scope(scope))
    row = connection.execute(mine).mappings().one_or_none()
    if row is None or (at and row["reported_at"] > at):
        raise UnknownThing(_("没有这个事件"))
    history = unnamed(connection, scope, _history(connection, event_id, at))
    state = _stood(row, history, at) if at else dict(row)
    place, grids = masked_place(state["place"], scope.clearance), of_grid(connection, state)
    return {**state, "place": place, "grids": grids, "history": history}


def _history(connection: Connection, event_id: int, at: datetime | None) -> list[dict[str, Any]]:
    h = event_history.c
    columns = (h.seq, h.move, h.at, h.role, h.actor, h.reason, h.change)
    rows = connection.execute(select(*columns).where(h.event_id == event_id).order_by(h.seq)).mappings()
    steps = [{**row, "change": read(row["change"])} for row in rows]
    return steps if at is None else [step for step in steps if step["at"] <= at]


def _stood(row: Mapping[Any, Any], history: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    """What the moves had made of the event by `at`. A life that was brought along is cut off there too."""
    state = fold(Step(seq=one["seq"], move=one["move"], at=one["at"], change=one["change"]) for one in history)
    return clipped({**row, **{name: value for name, value in state.items() if name in FOLDED}}, at)
