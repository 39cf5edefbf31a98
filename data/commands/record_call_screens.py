"""What the tab of smart visits sends: what was found, or that nobody needs to go there. Nothing of it is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting, answering
from data.commands.audit import acted
from data.commands.record_calls import Found, finish_call, void_call
from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import dictionary

Given = Mapping[str, Any]


def call_on_screen(house: House, given: Given, role: str, number: int) -> str:
    """What became of it, in words."""
    actor, scope, now = acting(house, role, number), answering(house, role), house.clock.now()
    act, code = _text(given, "act"), _text(given, "code")[:16]
    if act == "void":
        with acted(house, actor, "call_void", code) as connection:
            void_call(connection, code, _text(given, "words"), actor, scope, now)
        return _("{code} 已标记无须走访").format(code=code)
    if act != "finish":
        raise BadInput(_("请刷新后再试"))
    tags = [name.removeprefix("tag ") for name in given if name.startswith("tag ")]
    values = {name.removeprefix("value "): _text(given, name) for name in given if name.startswith("value ")}
    found = Found(
        outcome=_text(given, "outcome"),
        words=_text(given, "words"),
        tags=tags,
        values=values,
        appeal=(_text(given, "kind"), _text(given, "title")),
    )
    with acted(house, actor, "call_finish", code) as connection:
        done = finish_call(connection, dictionary(connection), code, found, actor, scope, now)
    said = _("{code} 已走访，更新 {n} 项数据").format(code=code, n=len(done["changed"]))
    return f"{said}；{_('诉求已受理：{code}').format(code=done['event'])}" if done["event"] else said


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
