"""一键直达: the cases that went straight to their agency within the window, by agency."""

from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import func, literal, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.cases import in_scope
from data.queries.packed import packed
from data.queries.raised_cases import Case, totals, working_days
from data.queries.reported import in_cells
from data.queries.slices import names
from data.schema import event, event_history
from data.scope import Scope
from data.view import View

READ = 6_000  # steps of the whole city, the newest
MOST = 60
H = event_history.c
# In the very words of its index: with something bound, SQLite would not see that it serves.
DIRECT = H.move == literal("direct", literal_execute=True)
COLUMNS = (
    Column(key="code", label="代码"),
    Column(key="name", label="责任单位"),
    Column(key="sent", label="直达", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="low", label="95% 下限", unit="%"),
    Column(key="high", label="95% 上限", unit="%"),
    Column(key="days", label="中位用时", unit="工作日"),
    Column(key="thin", label="样本不足"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row an agency that has such cases now, the most first. `days`: from the sending to the closing.

    `parts.direct`: all together; `whole`: False where older ones of the window were not read.
    """
    with asked(house, view, scope) as a:
        found, whole = _cases(a, scope)
        found.sort(key=_agency)
        held = {code: list(some) for code, some in groupby(found, key=_agency) if code}
        mine = [code for code in held if scope.every_department or code in scope.departments]
        order = sorted(mine, key=lambda code: (-len(held[code]), code))[:MOST]
        called = names(a.connection, "agency", order)
        rows = [_row(code, called[code], held[code]) for code in order]
        together = [totals(found) | {"whole": whole}] if found else []
        return a.of_events(columns=COLUMNS, rows=rows, parts={"direct": together})


def _cases(a: Asked, scope: Scope) -> tuple[list[Case], bool]:
    """Each once. Of very many the newest alone are read, so that a village costs no more than the city."""
    steps = select(H.event_id, H.at).where(DIRECT, H.at >= a.span.since, H.at <= a.span.until)
    newest = steps.order_by(H.at.desc()).limit(READ).subquery()
    query = select(event.c.id, event.c.agency, event.c.closed_at, event.c.deadline_at, newest.c.at)
    query = query.join_from(newest, event, event.c.id == newest.c.event_id)
    query = query.where(in_cells([a.here]), *in_scope(scope)).order_by(newest.c.at.desc())
    read = a.connection.scalar(select(func.count()).select_from(newest)) or 0
    return _told(packed(a.connection, query), int(a.span.until.timestamp())), read < READ


def _told(columns: list[list[Any]], until: int) -> list[Case]:
    """As they stood at `until`; moments in epoch seconds."""
    closed = [at if at is not None and at <= until else None for at in columns[2]]
    ends = [(sent, sent if at is None else at) for sent, at in zip(columns[4], closed, strict=True)]
    days = working_days(np.array(ends, np.int64).reshape(-1, 2))
    found: dict[int, Case] = {}
    for number, agency, at, due, spent in zip(columns[0], columns[1], closed, columns[3], days, strict=True):
        known = {"days": None, "on_time": None} if at is None else {"days": spent, "on_time": at <= due}
        found.setdefault(number, {"agency": agency, "closed_at": at, **known})
    return list(found.values())


def _agency(one: Case) -> str:
    return one["agency"] or ""


def _row(code: str, name: str, held: list[Case]) -> Row:
    told = totals(held)
    kept = {key: told[key] for key in ("closed", "on_time", "low", "high", "days", "thin")}
    return {"code": code, "name": name, "sent": told["raised"], **kept}
