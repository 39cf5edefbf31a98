"""What each move decides beyond its stage: agency, deadline, grade. Everything lands in the history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from data.errors import BadInput, EventRefused, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.life.fold import read
from data.life.limits import RETURN_SECONDS, deadline
from data.life.moves import Move
from data.life.worktime import add, between
from data.queries.routing import Route, route
from data.schema import agency, event, event_history
from data.words import GRADES, OPEN_STAGES

Row = Mapping[Any, Any]
Change = dict[str, Any]
Echo = tuple[int, str, Change]  # (other event, step, change)
ARRIVE_WITHIN = timedelta(minutes=30)  # 吹哨: how soon whoever is called must be at the place
LONGEST_EXTENSION = 720  # hours


@dataclass(frozen=True)
class Case:
    """A move under decision."""

    connection: Connection
    move: Move
    row: Row
    at: datetime
    given: Mapping[str, Any]
    actor: Actor


def decide(
    connection: Connection, move: Move, row: Row, at: datetime, given: Mapping[str, Any], actor: Actor
) -> tuple[Change, str | None, Sequence[Echo]]:
    """(what changes, the reason kept, what happens to other events)."""
    case = Case(connection, move, row, at, given, actor)
    decided = _DECISIONS[move.name](case) if move.name in _DECISIONS else {}
    change, reason = decided.pop("_change", decided), decided.pop("_reason", None)
    return change, given.get("reason") or reason, _echoes(case)


def _file(case: Case) -> Change:
    grade = case.given.get("grade")
    return _regraded(case, grade) if grade and grade != case.row["grade"] else {}


def _assign(case: Case) -> Change:
    way = _way(case, case.row["grade"])
    chosen = _agency(case) if "agency" in case.given else None
    if chosen is None and way.agency is None:
        raise EventRefused(_("权责清单没有对应单位,请指定责任单位"))
    code, loop = chosen or (way.agency, way.loop)
    change = {"agency": code, "loop": loop, "first_agency": case.row["first_agency"] or code}
    return {"_change": change, "_reason": _("人工指定责任单位") if chosen else way.reason}


def _reassign(case: Case) -> Change:
    code, loop = _agency(case)
    if code == case.row["agency"]:
        raise EventRefused(_("已由该单位办理"))
    return {"agency": code, "loop": loop}


def _return(case: Case) -> Change:
    """首接负责: who has kept a case for long may not hand it back."""
    since = _held_since(case)
    if since is not None and between(since, case.at, "working") > RETURN_SECONDS:
        hours = {"hours": RETURN_SECONDS // 3600}
        raise EventRefused(_("首接负责:派遣 %(hours)s 个工作小时后不能退回") % hours)
    return {"agency": None}


def _reopen(case: Case) -> Change:
    row = case.row
    way = _way(case, row["grade"])
    due, warn, clock = deadline(case.at, row["category"], row["grade"], way.hours)
    called = dict.fromkeys(("called_agency", "called_due_at", "arrived_at"))
    return {**called, "restarted_at": case.at, "agency": None, "deadline_at": due, "warn_at": warn, "clock": clock}


def _held_since(case: Case) -> datetime | None:
    """When the agency got the case: at its assignment, or later at another one's expense."""
    h = event_history.c
    given = select(func.max(h.at)).where(h.event_id == case.row["id"], h.change.like('%"agency":%'))
    return max(filter(None, (case.connection.scalar(given), case.row["assigned_at"])), default=None)


def _suspend(case: Case) -> Change:
    left = between(case.at, case.row["deadline_at"], case.row["clock"]) if case.at < case.row["deadline_at"] else 0
    return {"suspended_at": case.at, "left_s": left}


def _resume(case: Case) -> Change:
    """The clock goes on with what was left; one that had run out stays run out."""
    row, change = case.row, {"suspended_at": None, "left_s": None}
    if not row["left_s"]:
        return change
    clock = row["clock"]
    warned = max(0, between(row["warn_at"], row["deadline_at"], clock))  # how long before the deadline
    warn = add(case.at, max(0, row["left_s"] - warned), clock)
    return {**change, "deadline_at": add(case.at, row["left_s"], clock), "warn_at": warn}


def _extend(case: Case) -> Change:
    hours = case.given["hours"]
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= LONGEST_EXTENSION:
        raise BadInput(_("延长小时数须在 0 到 %(most)s 之间") % {"most": LONGEST_EXTENSION})
    row, seconds = case.row, round(hours * 3600)
    return {name: add(row[name], seconds, row["clock"]) for name in ("deadline_at", "warn_at")}


def _escalate(case: Case) -> Change:
    return _moved_grade(case, lambda now, new: new < now, _("提级须选更高的等级"))


def _hand_back(case: Case) -> Change:
    return _moved_grade(case, lambda now, new: new > now, _("交回下级须选更低的等级"))


