"""What screens send about a warning: one move by a role of the demo. Nothing a screen says is trusted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.raised import ByHand, raise_by_hand
from data.commands.warned_events import make_event
from data.commands.warnings import move_warning
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.issued import code_of
from data.queries.warning_sheet import warning_named

MOST_HOURS = 240
BY_HAND = ("reason", "colour", "judged")


def act_on_warning(house: House, code: str, name: str, given: Mapping[str, Any], role: str, number: int) -> None:
    """Raises as `move_warning` and `make_event` do; Forbidden where nobody may act."""
    actor = acting(house, role, number)
    if name == "event":
        _event(house, code, given, actor)
        return
    told = {key: plain for key in BY_HAND if isinstance(given.get(key), str) and (plain := clean(given[key]))}
    if not told.get("colour", "0").isdecimal():
        raise BadInput(_("请填写数字"))
    colour = {"colour": int(told["colour"])} if "colour" in told else {}
    with acted(house, actor, "warning_move", f"{code} {name}") as connection:
        row, now = warning_named(connection, code, actor.scope), house.clock.now()
        move_warning(connection, row["id"], name, actor, now, now, **(told | colour))


def _event(house: House, code: str, given: Mapping[str, Any], actor: Actor) -> None:
    with acted(house, actor, "warning_event", code) as connection:
        row, now = warning_named(connection, code, actor.scope), house.clock.now()
        more = clean(given["reason"]) if isinstance(given.get("reason"), str) else ""
        make_event(connection, row["id"], actor, now, again=bool(given.get("again")), more=more)


def raise_from_screen(house: House, given: Mapping[str, Any], role: str, number: int) -> str:
    """A warning raised by a role of the demo; the code of it. Raises as `raise_by_hand` does."""
    actor, now = acting(house, role, number), house.clock.now()
    told = {
        name: clean(str(given.get(name) or "")) for name in ("field", "colour", "region", "title", "words", "hours")
    }
    for name, label in (("title", _("标题")), ("words", _("依据与内容"))):
        if not told[name]:
            raise BadInput(_("请填写{name}").format(name=label))
    if not (told["colour"].isdecimal() and told["hours"].isdecimal() and 0 < int(told["hours"][:3]) <= MOST_HOURS):
        raise BadInput(_("请填写数字"))
    new = ByHand(
        field=told["field"],
        colour=int(told["colour"]),
        title=told["title"],
        words=told["words"],
        regions=(told["region"],),
        expires_at=now + timedelta(hours=int(told["hours"])),
    )
    with acted(house, actor, "warning_raise", told["title"]) as connection:
        return code_of(connection, raise_by_hand(connection, new, actor, now, provenance="simulated"))
