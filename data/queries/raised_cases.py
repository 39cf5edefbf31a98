"""提级办理: the cases that were raised within the window, whether they kept their deadlines, and their working days."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import literal, select

from data.answer import Answer, Column, Row
from data.house import House
from data.life.worktime import DAY_S, between_many
from data.queries.asked import Asked, asked
from data.queries.cases import in_scope
from data.queries.event_sums import percent
from data.queries.reported import in_cells
from data.queries.slices import names
from data.queries.wilson import LEAST, wilson
from data.schema import event, event_history
from data.scope import Scope
from data.things.masks import masked_places
from data.view import View

READ = 2_000
MOST = 60
H = event_history.c
# In the very words of its index: with something bound, SQLite would not see that it serves.
RAISED = H.move == literal("escalate", literal_execute=True)
NAMES = ("id", "code", "title", "place", "grade", "agency", "stage", "closed_at", "deadline_at")
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="title", label="标题"),
    Column(key="place", label="地点"),
    Column(key="grade", label="等级"),
    Column(key="agency", label="责任单位"),
    Column(key="stage", label="环节"),
    Column(key="raised_at", label="提级时间"),
    Column(key="days", label="提级后用时", unit="工作日"),
    Column(key="on_time", label="按时办结"),
)
Case = dict[str, Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a case, raised last first; `days`: from then to its closing. `on_time`: None while it is open.

    `parts.raised`: raised, closed, share on time with its interval, median days. At most the newest 2,000 are read.
    """
    with asked(house, view, scope) as a:
        found = _cases(a, scope)
        shown = found[:MOST]
        held = names(a.connection, "agency", sorted({one["agency"] for one in shown if one["agency"]}))
        rows = [_row(one, held) for one in masked_places(shown, scope.clearance)]
        return a.of_events(columns=COLUMNS, rows=rows, parts={"raised": [totals(found)] if found else []})


def _cases(a: Asked, scope: Scope) -> list[Case]:
    """Each once, however often it was raised; what came to pass after the moment asked for has not."""
    when = (RAISED, H.at >= a.span.since, H.at <= a.span.until)
    query = select(*(event.c[name] for name in NAMES), H.at.label("raised_at")).join_from(
        event_history, event, event.c.id == H.event_id
    )
    query = query.where(*when, in_cells([a.here]), *in_scope(scope)).order_by(H.at.desc()).limit(READ)
    return as_of(a.connection.execute(query).mappings().all(), a.span.until)


def as_of(rows: Sequence[Mapping[Any, Any]], until: datetime) -> list[Case]:
    """The cases as they stood, each once, with the working days from the moving to the closing."""
    closed = [row["closed_at"] if row["closed_at"] and row["closed_at"] <= until else None for row in rows]
    ends = [(row["raised_at"], at or row["raised_at"]) for row, at in zip(rows, closed, strict=True)]
    days = working_days(np.array([[int(at.timestamp()) for at in pair] for pair in ends], np.int64).reshape(-1, 2))
    found: dict[int, Case] = {}
    for row, at, spent in zip(rows, closed, days, strict=True):
        told = {"days": spent, "on_time": at <= row["deadline_at"]} if at else {"days": None, "on_time": None}
        found.setdefault(row["id"], {**row, "closed_at": at, **told})
    return list(found.values())


def working_days(pairs: NDArray[np.int64]) -> list[float]:
    """From each first moment to its second, in epoch seconds."""
    spent = between_many(pairs[:, 0], pairs[:, 1], np.ones(len(pairs), dtype=bool))
    return np.round(np.maximum(spent, 0) / DAY_S, 1).tolist()  # type: ignore[no-any-return]


def _row(one: Case, held: dict[str, str]) -> Row:
    row: Row = {name: one[name] for name in ("code", "title", "place", "grade", "stage", "days", "on_time")}
    return row | {"agency": held.get(one["agency"], ""), "raised_at": one["raised_at"].isoformat()}


def totals(found: Sequence[Case]) -> Row:
    """How many, how many of them closed and on time with the interval, median days."""
    closed = [one for one in found if one["closed_at"]]
    hits = sum(one["on_time"] for one in closed)
    low, high = wilson(hits, len(closed)) or (None, None)
    row: Row = {"raised": len(found), "closed": len(closed), "on_time": percent(hits, len(closed)), "low": low}
    row |= {"high": high, "days": median(one["days"] for one in closed) if closed else None}
    return row | {"thin": len(closed) < LEAST, "whole": len(found) < READ}
