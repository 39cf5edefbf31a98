"""What screens send about a warning: one move by a role of the demo. Nothing a screen says is trusted."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.warnings import move_warning
from data.engine import writing
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.queries.warning_sheet import warning_named

BY_HAND = ("reason", "colour", "judged")


def act_on_warning(house: House, code: str, name: str, given: Mapping[str, Any], role: str, number: int) -> None:
    """Raises as `move_warning` does; Forbidden where nobody may act."""
    actor, now = acting(house, role, number), house.clock.now()
    told = {key: plain for key in BY_HAND if isinstance(given.get(key), str) and (plain := clean(given[key]))}
    if not told.get("colour", "0").isdecimal():
        raise BadInput(_("请填写数字"))
    colour = {"colour": int(told["colour"])} if "colour" in told else {}
    with writing(house.engine) as connection:
        row = warning_named(connection, code, actor.scope)
        move_warning(connection, row["id"], name, actor, now, now, **(told | colour))
