"""What the page of coordinated visits sends. Nothing a screen says is trusted."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from data.acting import acting
from data.commands.audit import acted
from data.commands.coordination_demands import forward, offer
from data.commands.coordination_hot import push
from data.commands.coordination_moves import Given, move
from data.commands.coordination_plans import NewPlan, file_plan
from data.commands.coordination_results import NewFinding, escalate, find, recheck
from data.coordination.kind import Kind, kind_of
from data.coordination.words import MOVES
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor

SUBJECT, ITEM = "subject_", "item_"  # before names of boxes that are ticked
Sent = Mapping[str, str]
Act = Callable[[Connection, House, Kind, Sent, Actor], str]


def act_on_coordination(house: House, sent: Mapping[str, Any], role: str, number: int) -> str:
    """Do it; what there is to say."""
    given = {name: clean(value) for name, value in sent.items() if isinstance(value, str)}
    kind, act = kind_of(house, given.get("kind", "")), given.get("act", "")
    actor = acting(house, role, number)
    action, does = ACTS.get(act, ("coordination_move", _moved))
    target = f"{given.get('code') or kind.code} {act}"[:160]
    with acted(house, actor, action, target) as connection:
        return does(connection, house, kind, given, actor)


def given_of(given: Sent) -> Given:
    """What a move is given."""
    reason, into = given.get("reason", ""), given.get("into", "")
    return Given(seq=whole(given.get("seq", "")), day=day_in(given.get("day", "")), reason=reason, into=into)


def whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadInput(_("请刷新后再试"))
    return int(text)


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(_("日期有误")) from None


def provenance(house: House) -> str:
    return "simulated" if house.clock.holds_demo() else "measured"


def _moved(connection: Connection, house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    name = given.get("act", "")
    if name not in MOVES:
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": name[:32]})
    move(connection, kind, given.get("code", ""), name, actor, given_of(given), house.clock.now())
    return _("{code} 已{move}").format(code=given.get("code", ""), move=_(MOVES[name].label))


def _filed(connection: Connection, house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    first, last = day_in(given.get("first", "")), day_in(given.get("last", ""))
    if first is None or last is None:
        raise BadInput(_("请填写日期"))
    new = NewPlan(
        agency=given.get("agency", ""),
        subjects=_ticked(given, SUBJECT),
        items=_ticked(given, ITEM),
        first=first,
        last=last,
        people=whole(given.get("people", "")),
        **{name: given.get(name, "") for name in ("words", "basis", "why")},
    )
    plan, calls = file_plan(connection, kind, new, actor, house.clock.now(), provenance(house))
    return _("已申报 {plan}，共 {n} 次").format(plan=plan, n=len(calls))


def _ticked(given: Sent, mark: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(mark) for name in given if name.startswith(mark))


def _found(connection: Connection, house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    new = NewFinding(item=given.get("item", ""), words=given.get("words", ""), due=day_in(given.get("due", "")))
    return _("已登记 {code}").format(code=find(connection, kind, given.get("code", ""), new, actor, house.clock.now()))


def _rechecked(connection: Connection, house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    passed, code = given.get("passed") == "1", given.get("code", "")
    recheck(connection, code, passed, whole(given.get("seq", "")), actor, house.clock.now())
    return (_("{code} 已销号") if passed else _("{code} 退回整改")).format(code=code)


def _escalated(connection: Connection, house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    seq = whole(given.get("seq", ""))
    made = escalate(connection, kind, given.get("code", ""), "safety", seq, actor, house.clock.now())
    return _("已转事件 {code}").format(code=made.code)


def _pushed(connection: Connection, house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    what = (given.get("region", ""), given.get("item", ""), given.get("trade", ""), given.get("words", ""))
    n = push(connection, kind, *what, actor, house.clock.now(), provenance(house))
    return _("已推送 {n} {unit}").format(n=n, unit=_(kind.subject.unit))


def _forwarded(connection: Connection, _house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    forward(connection, kind, given.get("code", ""), given.get("to", ""), whole(given.get("seq", "")), actor)
    return _("{code} 已转交").format(code=given.get("code", ""))


def _offered(connection: Connection, house: House, kind: Kind, given: Sent, actor: Actor) -> str:
    now: datetime = house.clock.now()
    if (day := day_in(given.get("day", ""))) is None:
        raise BadInput(_("请填写日期"))
    what = (given.get("code", ""), given.get("agency", ""), given.get("words", ""))
    offer(connection, kind, *what, day, whole(given.get("seq", "")), actor, now)
    return _("{code} 已响应").format(code=given.get("code", ""))


ACTS: dict[str, tuple[str, Act]] = {
    "file_plan": ("coordination_file", _filed),
    "find": ("coordination_find", _found),
    "recheck": ("coordination_danger", _rechecked),
    "event": ("coordination_danger", _escalated),
    "push": ("coordination_push", _pushed),
    "forward": ("coordination_demand", _forwarded),
    "offer": ("coordination_demand", _offered),
}
