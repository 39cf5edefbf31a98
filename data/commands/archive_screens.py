"""What the page of an archive sends: a profile that is proposed, approved or refused. Nothing of it is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.profiles import decide_profile, propose_profile
from data.errors import BadInput
from data.house import House
from data.language import gettext as _


def archive_on_screen(house: House, given: Mapping[str, Any], role: str, number: int) -> str:
    """What became of it, in words."""
    act, code = _text(given, "act"), _text(given, "region")[:32]
    if act not in ("propose", "approve", "refuse"):
        raise BadInput(_("请刷新后再试"))
    actor, now = acting(house, role, number), house.clock.now()
    with acted(house, actor, "profile_move", f"{code} {act}") as connection:
        if act == "propose":
            worth = "simulated" if house.clock.holds_demo() else "measured"
            told = _text(given, "text"), _text(given, "reason")
            version = propose_profile(connection, code, *told, actor, now, worth)
            return _("第 {n} 版已提交，待上一级审核").format(n=version)
        version = _version(given)
        approve, answer = act == "approve", _text(given, "answer")
        decide_profile(connection, code, version, approve=approve, answer=answer, actor=actor, now=now)
        return _("第 {n} 版已通过").format(n=version) if act == "approve" else _("第 {n} 版未通过").format(n=version)


def _version(given: Mapping[str, Any]) -> int:
    text = _text(given, "version")
    if not text.isdecimal() or len(text) > 6:
        raise BadInput(_("请刷新后再试"))
    return int(text)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
