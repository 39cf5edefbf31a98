"""留言: what the desk and who was sent have said to one another about a task."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from data.schema import dispatch_step, task
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
