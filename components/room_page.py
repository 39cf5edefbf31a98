"""The page of one room: minutes in the middle, what it is about and who sits there on the left, conclusions right."""

from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from components import room_forms, room_parts
from components.event_forms import read_only, who
from components.ids import ROOM, ROOM_ASKED, ROOM_DRAWN, ROOM_MOVE, ROOM_MOVED
from components.markup import markup
from components.room_forms import Groups
from components.sheet_page import Columns, sheet_card, sheet_page, sheet_stores
from data.acting import PLAYED, may_act, playing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.agencies import agencies_of
from data.queries.room_seats import free_responders, seats
from data.queries.rooms import room_whole
from data.sitter import Sitter, sitting
from data.view import View


@dataclass(frozen=True, kw_only=True)
class AskedRoom:
    """What a drawing of the page depends on beside the data."""

    code: str
    role: str = PLAYED[0]
    number: int = 1


def room_page(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """UnknownThing when there is no such room for this asker."""
    with speaking(view.lang):
        parts = room_drawn(house, AskedRoom(code=code))
        return sheet_page(
            house,
            view,
            refused,
            "room",
            here="/rooms",
            title=_("会商 {code}").format(code=code),
            columns=_columns(parts),
            stores=stores({"id": code, "lang": view.lang}),
        )


def stores(room: dict[str, Any] | None = None) -> list[Component]:
    """What its callbacks speak through."""
    return sheet_stores(ROOM, room, (ROOM_ASKED, ROOM_DRAWN, ROOM_MOVE, ROOM_MOVED))


def room_drawn(house: House, asked: AskedRoom) -> dict[str, str]:
    """{part: HTML} as things stand now."""
    me, now = sitting(house, asked.role, asked.number), house.clock.now()
    with house.engine.connect() as connection:
        one = room_whole(connection, asked.code, me, now)
        if not may_act(house):
            one["may"] = frozenset()
        given: tuple[Groups, Groups] = _choices(connection, one, me, now) if "conclude" in one["may"] else ([], [])
    first = who(playing(asked.role), asked.number) if may_act(house) else read_only()
    drawn: dict[str, Any] = {
        "head": room_parts.head(one, now),
        "members": room_parts.members(one),
        "minutes": room_parts.minutes(one, me, now),
        "compose": room_forms.compose(one),
        "conclusions": room_parts.conclusions(one, me, now),
        "actions": [first, *room_forms.actions(one, given[0], given[1], now)],
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _choices(connection: Any, one: dict[str, Any], me: Sitter, now: Any) -> tuple[Groups, Groups]:
    there = {row["seat"] for row in one["members"]}
    owners = agencies_of(connection, one["lo"]), free_responders(connection, one, me.scope)
    return room_forms.seat_groups(seats(connection, one, me, now), there), room_forms.owner_groups(one, *owners)


def _columns(parts: dict[str, str]) -> Columns:
    card = sheet_card
    return (
        [card("", "head", parts), card(_("参会"), "members", parts)],
        [card(_("会商记录"), "minutes", parts), card("", "compose", parts)],
        [card(_("结论与落实"), "conclusions", parts), card(_("办理"), "actions", parts)],
    )
