"""What the page of a thing sends: its fields as filled in, or that it is no longer there. Nothing of it is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.things import Taken, retire
from data.engine import writing
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.things.taking import take_raw

Given = Mapping[str, Any]


def change_thing(
    house: House, layer: str, code: str, seq: Any, move: str, given: Given, role: str, number: int
) -> Taken:
    """Edit or retire it as a role of the demo, if it is still in the state that was on the screen."""
    actor, now = acting(house, role, number), house.clock.now()
    told = {name: text for name, text in given.items() if isinstance(text, str)}
    reason = clean(told.pop("reason", ""))
    if not str(seq).isdecimal() or len(str(seq)) > 9:
        raise BadInput(_("请刷新后再试"))
    with writing(house.engine) as connection:
        if move == "retire":
            return retire(connection, layer, code, actor, now, seq=int(seq), reason=reason)
        raw = told | {"code": code, "as_of": now.isoformat()}
        return take_raw(connection, raw, f"{layer}@wgs84", actor, now, seq=int(seq), reason=reason or None)
