"""待办: what waits for who looks: tasks, late cases and those soon to be, warnings, signals; each leads there."""

from sqlalchemy import func, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries import backlog
from data.queries.asked import Asked, asked
from data.queries.signals import sums_in
from data.queries.tasks import task_counts
from data.queries.warning_scope import touching
from data.schema import warning
from data.schema.warnings import LIVE
from data.scope import Scope
from data.signal_words import SIGNAL_KINDS
from data.view import View

COLUMNS = (
    Column(key="key", label="代码"),
    Column(key="label", label="待办"),
    Column(key="n", label="件数"),
    Column(key="unit", label="单位"),
    Column(key="to", label="页面"),
)
TASKS = (("waiting", "待签收任务"), ("coming", "在途任务"), ("there", "已到场任务"))
CASES = (("overdue", "超期事件"), ("soon", "即将到期"), ("supervised", "督办中"))


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a matter. Tasks are of those for whom the asker answers. Of a past moment only cases are told."""
    whole = view.but(slice="")
    cases = backlog.answer(house, whole, scope).parts["totals"][0]
    with asked(house, whole, scope) as a:
        rows = [_row(key, label, cases[key], "件", f"/events?state={key}") for key, label in CASES]
        if view.at is None:
            rows = [*_tasks(a, scope), *rows, _warnings(a), _signals(a, scope)]
        return a.of_events(columns=COLUMNS, rows=rows)


def _row(key: str, label: str, n: object, unit: str, to: str) -> Row:
    return {"key": key, "label": label, "n": n if isinstance(n, int) else None, "unit": unit, "to": to}


def _tasks(a: Asked, scope: Scope) -> list[Row]:
    counts = task_counts(a.connection, scope, scope.roles[0], (a.here.lo, a.here.hi), a.now)
    return [_row(key, label, counts[key], "项", f"/tasks?task={key}") for key, label in TASKS]


def _warnings(a: Asked) -> Row:
    query = select(func.count()).where(LIVE, warning.c.state == "raised", touching(a.here))
    return _row("warnings", "待确认预警", a.connection.scalar(query), "条", "/risk")


def _signals(a: Asked, scope: Scope) -> Row:
    sums = [one for kind in SIGNAL_KINDS for one in sums_in(a.connection, a.here, scope, kind, None, None)]
    return _row("signals", "待研判线索", sum(int(one["new"] or 0) for one in sums), "条", "/signals")
