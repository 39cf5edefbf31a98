"""留言: what the desk and who was sent have said to one another about a task, and what of it is new to whom."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from data.schema import dispatch, dispatch_step, event, talk_read, task, warning
from data.scope import Scope
from data.things.masks import masked_place

Row = dict[str, Any]
LISTED = 20  # the newest of a task


def talk_of(connection: Connection, codes: Collection[str], clearance: int) -> dict[str, list[Row]]:
    """{code of a task: n, at, actor, role, words; oldest first}, of tasks that the asker, thus cleared, was shown."""
    s = dispatch_step.c
    columns = (task.c.code, s.id.label("n"), s.at, s.actor, s.role, s.words)
    query = select(*columns).join_from(dispatch_step, task, task.c.id == s.task_id)
    rows = connection.execute(query.where(s.move == "say", task.c.code.in_(sorted(codes))).order_by(s.id)).mappings()
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["code"]].append(dict(row) | {"words": masked_place(row["words"] or "", clearance)})
    return {code: said[-LISTED:] for code, said in found.items()}


def newest(said: list[Row]) -> int:
    """The number of the last thing said, which only grows; 0 where nothing was."""
    return int(said[-1]["n"]) if said else 0


def unread_of(connection: Connection, scope: Scope, who: str) -> tuple[Counter[str], Counter[str]]:
    """({code of a task: how many words of its thread this officer has not read}, the same by subject), of tasks under
    way of orders that lie within the scope. Nothing is new to who only looks on."""
    of_task, of_subject = Counter[str](), Counter[str]()
    if who:
        s, r = dispatch_step.c, talk_read.c
        names = (task.c.code, event.c.code.label("event"), warning.c.code.label("warning"))
        query = select(*names, func.count().label("n")).select_from(task).join(dispatch)
        query = query.join(dispatch_step, and_(s.task_id == task.c.id, s.move == "say"))
        query = query.outerjoin(talk_read, and_(r.task_id == task.c.id, r.who == who))
        query = query.outerjoin(event, event.c.id == dispatch.c.event_id)
        query = query.outerjoin(warning, warning.c.id == dispatch.c.warning_id)
        here = or_(*(and_(dispatch.c.lo >= lo, dispatch.c.hi <= hi) for lo, hi in scope.cells))
        new = (task.c.ended_at.is_(None), s.id > func.coalesce(r.upto, 0), here)
        for row in connection.execute(query.where(*new).group_by(*names)):
            of_task[row.code] = row.n
            of_subject[f"event-{row.event}" if row.event else f"warning-{row.warning}"] += row.n
    return of_task, of_subject
