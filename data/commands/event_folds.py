"""Every event told anew by its history: where its row says otherwise, the row is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from data.life.fold import FOLDED, State, Step, fold, read
from data.schema import event, event_history

CHUNK = 2_000  # events at a time
NAMED = 20  # mended events that are named
_NEXT = select(event.c.id, event.c.code, *(event.c[name] for name in FOLDED)).where(event.c.id > bindparam("last"))
_NEXT = _NEXT.order_by(event.c.id).limit(CHUNK)
_MEND = update(event).where(event.c.id == bindparam("_id"))


@dataclass
class Folds:
    """How many events were read, how many of them had no history, which were mended: {code: columns}, the first few."""

    read: int = 0
    bare: int = 0
    mended: int = 0
    named: dict[str, Sequence[str]] = field(default_factory=dict)


def refold(connection: Connection) -> Folds:
    """Put the fold of its history into the row of every event."""
    told, last = Folds(), 0
    while rows := connection.execute(_NEXT, {"last": last}).mappings().all():
        states = _states(connection, rows[0]["id"], rows[-1]["id"])
        for row in rows:
            _mend(connection, told, row, states.get(row["id"]))
        told.read, last = told.read + len(rows), rows[-1]["id"]
    return told


def _states(connection: Connection, first: int, last: int) -> dict[int, State]:
    h = event_history.c
    query = select(h.event_id, h.seq, h.move, h.at, h.change).where(h.event_id.between(first, last))
    steps = connection.execute(query.order_by(h.event_id, h.seq))
    return {
        key: fold(Step(seq=row.seq, move=row.move, at=row.at, change=read(row.change)) for row in life)
        for key, life in groupby(steps, key=lambda row: int(row.event_id))
    }


def _mend(connection: Connection, told: Folds, row: Mapping[Any, Any], state: State | None) -> None:
    if state is None:
        told.bare += 1
        return
    other = {name: state[name] for name in FOLDED if state[name] != row[name]}
    if other:
        connection.execute(_MEND, other | {"_id": row["id"]})
        told.mended += 1
        if len(told.named) < NAMED:
            told.named[row["code"]] = tuple(other)
