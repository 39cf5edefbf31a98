"""留言: what the desk and who was sent have said to one another about a task, and what of it is new to whom."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from data.life.actor import account_key
from data.schema import account, dispatch, dispatch_step, event, talk_read, task, warning
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
    way of orders that lie within the scope. Nothing is new to who only looks on; nor are one's own words, what was
    said before one's account was there, or before reading was kept at all (read by "")."""
    of_task, of_subject = Counter[str](), Counter[str]()
    if who:
        s = dispatch_step.c
        names = (task.c.code, event.c.code.label("event"), warning.c.code.label("warning"))
        query = select(*names, func.count().label("n")).select_from(task).join(dispatch)
        query = query.join(dispatch_step, and_(s.task_id == task.c.id, s.move == "say"))
        query = query.outerjoin(event, event.c.id == dispatch.c.event_id)
        query = query.outerjoin(warning, warning.c.id == dispatch.c.warning_id)
        here = or_(*(and_(dispatch.c.lo >= lo, dispatch.c.hi <= hi) for lo, hi in scope.cells))
        new = (task.c.ended_at.is_(None), *_new_to(who), here)
        for row in connection.execute(query.where(*new).group_by(*names)):
            of_task[row.code] = row.n
            of_subject[f"event-{row.event}" if row.event else f"warning-{row.warning}"] += row.n
    return of_task, of_subject


def _new_to(who: str) -> tuple[ColumnElement[bool], ...]:
    """Of words of a thread."""
    s, r = dispatch_step.c, talk_read.c
    read = exists().where(r.task_id == s.task_id, r.who.in_(("", who[:80])), r.upto >= s.id)
    came = exists().where(account_key("") + account.c.login == who, account.c.created_at > s.recorded_at)
    return s.actor_key != who[:80], ~read, ~came
