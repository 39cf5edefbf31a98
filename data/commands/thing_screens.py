"""What the pages of things send: fields as filled in, or that one is no longer there. Nothing of it is trusted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from data.acting import acting
from data.commands.audit import acted
from data.commands.food import LAYER, blow_whistle, record_visit
from data.commands.river_patrols import LAYER as RIVER
from data.commands.river_patrols import record_patrol
from data.commands.things import Taken, retire
from data.errors import BadInput
from data.house import House
from data.intake.record import Fault, clean
from data.language import gettext as _
from data.life.actor import Actor
from data.schema import feature
from data.things.fields import check_layer
from data.things.taking import take_raw
from data.things.told import faults_of

Given = Mapping[str, Any]
PLACED = {"outside": "lon", "scope": "lon"}  # which field a fault of the whole is about


class FormFaults(BadInput):
    """What is wrong with which field: {name: sentence}."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("；".join(dict.fromkeys(faults.values())))
        self.faults = dict(faults)


def change_thing(
    house: House, layer: str, code: str, seq: Any, move: str, given: Given, role: str, number: int
) -> Taken | None:
    """Edit or retire it as a role of the demo, if it is still in the state that was on the screen. None of a patrol."""
    actor, now = acting(house, role, number), house.clock.now()
    told, reason = _told(given)
    if not str(seq).isdecimal() or len(str(seq)) > 9:
        raise BadInput(_("请刷新后再试"))
    with acted(house, actor, "thing_change", f"{layer} {code} {move}") as connection:
        if layer == LAYER and move == "visit":
            problems = told.get("problems", "")
            return record_visit(connection, code, int(seq), _whole(problems), reason, actor, now)
        if layer == RIVER and move == "patrol":
            problems, report = _whole(told.get("problems", "")), told.get("report") == "1"
            record_patrol(connection, code, int(seq), problems, reason, actor, now, report=report)
            return None
        if move == "retire":
            return retire(connection, layer, code, actor, now, seq=int(seq), reason=reason)
        raw = told | {"code": code, "as_of": now.isoformat()}
        return _take(connection, raw, check_layer(layer), "wgs84", actor, now, int(seq), reason)


def whistle_for(house: House, layer: str, code: str, given: Given, role: str, number: int) -> str:
    """The code of the event that the whistle for a food business made."""
    actor, now = acting(house, role, number), house.clock.now()
    with acted(house, actor, "thing_change", f"{layer} {code} whistle") as connection:
        if layer != LAYER:
            raise BadInput(_("只有食品主体可以在台账吹哨"))
        return blow_whistle(connection, code, _told(given)[1], actor, now).code


def _whole(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdecimal() and len(text.strip()) <= 6):
        raise FormFaults({"problems": _("请填写数字")})
    return int(text)


def add_thing(house: House, layer: str, crs: str, given: Given, role: str, number: int) -> Taken:
    """Add one as a role of the demo. FormFaults, and nothing written, for what does not fit or is known already."""
    actor, now = acting(house, role, number), house.clock.now()
    told, reason = _told(given)
    with acted(house, actor, "thing_add", f"{layer} {told.get('code', '')}") as connection:
        same = (feature.c.layer == layer, feature.c.code == clean(told.get("code"), line=True))
        if connection.scalar(select(feature.c.id).where(*same)) is not None:
            raise FormFaults({"code": _("编号“{code}”已经登记过了").format(code=str(told["code"]).strip()[:48])})
        raw = told | {"as_of": now.isoformat()}
        return _take(connection, raw, check_layer(layer), crs or "wgs84", actor, now, 0, reason)


def _told(given: Given) -> tuple[dict[str, Any], str]:
    """What is filled in, and the reason. A chain of persons that was emptied is one of nobody."""
    told: dict[str, Any] = {name: text for name, text in given.items() if isinstance(text, str) and text.strip()}
    told |= {"persons": []} if given.get("persons") == "" else {}
    return told, clean(told.pop("reason", ""))


def _take(
    connection: Connection, raw: Given, layer: str, crs: str, actor: Actor, now: Any, seq: int, reason: str
) -> Taken:
    if faults := faults_of(raw, layer=layer, crs=crs):
        raise FormFaults(faults)
    try:
        return take_raw(connection, raw, f"{layer}@{crs}", actor, now, seq=seq, reason=reason or None)
    except Fault as fault:
        raise FormFaults({PLACED.get(fault.code, "form"): str(fault)}) from None
