"""What the page of lists sends: one more item, a step of one, support. Nothing a screen says is trusted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.list_pairs import develop
from data.commands.list_steps import keep_photos
from data.commands.list_support import ANSWERS, answer_support, ask_support
from data.commands.lists import NewItem, add_item, move_item
from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.list_words import STEPS

Given = Mapping[str, Any]


def list_on_screen(house: House, given: Given, role: str, number: int) -> str:
    """What became of it, in words."""
    act = _text(given, "act")
    if act == "add":
        return _added(house, given, role, number)
    if act not in STEPS:
        raise BadInput(_("请刷新后再试"))
    actor, now, code = acting(house, role, number), house.clock.now(), _text(given, "code")[:24]
    with acted(house, actor, "list_move", f"{code} {act}") as connection:
        if act == "ask":
            row = ask_support(connection, code, given, actor, now)
        elif act in ANSWERS:
            row = answer_support(connection, code, act, given, actor, now)
        elif act == "develop":
            made = develop(connection, code, given, actor, now)
            return _("{code} 已转为发展事项 {made}").format(code=code, made=made["code"])
        else:
            row = move_item(connection, code, act, given, actor, now)
        keep_photos(connection, house.settings.photos_dir, row, _photos(given), actor, now)
    return f"{code} {_(STEPS[act])}"


def _added(house: House, given: Given, role: str, number: int) -> str:
    actor, new = acting(house, role, number), _read(given)
    with acted(house, actor, "list_add", f"{new.region} {new.title[:40]}") as connection:
        provenance = "simulated" if house.clock.holds_demo() else "measured"
        row = add_item(connection, new, actor, house.clock.now(), provenance)
        keep_photos(connection, house.settings.photos_dir, row, _photos(given), actor, house.clock.now())
    return _("已列入清单 {code}").format(code=row["code"])


def _read(given: Given) -> NewItem:
    try:
        due, begin = (date.fromisoformat(_text(given, name)) for name in ("due", "begin"))
    except ValueError:
        raise BadInput(_("请填写开始日期和期限")) from None
    told = {name: _text(given, name) for name in ("kind", "title", "text", "region", "agency", "fund")}
    return NewItem(due=due, begin=begin, **told)


def _photos(given: Given) -> list[str]:
    photos = given.get("photos")
    return [str(one) for one in photos] if isinstance(photos, list) else []


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