def _moved_grade(case: Case, fits: Callable[[int, int], bool], otherwise: str) -> Change:
    order, grade = tuple(GRADES), case.given["grade"]
    if grade not in order or not fits(order.index(case.row["grade"]), order.index(grade)):
        raise BadInput(otherwise)
    return _regraded(case, grade)


def _regraded(case: Case, grade: str) -> Change:
    """Another grade has another deadline and, once the case is with an agency, another agency.

    The time for which its clock stood still is still not counted.
    """
    row = case.row
    if grade not in GRADES:
        raise BadInput(f"grade: {grade!r} is not one of {', '.join(GRADES)}")
    way = _way(case, grade)
    due, warn, clock = deadline(row["restarted_at"] or row["reported_at"], row["category"], grade, way.hours)
    due, warn = (add(at, _stood_still(case), clock) for at in (due, warn))
    change: Change = {"grade": grade, "deadline_at": due, "warn_at": warn, "clock": clock}
    if row["agency"] and way.agency:
        change |= {"agency": way.agency, "loop": way.loop}
    return change


def _stood_still(case: Case) -> int:
    """Seconds of its clock for which the case was suspended, since it began or began again."""
    h = event_history.c
    steps = select(h.move, h.change).where(h.event_id == case.row["id"], h.change.like('%"deadline_at":%'))
    seconds, due = 0, case.row["reported_at"]
    for name, change in case.connection.execute(steps.order_by(h.seq)):
        new = read(change)["deadline_at"]
        if name == "resume":
            seconds += between(due, new, case.row["clock"])
        elif name == "reopen":
            seconds = 0
        due = new
    return seconds


def _whistle(case: Case) -> Change:
    code, _loop = _agency(case)
    return {"called_agency": code, "called_due_at": case.at + ARRIVE_WITHIN, "arrived_at": None, "loop": "outer"}


def _arrive(case: Case) -> Change:
    if case.row["called_agency"] is None or case.row["arrived_at"] is not None:
        raise EventRefused(_("没有待报到的吹哨"))
    return {"arrived_at": case.at}


def _rate(case: Case) -> Change:
    rating = case.given["rating"]
    if isinstance(rating, bool) or rating not in (1, 2, 3, 4, 5):
        raise BadInput(_("评价须给1至5分"))
    return {"rating": rating}


def _visit(case: Case) -> Change:
    reached = case.given["reached"]
    if reached not in (0, 1):
        raise BadInput(_("回访须说明是否接通"))
    return {"visited": int(reached)}


def _merge(case: Case) -> Change:
    into = case.given["into"]
    other = None
    if isinstance(into, int) and not isinstance(into, bool):
        other = case.connection.execute(select(event).where(event.c.id == into)).one_or_none()
    if other is None or not case.actor.scope.covers(other.cell_id, other.cell_id):
        raise UnknownThing(_("没有要并入的事件"))
    if other.id == case.row["id"] or other.stage not in OPEN_STAGES:
        raise EventRefused(_("只能并入另一件在办事件"))
    return {"into_id": into}


def _echoes(case: Case) -> list[Echo]:
    """The event merged into stands for more reports; one that is taken out of it again, for fewer."""
    if case.move.name == "merge":
        return [(case.given["into"], "absorb", {"reports": _reports(case, case.given["into"]) + case.row["reports"]})]
    into = case.row["into_id"]
    gone: list[Echo] = []
    while case.move.name == "reopen" and into is not None:  # it may have been merged into another in turn
        gone.append((into, "release", {"reports": _reports(case, into) - case.row["reports"]}))
        into = case.connection.scalar(select(event.c.into_id).where(event.c.id == into))
    return gone


def _reports(case: Case, event_id: int) -> int:
    return int(case.connection.execute(select(event.c.reports).where(event.c.id == event_id)).scalar_one())


def _way(case: Case, grade: str) -> Route:
    row = case.row
    return route(case.connection, row["category"], row["leaf"], grade, row["cell_id"])


def _agency(case: Case) -> tuple[str, str]:
    """(code, loop) of the agency given."""
    found = select(agency.c.code, agency.c.kind).where(agency.c.code == str(case.given["agency"]))
    row = case.connection.execute(found).one_or_none()
    if row is None:
        raise BadInput(_("没有这个责任单位"))
    return row.code, "inner" if row.kind == "grid" else "outer"


_DECISIONS: dict[str, Callable[[Case], Change]] = {
    "file": _file,
    "assign": _assign,
    "reassign": _reassign,
    "return": _return,
    "reopen": _reopen,
    "suspend": _suspend,
    "resume": _resume,
    "extend": _extend,
    "escalate": _escalate,
    "hand_back": _hand_back,
    "whistle": _whistle,
    "arrive": _arrive,
    "rate": _rate,
    "visit": _visit,
    "merge": _merge,
}
