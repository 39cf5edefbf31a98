"""The page of one thing: what it is, where it stands, who answers for it, what became of it, and how to change it."""

from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from components import thing_parts
from components.event_forms import read_only
from components.fire_part import fire_part
from components.food_part import food_forms, food_part
from components.ids import THING, THING_ASKED, THING_DRAWN, THING_MOVE, THING_MOVED
from components.markup import markup
from components.river_part import code_part, patrol_forms, patrol_part
from components.sheet_page import Columns, sheet_card, sheet_map, sheet_page, sheet_stores
from components.sight_part import sight_part
from components.visits_part import documents_part, visits_part
from data.acting import PLAYED, answering, may_act, playing
from data.commands.river_patrols import PATROLS
from data.commands.things import EDITORS
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.events_near import events_near
from data.queries.fire_record import fire_record
from data.queries.food_cases import cases_of
from data.queries.regions import ancestors, region_of
from data.queries.river_patrols import LAYER as RIVER
from data.queries.river_patrols import ORIGIN as RIVER_ORIGIN
from data.queries.sight import cameras_on
from data.queries.things import thing
from data.things.fields import SIGHT
from data.view import View
from data.words import REGISTERS

FOOD, CAMERA = "food", "camera"
ORIGINS = {FOOD: FOOD, RIVER: RIVER_ORIGIN}  # registers whose things make events of their own
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AskedThing:
    """What a drawing of the page depends on beside the data; no role: nobody has said who looks."""

    layer: str
    code: str
    role: str = ""
    number: int = 1


def thing_page(house: House, view: View, refused: tuple[str, ...], layer: str, code: str) -> Component:
    """UnknownThing when there is none for this scope."""
    asked = AskedThing(layer=layer, code=code)
    with speaking(view.lang):
        row = _read(house, asked)
        return sheet_page(
            house,
            view,
            refused,
            "thing",
            here="/things",
            title=_("{register} {code}").format(register=_(REGISTERS[layer]), code=code),
            columns=_columns(_parts(house, row, asked), row),
            stores=stores({"layer": layer, "code": code, "lang": view.lang}),
        )


def stores(told: dict[str, Any] | None = None) -> list[Component]:
    """What its callbacks speak through."""
    return sheet_stores(THING, told, (THING_ASKED, THING_DRAWN, THING_MOVE, THING_MOVED))


def thing_drawn(house: House, asked: AskedThing) -> dict[str, str]:
    """{part: HTML} as things stand now, for who looks."""
    return _parts(house, _read(house, asked), asked)


def _read(house: House, asked: AskedThing) -> Row:
    scope = answering(house, asked.role)
    with house.engine.connect() as connection:
        row = thing(connection, asked.layer, asked.code, scope)
        here = region_of(connection, row["region_code"], scope)
        near = events_near(connection, scope, (row["lon"], row["lat"]), house.clock.now())
        told: Row = {"events": near, "fire": fire_record(connection, row, scope, house.clock.now())}
        told["seen"] = cameras_on(connection, scope, row["lon"], row["lat"]) if row["layer"] != CAMERA else None
        origin = ORIGINS.get(row["layer"])
        told["cases"] = cases_of(connection, row["code"], scope, origin) if origin else []
        return row | {"regions": [*ancestors(connection, here, scope), here], **told}


def _parts(house: House, row: Row, asked: AskedThing) -> dict[str, str]:
    now, role = house.clock.now(), playing(asked.role if asked.role in PLAYED else PLAYED[0])
    drawn = {
        "head": thing_parts.head(row, now),
        "people": thing_parts.people(row),
        "history": thing_parts.history(row, now),
        "events": thing_parts.events(row, now),
        "fire": fire_part(row["fire"], now),
        "food": food_part(row, now),
        "code": code_part(house, row),
        "patrols": patrol_part(row, now),
        "sight": sight_part(row["seen"]),
        "documents": documents_part(house, row["layer"], row["code"]),
        "visits": visits_part(house, row["layer"], row["code"], answering(house, asked.role)),
        "actions": _actions(row, role, asked.number) if may_act(house) else read_only(),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _actions(row: Row, role: str, number: int) -> list[Any]:
    if row["layer"] == RIVER and role not in EDITORS and role in PATROLS:
        return patrol_forms(row, role, number)
    return [*thing_parts.actions(row, role, number), *food_forms(row, role), *patrol_forms(row, role, number)]


def _columns(parts: dict[str, str], row: Row) -> Columns:
    fire = [sheet_card(_("消防档案"), "fire", parts, "thing")] if row["fire"] else []
    food = [sheet_card(_("食品安全包保"), "food", parts, "thing")] if row["layer"] == FOOD else []
    river = [sheet_card(_("河湖二维码"), "code", parts, "thing")] if row["layer"] == RIVER else []
    walked = [sheet_card(_("巡查记录"), "patrols", parts, "thing")] if row["layer"] == RIVER else []
    seen = [sheet_card(_("看得到这里的视频"), "sight", parts, "thing")] if row["seen"] else []
    papers = [sheet_card(_("证照与资料"), "documents", parts, "thing")] if parts["documents"] else []
    called = [sheet_card(_("协同上门"), "visits", parts, "thing")] if parts["visits"] else []
    return (
        [sheet_card("", "head", parts, "thing"), sheet_card(_("责任人"), "people", parts, "thing")],
        [
            *walked,
            _map(row),
            sheet_card(_("附近事件"), "events", parts, "thing"),
            sheet_card(_("变更记录"), "history", parts, "thing"),
        ],
        [sheet_card(_("办理"), "actions", parts, "thing"), *river, *called, *papers, *food, *fire, *seen],
    )


def _map(row: Row) -> Component:
    told = {
        "lon": row["lon"],
        "lat": row["lat"],
        "level": row["grade"] or (row["danger"] or {}).get("level", 4),
        "exact": True,
        "sight": _sector(row["attributes"]),
        "around": [one.code for one in row["regions"] if one.level in (3, 4)],
    }
    return sheet_map(told)


def _sector(known: Row) -> list[float] | None:
    """Bearing, reach and angle of a camera, where all of them are registered."""
    found = [float(known[one.name]) for one in SIGHT if known.get(one.name) is not None]
    return found if len(found) == len(SIGHT) else None
