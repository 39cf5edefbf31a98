"""What the page of visits sends: one more visit, or that a finding is dealt with. Nothing a screen says is trusted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.acting import acting
from data.commands.audit import acted
from data.commands.visits import NewVisit, record_visit, solve_visit
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _


def visit_on_screen(house: House, given: Mapping[str, Any], role: str, number: int) -> str:
    """What became of it, in words."""
    actor, now = acting(house, role, number), house.clock.now()
    code = _text(given, "code")[:32]
    if code:
        with acted(house, actor, "visit_solve", code) as connection:
            solve_visit(connection, code, actor, now)
        return _("{code} 已标记解决").format(code=code)
    new = _read(given)
    with acted(house, actor, "visit_record", new.steward) as connection:
        simulated = house.clock.holds_demo()
        code = record_visit(connection, new, actor, now, "simulated" if simulated else "measured")
    return _("已登记走访 {code}").format(code=code)


def _read(given: Mapping[str, Any]) -> NewVisit:
    try:
        day = date.fromisoformat(_text(given, "day"))
    except ValueError:
        raise BadInput(_("走访日期有误")) from None
    return NewVisit(
        steward=_text(given, "steward")[:32],
        day=day,
        whom=clean(_text(given, "whom"), line=True),
        found=clean(_text(given, "found")),
        solved=_text(given, "solved") == "1",
        region=_text(given, "region")[:32],
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
