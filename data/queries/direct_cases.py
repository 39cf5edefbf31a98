"""一键直达: the cases that went straight to their agency within the window, by agency."""

from itertools import groupby

from sqlalchemy import func, literal, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.cases import in_scope
from data.queries.raised_cases import Case, as_of, cases, totals
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
    h = event_history.c
    steps = select(h.event_id, h.at).where(DIRECT, h.at >= a.span.since, h.at <= a.span.until)
    newest = steps.order_by(h.at.desc()).limit(READ).subquery()
    query = cases(newest.c.at).join_from(newest, event, event.c.id == newest.c.event_id)
    query = query.where(in_cells([a.here]), *in_scope(scope)).order_by(newest.c.at.desc())
    found = as_of(a.connection.execute(query).mappings().all(), a.span.until)
    read = a.connection.scalar(select(func.count()).select_from(newest)) or 0
    return found, read < READ


def _agency(one: Case) -> str:
    return one["agency"] or ""


def _row(code: str, name: str, held: list[Case]) -> Row:
    told = totals(held)
    kept = {key: told[key] for key in ("closed", "on_time", "low", "high", "days", "thin")}
    return {"code": code, "name": name, "sent": told["raised"], **kept}
