"""What screens send of calls, notices and broadcasts. Nothing they say is trusted."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from data.acting import acting
from data.callout_words import CALLERS
from data.commands.audit import acted
from data.commands.callouts import NewCallout, again, call_out, stop, tell_answer
from data.errors import BadInput, Forbidden
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.words import ROLES

GROUP = "group:"  # a ticked group is a field of this and its name
Given = Mapping[str, Any]


def act_on_callouts(house: House, given: Given, role: str, number: int) -> str:
    """What became of it, in words. `act`: call, stop, again, answer."""
    actor, act = acting(house, role, number), _text(given, "act")
    if act not in ACTS:
        raise BadInput(_("请选择联络方式"))
    target = _text(given, "code")[:24] or f"{_text(given, 'kind')} {_text(given, 'region')}"[:160]
    with acted(house, actor, f"callout_{act}", target.strip()) as connection:
        if actor.role not in CALLERS:
            raise Forbidden(_("%(role)s不能发起联络") % {"role": _(ROLES[actor.role])})
        return ACTS[act](connection, house, given, actor)


def new_of(given: Given, codes: tuple[str, ...] = ()) -> NewCallout:
    """As a form or a desk sends it."""
    hours = _text(given, "hours")
    return NewCallout(
        key=_text(given, "key")[:64],
        kind=_text(given, "kind")[:12],
        way=_text(given, "way")[:12],
        title=clean(_text(given, "title"), line=True),
        words=clean(_text(given, "words")),
        region=_text(given, "region")[:18],
        area=_text(given, "area")[:4_000],
        groups=tuple(name.removeprefix(GROUP) for name in given if name.startswith(GROUP) and given[name] == "1")[:40],
        codes=codes,
        on=_text(given, "on")[:32],
        hours=int(hours) if hours.isascii() and hours.isdecimal() and len(hours) < 4 else 0,
    )


def _call(connection: Any, house: House, given: Given, actor: Actor) -> str:
    lived = "simulated" if house.clock.holds_demo() else "measured"
    code = call_out(connection, new_of(given), actor, house.clock.now(), datetime.now(UTC), lived)
    return _("已发起 {code}").format(code=code)


def _stop(connection: Any, house: House, given: Given, actor: Actor) -> str:
    code = _text(given, "code")[:24]
    stop(connection, code, clean(_text(given, "words")), actor, house.clock.now())
    return _("已停止 {code}，未发出的不再发出").format(code=code)


def _again(connection: Any, _house: House, given: Given, actor: Actor) -> str:
    n = again(connection, _text(given, "code")[:24], actor, datetime.now(UTC))
    return _("再次联系 {n} 个对象").format(n=n)


def _answer(connection: Any, house: House, given: Given, actor: Actor) -> str:
    """What the officer was told himself."""
    which = _text(given, "n")
    if not (which.isascii() and which.isdecimal() and len(which) < 8):
        raise BadInput(_("没有这个联络对象"))
    words = clean(_text(given, "words"), line=True)
    tell_answer(
        connection, _text(given, "code")[:24], int(which), _text(given, "answer")[:16], words, actor, house.clock.now()
    )
    return _("已登记结果")


ACTS = {"call": _call, "stop": _stop, "again": _again, "answer": _answer}


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
