"""What screens send of footings. Nothing they say is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.footings import NewFooting, to_peace, to_war
from data.house import House
from data.intake.record import clean
from data.language import gettext as _

Sent = Mapping[str, Any]


def declare_on_screen(house: House, sent: Sent, role: str, number: int) -> str:
    """`code`: of the region; `found`: what it is about; `what`: why."""
    actor, now = acting(house, role, number), house.clock.now()
    new = NewFooting(region=_text(sent, "code"), on=_text(sent, "found"), words=_text(sent, "what"))
    provenance = "simulated" if house.clock.holds_demo() else "measured"
    with acted(house, actor, "footing_war", f"{new.region} {new.on}".strip()[:160]) as connection:
        code = to_war(connection, new, actor, now, provenance)
    return _("已转为战时：%(code)s") % {"code": code}


def end_on_screen(house: House, sent: Sent, role: str, number: int) -> str:
    """`code`: of the footing; `what`: why."""
    actor, now, code = acting(house, role, number), house.clock.now(), _text(sent, "code")[:24]
    with acted(house, actor, "footing_peace", code) as connection:
        to_peace(connection, code, _text(sent, "what"), actor, now)
    return _("已转为平时")


def _text(sent: Sent, name: str) -> str:
    given = sent.get(name)
    return (clean(given) or "")[:2_000] if isinstance(given, str) else ""
