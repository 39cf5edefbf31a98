"""What the page of grids sends: a change of grids, a grid of a department. Nothing of it is trusted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.grid_undo import cancel_change
from data.commands.grids import Change, add_functional, change_grids, end_functional
from data.errors import BadInput
from data.grid_words import GRID_CHANGES
from data.house import House
from data.language import gettext as _

PART = "part_"  # before the code of each grid or region that is ticked
KINDS = ("merge", "split", "enclave")
Given = Mapping[str, Any]


def grid_on_screen(house: House, given: Given, role: str, number: int) -> str:
    """What became of it, in words."""
    act, village = _text(given, "act"), _text(given, "region")[:32]
    actor, now = acting(house, role, number), house.clock.now()
    worth = "simulated" if house.clock.holds_demo() else "measured"
    ticked = tuple(name.removeprefix(PART) for name in given if name.startswith(PART))
    with acted(house, actor, "grid_change", f"{village} {act}"[:64]) as connection:
        if act in KINDS:
            codes = change_grids(connection, _change(act, given, village, ticked), actor, now, worth)
            return _("已{change}，新网格 {codes}").format(change=_(GRID_CHANGES[act]), codes="、".join(codes))
        if act == "function":
            return _("已设立职能网格 {code}").format(code=add_functional(connection, given, ticked, actor, now, worth))
        if act == "end":
            end_functional(connection, _text(given, "code")[:24], actor, now)
            return _("职能网格已停用")
        if act == "cancel":
            names = cancel_change(connection, _text(given, "code")[:24], _text(given, "reason"), actor, now)
            return _("计划的调整已撤销，{names} 照旧").format(names="、".join(names))
        raise BadInput(_("请刷新后再试"))


def _change(act: str, given: Given, village: str, ticked: tuple[str, ...]) -> Change:
    try:
        day = date.fromisoformat(_text(given, "day"))
    except ValueError:
        raise BadInput(_("请填写生效日")) from None
    grids = ticked if act == "merge" else tuple(filter(None, (_text(given, "one"), _text(given, "other"))))
    told = {name: _text(given, name) for name in ("reason", "name", "cells")}
    return Change(kind=act, village=village, grids=grids, day=day, **told)


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
