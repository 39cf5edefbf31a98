"""What a screen sends for several events at once: 打包处置, and 督办 of what a report lists."""

from collections.abc import Mapping
from typing import Any

from data.acting import acting
from data.commands.audit import DONE, REFUSED, acted, note
from data.commands.moves_many import Made, move_many
from data.errors import BadInput
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.life.moves import LABELS
from data.queries.codes import CODES, number_of
from data.words import STATES

PICK = "on-"  # before the code of an event, as the names of the boxes are


def act_on_many(house: House, given: Mapping[str, Any], role: str, number: int) -> list[str]:
    """A line of words an event. The audit log tells of each row, and of them together."""
    actor, now = acting(house, role, number), house.clock.now()
    codes, name = _picked(given), str(given.get("move") or "")
    more = {key: clean(str(given.get(key) or "")) for key in ("reason", "agency")}
    with acted(house, actor, "event_many", f"{name} {len(codes)}") as connection:
        ids = [number_of(connection, "event", code) for code in codes]
        made = move_many(connection, ids, name, actor, now, **more)
        called = dict(zip(ids, codes, strict=True))
        for one in made:
            outcome, detail = (REFUSED, {"why": one.refused}) if one.refused else (DONE, {})
            target = f"{called[one.event_id]} {name}"
            note(connection, "event_move", target, actor=actor.name, role=actor.role, outcome=outcome, detail=detail)
    return [_summary(made, name), *(_words(one) for one in made)]


def _picked(given: Mapping[str, Any]) -> list[str]:
    names = [key.removeprefix(PICK) for key in given if key.startswith(PICK)]
    if not names:
        raise BadInput(_("请先勾选事件"))
    if not all(CODES["event"].fullmatch(one) for one in names):
        raise BadInput(_("没有这个事件"))
    return names


def _summary(made: list[Made], name: str) -> str:
    refused = sum(bool(one.refused) for one in made)
    words = _("%(move)s：办成 %(done)s 件，未办 %(refused)s 件")
    return words % {"move": _(LABELS[name]), "done": len(made) - refused, "refused": refused}


def _words(one: Made) -> str:
    if one.refused:
        return f"✕ {one.refused}"
    return _("✓ %(code)s 现处“%(stage)s”") % {"code": one.code, "stage": _(STATES[one.stage])}
