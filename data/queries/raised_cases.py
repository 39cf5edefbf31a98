"""提级办理: the cases that were raised within the window, whether they kept their deadlines, and their working days."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import literal, select

from data.answer import Answer, Column, Row
from data.house import House
from data.life.worktime import DAY_S, between
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
        cases = _cases(a, scope)
        shown = cases[:MOST]
        held = names(a.connection, "agency", sorted({one["agency"] for one in shown if one["agency"]}))
        rows = [_row(one, held) for one in masked_places(shown, scope.clearance)]
        return a.of_events(columns=COLUMNS, rows=rows, parts={"raised": [_totals(cases)] if cases else []})


def _cases(a: Asked, scope: Scope) -> list[Case]:
    """Each once, however often it was raised; what came to pass after the moment asked for has not."""
    when = (RAISED, H.at >= a.span.since, H.at <= a.span.until)
    query = (
        select(*(event.c[name] for name in NAMES), H.at.label("raised_at"))
        .join_from(event_history, event, event.c.id == H.event_id)
        .where(*when, in_cells([a.here]), *in_scope(scope))
        .order_by(H.at.desc())
        .limit(READ)
    )
    found: dict[int, Case] = {}
    for row in a.connection.execute(query).mappings():
        found.setdefault(row["id"], _as_of(dict(row), a.span.until))
    return list(found.values())


def _as_of(row: Case, until: datetime) -> Case:
    closed = row["closed_at"] if row["closed_at"] and row["closed_at"] <= until else None
    days = None if closed is None else round(max(0, between(row["raised_at"], closed, "working")) / DAY_S, 1)
    return row | {
        "closed_at": closed,
        "days": days,
        "on_time": None if closed is None else closed <= row["deadline_at"],
    }


def _row(one: Case, held: dict[str, str]) -> Row:
    row: Row = {name: one[name] for name in ("code", "title", "place", "grade", "stage", "days", "on_time")}
    return row | {"agency": held.get(one["agency"], ""), "raised_at": one["raised_at"].isoformat()}


def _totals(cases: Sequence[Case]) -> Row:
    closed = [one for one in cases if one["closed_at"]]
    hits = sum(one["on_time"] for one in closed)
    low, high = wilson(hits, len(closed)) or (None, None)
    row: Row = {"raised": len(cases), "closed": len(closed), "on_time": percent(hits, len(closed)), "low": low}
    row |= {"high": high, "days": median(one["days"] for one in closed) if closed else None}
    return row | {"thin": len(closed) < LEAST, "whole": len(cases) < READ}
