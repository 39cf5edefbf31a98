"""The clock of a case: stopped and started, given more time, and reckoned anew when its grade is another."""

from sqlalchemy import select

from data.commands.case import Case, Change
from data.errors import BadInput
from data.language import gettext as _
from data.life.fold import read
from data.life.limits import deadline
from data.life.worktime import add, between
from data.schema import event_history
from data.words import GRADES

LONGEST_EXTENSION = 720  # hours
GIVING = ("resume", "extend")  # moves that put the deadline off


def suspended(case: Case) -> Change:
    left = between(case.at, case.row["deadline_at"], case.row["clock"]) if case.at < case.row["deadline_at"] else 0
    return {"suspended_at": case.at, "left_s": left}


def resumed(case: Case) -> Change:
    """The clock goes on with what was left; one that had run out stays run out."""
    row, change = case.row, {"suspended_at": None, "left_s": None}
    if not row["left_s"]:
        return change
    clock = row["clock"]
    warned = max(0, between(row["warn_at"], row["deadline_at"], clock))  # how long before the deadline
    warn = add(case.at, max(0, row["left_s"] - warned), clock)
    return {**change, "deadline_at": add(case.at, row["left_s"], clock), "warn_at": warn}


def extended(case: Case) -> Change:
    hours = case.given["hours"]
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= LONGEST_EXTENSION:
        raise BadInput(_("延长小时数须在 0 到 %(most)s 之间") % {"most": LONGEST_EXTENSION})
    row, seconds = case.row, round(hours * 3600)
    return {name: add(row[name], seconds, row["clock"]) for name in ("deadline_at", "warn_at")}


def regraded(case: Case, grade: str) -> Change:
    """Another grade has another deadline and, once the case is with an agency, another agency.

    The time for which its clock stood still is still not counted, and what it was given more it keeps.
    """
    row = case.row
    if grade not in GRADES:
        raise BadInput(f"grade: {grade!r} is not one of {', '.join(GRADES)}")
    way = case.way(grade)
    due, warn, clock = deadline(row["restarted_at"] or row["reported_at"], row["category"], grade, way.hours)
    due, warn = (add(at, _put_off(case), clock) for at in (due, warn))
    change: Change = {"grade": grade, "deadline_at": due, "warn_at": warn, "clock": clock}
    if row["agency"] and way.agency:
        change |= {"agency": way.agency, "loop": way.loop}
    return change


def _put_off(case: Case) -> int:
    """Seconds of its clock by which suspensions and extensions put it off, since the case began or began again."""
    h = event_history.c
    steps = select(h.move, h.change).where(h.event_id == case.row["id"], h.change.like('%"deadline_at":%'))
    seconds, due = 0, case.row["reported_at"]
    for name, change in case.connection.execute(steps.order_by(h.seq)):
        new = read(change)["deadline_at"]
        if name in GIVING:
            seconds += between(due, new, case.row["clock"])
        elif name == "reopen":
            seconds = 0
        due = new
    return seconds
