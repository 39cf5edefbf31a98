"""What each move decides beyond its stage: agency, deadline, grade. Everything lands in the history."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data.commands.case import Case, Change, Row
from data.commands.case_clock import begun_again, extended, promised, regraded, resumed, suspended
from data.commands.handling_level import check_level
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.life.limits import HOUR, RETURN_SECONDS
from data.life.moves import AGENCY, DUTY, Move
from data.life.worktime import between
from data.queries.lines_in import Line
from data.schema import event
from data.words import GRADES, OPEN_STAGES

Echo = tuple[int, str, Change]  # (other event, step, change)
DISPUTE = "dispute"  # the first level of its category
ARRIVE_WITHIN = timedelta(minutes=30)  # 吹哨: how soon whoever is called must be at the place


def decide(
    connection: Connection, move: Move, row: Row, at: datetime, given: Mapping[str, Any], actor: Actor
) -> tuple[Change, str | None, Sequence[Echo]]:
    """(what changes, the reason kept, what happens to other events)."""
    case = Case(connection, move, row, at, given, actor)
    decided = _DECISIONS[move.name](case) if move.name in _DECISIONS else {}
    change, reason = decided.pop("_change", decided), decided.pop("_reason", None)
    return change, decided.pop("_kept", None) or given.get("reason") or reason, _echoes(case)


def _file(case: Case) -> Change:
    grade = case.given.get("grade")
    return regraded(case, grade) if grade and grade != case.row["grade"] else {}


def _assign(case: Case) -> Change:
    way = case.way(case.row["grade"])
    chosen = case.agency() if "agency" in case.given else None
    if chosen is None and way.agency is None:
        raise EventRefused(_("权责清单没有对应单位,请指定责任单位"))
    code, loop = chosen or (way.agency, way.loop)
    change = {"agency": code, "loop": loop, "first_agency": case.row["first_agency"] or code}
    return {"_change": change, "_reason": _("人工指定责任单位") if chosen else way.reason}


def _direct(case: Case) -> Change:
    """Filed and assigned at once. Where the classification does not offer it, it takes what an assignment takes."""
    filed = {} if case.row["filed_at"] else {"filed_at": case.at}
    if (line := case.express()) is not None:
        return _by_line(case, line, filed)
    what, way, said = case.offer(), case.way(case.row["grade"]), case.given.get("reason")
    if way.agency is None:
        raise EventRefused(_("权责清单没有对应单位,请指定责任单位"))
    if not what.direct:
        if case.actor.role != DUTY:
            raise Forbidden(_("分类不属一般事项，请值班员办理"))
        check_level(case.connection, "assign", case.row, case.actor)
        if not said:
            raise BadInput(_("分类不属一般事项，直达须写明理由"))
    why = (
        _("一键直达：“{by}”属一般事项").format(by=what.by)
        if what.direct
        else _("人工直达：{reason}").format(reason=said)
    )
    change = {**filed, "agency": way.agency, "loop": way.loop, "first_agency": case.row["first_agency"] or way.agency}
    kept = [why, *([said] if said and what.direct else []), way.reason]
    return {"_change": change, "_kept": "；".join(kept)}


def _by_line(case: Case, line: Line, filed: Change) -> Change:
    """To whom the express line names, else to whom the list names; its promise holds where the list gives more time."""
    row, way = case.row, case.way(case.row["grade"])
    code = line["agency"] or way.agency
    if code is None:
        raise EventRefused(_("权责清单没有对应单位,请指定责任单位"))
    kept = [_("{name}直达").format(name=line["name"]), *([] if line["agency"] else [way.reason])]
    change = {**filed, "agency": code, "loop": case.agency(code)[1], "first_agency": row["first_agency"] or code}
    if line["hours"]:
        change |= promised(case, round(line["hours"] * HOUR))
        kept.append(_("承诺 {hours:g} 小时办结").format(hours=line["hours"]))
    return {"_change": change, "_kept": "；".join(kept)}


def _reassign(case: Case) -> Change:
    """Passed on by the agency itself, it counts as handed back."""
    code, loop = case.agency()
    if code == case.row["agency"]:
        raise EventRefused(_("已由该单位办理"))
    change: Change = {"agency": code, "loop": loop}
    if case.actor.role == AGENCY:
        _first_received(case)
        change["returned"] = case.row["returned"] + 1
    return change


def _return(case: Case) -> Change:
    _first_received(case)
    return {"agency": None}


def _first_received(case: Case) -> None:
    """首接负责: who has kept a case for long may neither hand it back nor pass it on."""
    since = case.held_since()
    if since is not None and between(since, case.at, "working") > RETURN_SECONDS:
        words = {"hours": RETURN_SECONDS // 3600, "move": _(case.move.label)}
        raise EventRefused(_("首接负责:派遣 %(hours)s 个工作小时后不能“%(move)s”") % words)


def _reopen(case: Case) -> Change:
    called = dict.fromkeys(("called_agency", "called_due_at", "arrived_at"))
    return {**called, "restarted_at": case.at, "agency": None, **begun_again(case)}


def _escalate(case: Case) -> Change:
    return _moved_grade(case, lambda now, new: new < now, _("提级须选更高的等级"))


def _hand_back(case: Case) -> Change:
    return _moved_grade(case, lambda now, new: new > now, _("交回下级须选更低的等级"))


def _moved_grade(case: Case, fits: Callable[[int, int], bool], otherwise: str) -> Change:
    order, grade = tuple(GRADES), case.given["grade"]
    if grade not in order or not fits(order.index(case.row["grade"]), order.index(grade)):
        raise BadInput(otherwise)
    return regraded(case, grade)


def _whistle(case: Case) -> Change:
    code, _loop = case.agency()
    return {"called_agency": code, "called_due_at": case.at + ARRIVE_WITHIN, "arrived_at": None, "loop": "outer"}


def _arrive(case: Case) -> Change:
    if case.row["called_agency"] is None or case.row["arrived_at"] is not None:
        raise EventRefused(_("没有待报到的吹哨"))
    return {"arrived_at": case.at}


def _settle(case: Case) -> Change:
    """What the table agreed on is its answer and its verification too."""
    if case.row["category"] != DISPUTE:
        raise EventRefused(_("只有矛盾纠纷可以调解结案"))
    return {name: case.at for name in ("handling_at", "answered_at", "verified_at") if case.row[name] is None}


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


_DECISIONS: dict[str, Callable[[Case], Change]] = {
    "file": _file,
    "assign": _assign,
    "direct": _direct,
    "reassign": _reassign,
    "return": _return,
    "reopen": _reopen,
    "suspend": suspended,
    "resume": resumed,
    "extend": extended,
    "escalate": _escalate,
    "hand_back": _hand_back,
    "whistle": _whistle,
    "arrive": _arrive,
    "settle": _settle,
    "rate": _rate,
    "visit": _visit,
    "merge": _merge,
}
