"""The past: how events stood at a moment. What went back or was changed since is folded from its history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from data.commands.contribution import MOMENTS, NEVER, OTHER, Lived
from data.life.fold import Step, fold, read
from data.life.late import LATE
from data.life.moves import MOVES
from data.queries.slices import Slice
from data.queries.then import touched
from data.schema import event, event_history
from data.words import OPEN_STAGES, STAGES

State = dict[str, Any]  # the columns of `event`
HARMLESS = ("remark", "whistle", "arrive")
# Steps after which the row no longer tells what was before. The others only add a moment of their own.
RECAST = tuple(name for name, move in MOVES.items() if move.back or (move.to is None and name not in HARMLESS))
CLIPPED = (*MOMENTS, "ended_at", "suspended_at", "restarted_at", "rewound_at")
CHUNK = 400


def unsure(at: datetime) -> ColumnElement[bool]:
    """Whether an event's row does not tell how the event stood at `at`."""
    h = event_history.c
    recast = or_(h.move.in_(RECAST), and_(h.move == "file", h.change.is_not(None)))  # filed in another grade
    since = exists().where(h.event_id == event.c.id, h.at > at, recast)
    return or_(and_(event.c.rewound_at.is_not(None), event.c.rewound_at > at), since)


def stood(connection: Connection, ids: Sequence[int], at: datetime) -> dict[int, State]:
    """{id: all columns of the event as they were at `at`}."""
    those = select(event, touched(at).label("touched")).where(event.c.id.in_(ids))
    rows = {row["id"]: dict(row) for row in connection.execute(those).mappings()}
    found = dict(_folds(connection, [key for key, row in rows.items() if row.pop("touched")], at))
    return {key: clipped(row | found.get(key, {}), at) for key, row in rows.items()}


def folded(
    connection: Connection, where: Sequence[ColumnElement[bool]], at: datetime, one: Slice | None = None
) -> list[State]:
    """The unsure events among `where` (conditions that moves never change) as they stood at `at`, if they fit `one`."""
    rows = {row["id"]: dict(row) for row in connection.execute(select(event).where(*where, unsure(at))).mappings()}
    states = [clipped(rows[key] | state, at) for key, state in _folds(connection, list(rows), at)]
    return [state for state in states if one is None or one.dim == "all" or state[one.dim] == one.key]


def _folds(connection: Connection, ids: Sequence[int], at: datetime) -> Iterable[tuple[int, State]]:
    h = event_history.c
    for start in range(0, len(ids), CHUNK):
        mine = (h.event_id.in_(ids[start : start + CHUNK]), h.at <= at)
        steps = connection.execute(select(event_history).where(*mine).order_by(h.event_id, h.seq)).all()
        for key, life in groupby(steps, key=lambda row: row.event_id):
            yield key, fold(Step(seq=row.seq, move=row.move, at=row.at, change=read(row.change)) for row in life)


def clipped(row: Mapping[str, Any], at: datetime) -> State:
    """Without what came after `at`: an imported life is told in one step, its future with it."""
    state = dict(row)
    state |= {name: None for name in CLIPPED if state[name] is not None and state[name] > at}
    if state["stage"] not in OPEN_STAGES and state["ended_at"] is None or state.get(f"{state['stage']}_at", at) is None:
        state["stage"] = next(stage for stage in reversed(STAGES) if stage == "reported" or state[f"{stage}_at"])
    if row["rated_at"] is not None and state["rated_at"] is None:
        state["rating"] = None
    if row["assigned_at"] is not None and state["assigned_at"] is None:
        state["agency"] = None
    return state


def lived(rows: Sequence[Mapping[Any, Any]]) -> Lived:
    """Rows of events of the past as the cube's definition reads them, but for what was late or stood open then."""
    unmarked = dict.fromkeys(LATE, np.zeros(len(rows), np.int64))
    return Lived(
        moments=np.array([[_number(row[name]) for name in MOMENTS] for row in rows]).reshape(-1, len(MOMENTS)),
        other={name: np.array([_number(row[name]) for row in rows]) for name in OTHER if name not in LATE} | unmarked,
        rejected=np.array([row["stage"] == "rejected" for row in rows], dtype=bool),
        merged=np.array([row["stage"] == "merged" for row in rows], dtype=bool),
        standing=np.full(len(rows), NEVER),
    )


def _number(value: datetime | int | None) -> int:
    return NEVER if value is None else value if isinstance(value, int) else int(value.timestamp())
