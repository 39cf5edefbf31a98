"""One event with its history, as it stands or as it stood at any moment past."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.language import gettext as _
from data.life.fold import FOLDED, MOMENTS, Step, fold, read
from data.schema import event, event_history, region
from data.scope import Scope
from data.words import SIDINGS, STAGES


def whole(connection: Connection, event_id: int, scope: Scope, at: datetime | None = None) -> dict[str, Any]:
    """The event's columns, `region_code` and `history`. UnknownThing when there is none, or none yet at `at`."""
    statement = select(event, region.c.code.label("region_code")).join(region, region.c.id == event.c.cell_id)
    row = connection.execute(statement.where(event.c.id == event_id)).mappings().one_or_none()
    if row is None or not scope.covers(row["cell_id"], row["cell_id"]) or (at and row["reported_at"] > at):
        raise UnknownThing(_("没有这个事件"))
    history = _history(connection, event_id, at)
    state = stood(history, at) if at else {}
    return {**row, **state, "history": history}


def _history(connection: Connection, event_id: int, at: datetime | None) -> list[dict[str, Any]]:
    h = event_history.c
    columns = (h.seq, h.move, h.at, h.role, h.actor, h.reason, h.change)
    rows = connection.execute(select(*columns).where(h.event_id == event_id).order_by(h.seq)).mappings()
    steps = [{**row, "change": read(row["change"])} for row in rows]
    return steps if at is None else [step for step in steps if step["at"] <= at]


def stood(history: list[dict[str, Any]], at: datetime) -> Mapping[str, Any]:
    """What the moves had made of the event by `at`. A life that was brought along is cut off there too."""
    steps = [Step(seq=one["seq"], move=one["move"], at=one["at"], change=one["change"]) for one in history]
    state = {name: value for name, value in fold(steps).items() if name in FOLDED}
    late = [name for name in (*MOMENTS, "ended_at") if (moment := state.get(name)) is not None and moment > at]
    if late:
        state |= dict.fromkeys(late)
        if state["stage"] not in SIDINGS or state["ended_at"] is None:
            reached = [stage for stage in STAGES if stage != "reported" and state.get(f"{stage}_at") is not None]
            state["stage"] = reached[-1] if reached else "reported"
        if state["rated_at"] is None:
            state["rating"] = None
    return state
