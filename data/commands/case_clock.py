"""The clock of a case: stopped and started, given more time, and reckoned anew when its grade is another."""

from datetime import datetime

from sqlalchemy import select

from data.commands.case import Case, Change
from data.errors import BadInput
from data.language import gettext as _
from data.life.fold import read
from data.life.limits import HOUR, deadline, seconds_of
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
    change = {"grade": grade, **_standing(case, grade, way.hours, row["promised_s"]), **_said(case, grade, way.hours)}
    if row["agency"] and way.agency:
        change |= {"agency": way.agency, "loop": way.loop}
    return change


def begun_again(case: Case) -> Change:
    """The whole time once more, that of the list or that which its line promised, whichever is the shorter."""
    row, hours = case.row, case.way(case.row["grade"]).hours
    return {**_due(case, case.at, row["grade"], hours, row["promised_s"]), **_said(case, row["grade"], hours)}


def promised(case: Case, seconds: int) -> Change:
    """What its line promises from now on, where the list gives more time; what it was given more it keeps."""
    grade = case.row["grade"]
    return {"promised_s": seconds, **_standing(case, grade, case.way(grade).hours, seconds)}


def _standing(case: Case, grade: str, hours: float | None, promise: int | None) -> Change:
    """Its deadline since it began, or began again, with what was given more."""
    row, put_off = case.row, _put_off(case)
    change = _due(case, row["restarted_at"] or row["reported_at"], grade, hours, promise)
    return change | {name: add(change[name], put_off, change["clock"]) for name in ("deadline_at", "warn_at")}


def _due(case: Case, since: datetime, grade: str, hours: float | None, promise: int | None) -> Change:
    due, warn, clock = deadline(since, case.row["category"], grade, hours, promise)
    return {"deadline_at": due, "warn_at": warn, "clock": clock}


def _said(case: Case, grade: str, hours: float | None) -> Change:
    """The history tells when it is the promise of the line that holds."""
    promise = case.row["promised_s"]
    if promise is None or promise >= seconds_of(case.row["category"], grade, hours):
        return {}
    kept = _("直通车承诺 {hours:g} 小时办结，时限仍按承诺").format(hours=promise / HOUR)
    return {"_kept": "；".join(filter(None, (case.given.get("reason"), kept)))}


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
