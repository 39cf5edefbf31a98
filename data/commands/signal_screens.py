"""What the page of signals sends: one is made an event, or discarded. Nothing a screen says is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.room_screens import whole
from data.commands.signals import confirm, discard
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _


def judge_on_screen(house: House, sent: Mapping[str, Any], role: str, number: int) -> str:
    """What to say of it. Raises as `confirm` and `discard` do."""
    actor, now = acting(house, role, number), house.clock.now()
    given = {name: clean(value) for name, value in sent.items() if isinstance(value, str)}
    verdict, which = given.get("verdict", ""), whole(given.get("signal", ""))
    with acted(house, actor, "signal_judge", f"{which} {verdict}"[:160]) as connection:
        if verdict == "event":
            made = confirm(connection, which, actor, now, given.get("reason", ""))
            return _("已转事件 {code}").format(code=made.code)
        if verdict != "discard":
            raise BadInput(_("没有“%(move)s”这个动作") % {"move": verdict[:32]})
        discard(connection, which, actor, now, given.get("reason", ""))
        return _("已排除")
