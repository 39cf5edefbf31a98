"""处置责任单位协同看板: by agency what it was given, holds open, is late with, has closed and how punctually."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.due import Due, due_by_key, tally
from data.queries.event_sums import CUBE_LEVELS, Sums, by_key, percent
from data.queries.open_events import open_states
from data.queries.slices import ALL, names
from data.queries.wilson import LEAST
from data.scope import Scope
from data.view import View

MOST = 60
MEASURED = (
    "assigned",
    "answered_known",
    "answered_on_time",
    "closed",
    "on_time",
    "returned",
    "late",
    "late_unanswered",
)
COLUMNS = (
    Column(key="code", label="代码"),
    Column(key="name", label="责任单位"),
    Column(key="assigned", label="派遣", unit="件"),
    Column(key="open", label="在办", unit="件"),
    Column(key="overdue", label="超期", unit="件"),
    Column(key="soon", label="即将到期", unit="件"),
    Column(key="suspended", label="挂账", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="to_close", label="应结", unit="件"),
    Column(key="rate", label="结案率", unit="%"),
    Column(key="answered_on_time", label="按时反馈", unit="%"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="returned", label="退回", unit="次"),
    Column(key="thin", label="样本不足"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Those that are late with most first. Given and closed: of the window; open and late: whenever reported."""
    with asked(house, view, scope) as a:
        sums = by_key(a.connection, a.here, "agency", view.but(slice=""), a.span, MEASURED)
        due = _due(a, view)
        keys = [key for key in sums.keys() | due.keys() if key and _mine(scope, key)]
        nothing = Due()
        keys.sort(key=lambda key: (-due.get(key, nothing).overdue, -due.get(key, nothing).open, key))
        called = names(a.connection, "agency", keys[:MOST])
        rows = [_row(key, called[key], sums.get(key, Sums()), due.get(key, nothing)) for key in keys[:MOST]]
        return a.of_events(columns=COLUMNS, rows=rows, parts={"total": [{"n": len(keys)}]})


def _mine(scope: Scope, key: str) -> bool:
    """Who works for some departments sees how those do, and no others."""
    return scope.every_department or key in scope.departments


def _due(a: Asked, view: View) -> dict[str, Due]:
    """From the cube; at a moment past and below the village one by one."""
    if view.at is None and a.here.level <= CUBE_LEVELS:
        return due_by_key(a.connection, a.here, "agency", a.now)
    groups: dict[str, list[dict[str, object]]] = {}
    for state in open_states(a.connection, a.here, a.now if view.at else None, a.now, ALL):
        groups.setdefault(str(state["agency"] or ""), []).append(state)
    return {key: tally(group, a.now) for key, group in groups.items()}


def _row(key: str, name: str, one: Sums, due: Due) -> Row:
    row: Row = {"code": key, "name": name, "assigned": one.assigned, "open": due.open, "overdue": due.overdue}
    row |= {"soon": due.soon, "suspended": due.suspended, "closed": one.closed, "to_close": one.to_close}
    row |= {"rate": percent(one.closed, one.assigned), "on_time": one.on_time_rate, "returned": one.returned}
    prompt = percent(one.answered_on_time, one.to_answer)
    return row | {"answered_on_time": prompt, "thin": one.closed < LEAST}
