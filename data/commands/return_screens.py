"""What the page of returned data sends: a lot of faults, a move of one. Nothing a screen says is trusted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.indicator_screens import editor
from data.commands.office_names import may_name, name_office
from data.commands.returns import MOVES, Sending, move_lot, send_back
from data.errors import BadInput, CockpitError
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.return_words import RETURN_STEPS

PICK = "fault "  # before the key of a fault, as the name of its box
Given = Mapping[str, Any]


def act_on_returns(house: House, given: Given, role: str, number: int) -> str:
    """What became of it, in words."""
    act = _text(given, "act")
    if act == "name":
        return _named(house, given, editor(house, role, number))
    actor, now = acting(house, role, number), house.clock.now()
    if act == "send":
        new = _read(given)
        with acted(house, actor, "return_send", f"{new.to} {len(new.keys)}"[:160]) as connection:
            lived = "simulated" if house.clock.holds_demo() else "measured"
            row = send_back(house.settings, connection, new, actor, now, lived)
        return _("已退回 {n} 项，编号 {code}").format(n=row["n"], code=row["code"])
    if act not in MOVES:
        raise BadInput(_("请刷新后再试"))
    code = _text(given, "code")[:24]
    with acted(house, actor, "return_move", f"{code} {act}") as connection:
        move_lot(house.settings, connection, code, act, given, actor, now)
    return f"{code} {_(RETURN_STEPS[act])}"


def naming_refused(house: House, role: str, number: int) -> str:
    """Why who asks may not say which agency a department is; "" where he may."""
    try:
        with house.engine.connect() as connection:
            may_name(connection, editor(house, role, number))
    except CockpitError as error:
        return str(error)
    return ""


def _named(house: House, given: Given, actor: Actor) -> str:
    name, code, seen = (_text(given, one) for one in ("name", "agency", "seen"))
    if not (seen == "-1" or (seen.isascii() and seen.isdecimal() and len(seen) < 9)):
        raise BadInput(_("请刷新后再试"))
    with acted(house, actor, "office_name", f"{name} {code}"[:160]) as connection:
        name_office(connection, name[:64], code[:32], int(seen), _text(given, "words"), actor, house.clock.now())
    return _("“{name}”的归口单位已修改").format(name=name)


def _read(given: Given) -> Sending:
    try:
        due = date.fromisoformat(_text(given, "due"))
    except ValueError:
        raise BadInput(_("期限有误")) from None
    keys = [name.removeprefix(PICK) for name in given if name.startswith(PICK)]
    return Sending(
        keys=keys,
        to=_text(given, "agency")[:32],
        region=_text(given, "region")[:18],
        words=_text(given, "words"),
        due=due,
    )


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
