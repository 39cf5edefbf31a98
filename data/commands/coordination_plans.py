"""A department files a plan: who, whom, what, when; its kind says what speaks against it, or takes special leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from data.commands.codes import next_code
from data.commands.revisions import bump
from data.coordination.kind import Kind
from data.coordination.overlap import closed_on
from data.errors import BadInput, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.coordination_calls import month_of
from data.queries.coordination_subjects import Called, subjects_named
from data.schema import agency, coordination_call, coordination_plan, coordination_step
from data.times import local
from data.words import ROLES

C, P = coordination_call.c, coordination_plan.c
SUBJECTS, WINDOW, AHEAD = 60, 31, 183  # of one plan: how many, and days
WORDS, BASIS = 500, 200  # characters
GONE = ("cancelled", "withdrawn")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """`why`: for what reason special leave is asked for, where it takes one."""

    agency: str
    subjects: tuple[str, ...]
    items: tuple[str, ...]
    first: date
    last: date
    people: int
    words: str
    basis: str = ""
    why: str = ""


def file_plan(
    connection: Connection, kind: Kind, new: NewPlan, actor: Actor, now: datetime, provenance: str
) -> tuple[str, list[str]]:
    """Codes of the plan and of its visits. BadInput that says what the kind has against it."""
    bump(connection, "coordination")  # first: who files queues here, and counts what others have filed
    check_agency(connection, new.agency, actor)
    _check(kind, new, local(now).date())
    those = subjects_named(connection, kind, new.subjects, actor.scope)
    if len(those) != len(set(new.subjects)) or not those:
        raise BadInput(_("没有这些{word}，或不在您的范围内").format(word=_(kind.subject.word)))
    day = _day(kind, new)
    reasons = _leave(connection, kind, new, those, day)
    if reasons and not new.why:
        raise BadInput(_("须申请特批并写明理由：{reasons}").format(reasons="；".join(reasons)))
    plan = next_code(connection, P.code, f"J{local(now):%Y%m%d}-")
    number = connection.execute(insert(coordination_plan).values(_plan(kind, new, actor, now, plan, provenance)))
    made = int((number.inserted_primary_key or (0,))[0])
    told: Row = {"kind": kind.code, "agency": new.agency, "state": "leave" if reasons else "filed"}
    told |= {"planned_day": day, "day": day, "plan_id": made, "provenance": provenance}
    calls = [add_call(connection, one, f"{plan}-{n:02d}", told, actor, now, new.why) for n, one in enumerate(those, 1)]
    return plan, calls


def add_call(
    connection: Connection, one: Called, code: str, told: Row, actor: Actor, now: datetime, reason: str
) -> str:
    """A visit to one subject, with the first step of its history."""
    whom = {"subject": one.subject, "name": one.name, "trade": one.trade, "cell_id": one.cell_id}
    fresh = {"way": "", "joint_id": None, "seq": 1, "news": 0, "objected": 0, "answer": "", "opinion": ""}
    made = connection.execute(
        insert(coordination_call).values(fresh | whom | {"code": code, "wished_day": None} | told)
    )
    step = {"call_id": (made.inserted_primary_key or (0,))[0], "seq": 1, "at": now, "reason": reason}
    step |= {"move": "leave" if told["state"] == "leave" else "filed", "actor": actor.name, "role": actor.role}
    connection.execute(insert(coordination_step).values(step | {"day": told["day"]}))
    return code


def check_agency(connection: Connection, code: str, actor: Actor) -> None:
    """Departments file for themselves. Forbidden for others, UnknownThing for an agency that is not theirs."""
    if actor.role != "agency":
        raise Forbidden(_("%(role)s不能以部门名义申报") % {"role": _(ROLES[actor.role])})
    mine = actor.scope.every_department or code in actor.scope.departments
    if not mine or connection.scalar(select(agency.c.code).where(agency.c.code == code)) is None:
        raise UnknownThing(_("没有这个部门"))


def _check(kind: Kind, new: NewPlan, today: date) -> None:
    if not new.subjects or len(new.subjects) > SUBJECTS:
        raise BadInput(
            _("请选择{word}，一次至多 {n} {unit}").format(
                word=_(kind.subject.word), n=SUBJECTS, unit=_(kind.subject.unit)
            )
        )
    if not new.items or any(code not in kind.items for code in new.items):
        raise BadInput(_("请选择事项"))
    if refused := [kind.items[code] for code in new.items if kind.items[code].entry == "no"]:
        raise BadInput(
            "；".join(_("{item}不予受理：{why}").format(item=_(one.name), why=_(one.why)) for one in refused)
        )
    missing = [_(WANTED[name]) for name in kind.required if not getattr(new, name)]
    if missing:
        raise BadInput(_("请填写{names}").format(names="、".join(missing)))
    if len(new.words) > WORDS or len(new.basis) > BASIS or len(new.why) > WORDS:
        raise BadInput(_("文字过长：内容和理由至多 {words} 字，依据至多 {basis} 字").format(words=WORDS, basis=BASIS))
    if not 1 <= new.people <= kind.people:
        raise BadInput(_("人数须为 1 到 {n} 人").format(n=kind.people))
    if new.first < today or new.last < new.first or (new.last - new.first).days > WINDOW:
        raise BadInput(_("日期须从今天起，先后有序，跨度至多 {n} 天").format(n=WINDOW))
    if (new.last - today).days > AHEAD:
        raise BadInput(_("至多提前 {n} 天申报").format(n=AHEAD))


WANTED = {"basis": "法律依据", "words": "内容"}


def _day(kind: Kind, new: NewPlan) -> int:
    """The first day of its window on which one may go there."""
    days = range(new.first.toordinal(), new.last.toordinal() + 1)
    free = next((day for day in days if not closed_on(kind, day)), None)
    if free is None:
        raise BadInput(_("这些天不能上门：{why}").format(why=closed_on(kind, days[0])))
    return free


def _leave(connection: Connection, kind: Kind, new: NewPlan, those: Sequence[Called], day: int) -> list[str]:
    """Why it takes special leave; empty where it takes none."""
    told = [
        f"{_(kind.items[code].name)}：{_(kind.items[code].why)}"
        for code in new.items
        if kind.items[code].entry == "leave"
    ]
    if kind.frequency is None:
        return told
    month = month_of(f"{date.fromordinal(day):%Y-%m}")
    same = (C.kind == kind.code, C.agency == new.agency, C.state.not_in(GONE), C.day.between(month.first, month.last))
    counted = select(C.subject, func.count()).where(*same, C.subject.in_([one.subject for one in those]))
    often = {row[0]: int(row[1]) for row in connection.execute(counted.group_by(C.subject))}
    words = _("{name}当月已有 {n} 次，每月至多 {most} 次")
    most = kind.frequency.most
    names = {one.subject: one.name for one in those}
    return told + [words.format(name=names[one], n=n, most=most) for one, n in often.items() if n >= most]


def _plan(kind: Kind, new: NewPlan, actor: Actor, now: datetime, code: str, provenance: str) -> Row:
    return {
        "code": code,
        "kind": kind.code,
        "agency": new.agency,
        "items": " ".join(dict.fromkeys(new.items)),
        "words": new.words,
        "people": new.people,
        "basis": new.basis,
        "first_day": new.first.toordinal(),
        "last_day": new.last.toordinal(),
        "why": new.why,
        "actor": actor.name,
        "filed_at": now,
        "provenance": provenance,
    }
