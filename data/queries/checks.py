"""The check lists of the phases with who ticked what on the day that is looked at."""

from datetime import timedelta

from sqlalchemy import select

from data.acting import may_act
from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.quarantine import whole
from data.risk_lists import own_lists
from data.schema import check_tick
from data.scope import Scope
from data.times import day_number
from data.view import View

RHYTHM = timedelta(days=1)  # lists are gone through every day of an alarm
COLUMNS = (
    Column(key="phase", label="阶段代码"),
    Column(key="n", label="序号"),
    Column(key="what", label="事项"),
    Column(key="who", label="责任单位"),
    Column(key="done", label="已完成"),
    Column(key="role", label="勾选角色"),
    Column(key="at", label="勾选时间"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row an item of every phase, in the order of the lists; `done` of this local day, by which role and when.

    `parts.hand`: whether somebody may tick here: the lists are the city's.
    """
    with asked(house, view, scope) as a:
        c = check_tick.c
        mine = (c.day == day_number(a.now), c.at <= a.now)
        ticks = a.connection.execute(select(check_tick).where(*mine).order_by(c.id)).all()
        last = {(tick.phase, tick.item): tick for tick in ticks}
        rows: list[Row] = []
        for phase, items in own_lists(house).items():
            for n, item in enumerate(items, 1):
                tick = last.get((phase, item.what))
                done = bool(tick and tick.done)
                row: Row = {"phase": phase, "n": n, "what": item.what, "who": item.who, "done": done}
                rows.append(
                    row
                    | {"role": tick.role if tick and done else None}
                    | {"at": tick.at.isoformat() if tick and done else None}
                )
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="项",
            as_of=max((tick.at for tick in ticks), default=a.now),
            provenance=a.lived,
            rhythm=RHYTHM,
            source="值班勾选",
            parts={"hand": [{"may": may_act(house) and view.at is None and whole(a.connection, scope)}]},
        )
