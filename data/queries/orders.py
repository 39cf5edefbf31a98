"""派遣进展: every event and warning with live orders, where these stand, and when the next receipt is due."""

from datetime import datetime

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked
from data.queries.tasks import GROUPS
from data.queries.underway import Underway, underway
from data.scope import Scope
from data.view import View

LISTED = 40
COLUMNS = (
    Column(key="on", label="所涉事项代码"),
    Column(key="title", label="所涉事项"),
    Column(key="state", label="状态代码"),
    Column(key="waiting", label="待签收", unit="项"),
    Column(key="coming", label="在途", unit="项"),
    Column(key="there", label="已到场", unit="项"),
    Column(key="refused", label="已拒绝", unit="项"),
    Column(key="due", label="下一时限"),
    Column(key="late", label="超时"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a subject with live orders in the region, those late first, then by the next receipt that is due; nothing
    of a past moment. `parts.under_way`: all of them and the late ones, counted."""
    with asked(house, view, scope) as a:
        found = {} if view.at else underway(a.connection, scope, (a.here.lo, a.here.hi))
        rows = sorted((_row(on, one, a.now) for on, one in found.items()), key=_urgency)
        late = sum(1 for row in rows if row["late"])
        return a.of_events(
            columns=COLUMNS, rows=rows[:LISTED], parts={"under_way": [{"n": len(rows), "late": late}]} if rows else {}
        )


def _row(on: str, one: Underway, now: datetime) -> Row:
    counts: Row = {name: sum(one.tasks.get(state, 0) for state in states) for name, states in GROUPS.items()}
    told: Row = {"on": on, "title": one.title, "state": one.state, "refused": one.tasks.get("refused", 0)}
    told |= {name: counts[name] for name in ("waiting", "coming", "there")}
    return told | {"due": one.due.isoformat() if one.due else None, "late": bool(one.due and one.due < now)}


def _urgency(row: Row) -> tuple[bool, bool, str, str]:
    return not row["late"], row["due"] is None, str(row["due"]), str(row["on"])
