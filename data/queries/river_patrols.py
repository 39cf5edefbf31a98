"""河湖巡查: whether a patrol is due, and the log of those that were made, as the history of the river keeps it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

LAYER = "river"
ORIGIN = "river"  # of `event_external`: the code of the river, @, and the how-manieth it is
EVERY, SOON = timedelta(days=7), timedelta(days=2)  # the house's own choice
DUE = {"never": "未巡查", "overdue": "巡查逾期", "soon": "将到期", "done": "在期"}
MOST = 60
Row = dict[str, Any]


def patrol_due(known: Mapping[str, Any], now: datetime) -> tuple[str, datetime | None]:
    """(never, overdue, soon or done; when the next one is due) of what its register tells."""
    told = known.get("patrolled")
    if not told:
        return "never", None
    due = datetime.fromisoformat(told) + EVERY
    return "overdue" if due < now else "soon" if due < now + SOON else "done", due


def patrols_in(history: Sequence[Row]) -> list[Row]:
    """Steps by which somebody said that it was walked along, the newest first, with the problems he left open."""
    found, problems = [], 0
    for step in history:
        _before, after = step["change"].get("attributes", ({}, {"problems": problems}))
        problems = after.get("problems", 0)
        if step["move"] == "patrol":
            found.append({**step, "problems": problems})
    return found[::-1][:MOST]
