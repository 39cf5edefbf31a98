"""监测—会商—研判—调度: how far the house has come with the weather of these hours, step by step, and when."""

from datetime import datetime

from sqlalchemy import func, or_, select

from data.answer import Answer, Column, Row
from data.commands.dispatch_steps import visible
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.response_about import about, come, these
from data.queries.response_rooms import Counts, rooms_held
from data.queries.room_conclusions import OVER
from data.queries.warning_board import WATCH_RHYTHM, watched_at
from data.schema import dispatch, task, warning, warning_history
from data.scope import Scope
from data.view import View

STEPS = {"watch": "监测", "consult": "会商", "judge": "研判", "send": "一键调度"}
COLUMNS = (
    Column(key="step", label="步骤代码"),
    Column(key="label", label="步骤"),
    Column(key="n", label="数量"),
    Column(key="unit", label="单位"),
    Column(key="taken", label="已确认、已下达或已签收"),
    Column(key="there", label="已到场"),
    Column(key="done", label="已办结"),
    Column(key="first_at", label="最早时间"),
    Column(key="last_at", label="最近时间"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Four rows, or none while no warning of weather or water is live or ended within a day.

    watch: warnings, acknowledged (`taken`), cleared; consult: rooms on them or their events, closed; judge: conclusions
    of these, made an order, done; send: tasks sent by orders on them, accepted, arrived, done. What the asker may not
    know of is None. A past moment knows no later step.
    """
    with asked(house, view, scope) as a:
        watch = _watch(a)
        rows = []
        if watch[0]:
            held, judged = rooms_held(a, scope)
            rows = [
                _row("watch", "条", watch),
                _row("consult", "场", held),
                _row("judge", "条", judged),
                _row("send", "项", _sent(a, scope)),
            ]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="项",
            as_of=watched_at(a),
            provenance=a.lived,
            rhythm=WATCH_RHYTHM,
            source="预警中心、会商、调度台",
        )


def _row(step: str, unit: str, found: Counts | None) -> Row:
    n, taken, there, done, first, last = found or (None,) * 6
    row: Row = {"step": step, "label": STEPS[step], "unit": unit, "n": n, "taken": taken, "there": there, "done": done}
    return row | {"first_at": _iso(first), "last_at": _iso(last)}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _watch(a: Asked) -> Counts:
    w, h = warning.c, warning_history.c
    seen = select(func.min(h.at)).where(h.warning_id == w.id, h.move == "acknowledge").correlate(warning)
    taken, done = come(a, seen.scalar_subquery(), w.ended_at)
    query = select(func.count(), taken, func.min(w.raised_at), func.max(w.raised_at), done).where(*these(a))
    n, acknowledged, first, last, cleared = a.connection.execute(query).one()
    return (n, acknowledged, None, cleared, first, last)


def _sent(a: Asked, scope: Scope) -> Counts:
    """Tasks that somebody was sent, of the orders that he sees; those refused or taken back, until they were."""
    taken, there, done = come(a, task.c.accepted_at, task.c.arrived_at, task.c.done_at)
    told = select(func.count(), taken, there, done, func.min(task.c.sent_at), func.max(task.c.sent_at))
    lasts = or_(task.c.state.not_in(OVER), task.c.ended_at > a.now)
    kept = (about(a, dispatch), task.c.sent_at <= a.now, lasts, visible(scope))
    query = told.join_from(dispatch, task, task.c.dispatch_id == dispatch.c.id).where(*kept)
    return tuple(a.connection.execute(query).one())
