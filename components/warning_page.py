"""The page of one warning: what it says and why, where, what has been done about it and what may be done now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components import event_forms, warning_forms, warning_parts
from components.answerable import answerable
from components.fields import link
from components.ids import WARNING, WARNING_ASKED, WARNING_DRAWN, WARNING_MOVE, WARNING_MOVED
from components.markup import Safe, markup
from components.room_link import room_link
from components.sheet_page import Columns, sheet_card, sheet_map, sheet_page, sheet_stores
from components.subject_ways import dispatch_way, events_made, exposure_way, ways
from data.acting import PLAYED, answering, looking, may_act, playing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.responsible import answering_for
from data.queries.warning_sheet import WarningSheet, warning_sheet
from data.view import View

OUTLINED = 4  # villages are the finest regions that the small map outlines


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a drawing of the page depends on beside the data."""

    code: str
    at: datetime | None = None
    role: str = PLAYED[0]
    number: int = 1


def warning_page(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """UnknownThing when there is no such warning for this scope."""
    asked = Asked(code=code, at=view.at)
    with speaking(view.lang):
        one = warning_sheet(house, code, looking(house), view.at)
        return sheet_page(
            house,
            view,
            refused,
            "warning",
            here=f"/warnings/{code}",
            title=_("预警 {code}").format(code=one.row["code"]),
            columns=_columns(_parts(house, one, asked), one),
            stores=stores({"id": code, "at": view.at.isoformat() if view.at else "", "lang": view.lang}),
        )


def stores(warning: dict[str, Any] | None = None) -> list[Component]:
    """What its callbacks speak through."""
    return sheet_stores(WARNING, warning, (WARNING_ASKED, WARNING_DRAWN, WARNING_MOVE, WARNING_MOVED))


def warning_drawn(house: House, asked: Asked) -> dict[str, str]:
    """{part: HTML} as things stand now."""
    return _parts(house, warning_sheet(house, asked.code, looking(house), asked.at), asked)


def _parts(house: House, one: WarningSheet, asked: Asked) -> dict[str, str]:
    drawn: dict[str, Any] = {
        "head": [*warning_parts.head(one), *events_made(one.events), *_ways(one, asked)],
        "why": warning_parts.why(one),
        "people": answerable(*_people(house, one, asked.role)),
        "actions": _actions(house, one, asked),
        "timeline": warning_parts.timeline(one),
        "rooms": room_link(house, f"warning-{one.row['code']}", asked.role, asked.number),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _people(house: House, one: WarningSheet, role: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who answers for its place today, as this role may know people."""
    with house.engine.connect() as connection:
        return answering_for(connection, one.row["id"], one.way[-1].level, answering(house, role))


def _ways(one: WarningSheet, asked: Asked) -> list[Safe]:
    """While it is live: whom it may hit, and who is sent. Always: what others are told of it."""
    row = one.row
    told = link(_("CAP 报文"), f"/api/v1/warnings/{row['code']}.cap", "button small")
    if row["ended_at"] is not None or asked.at is not None:
        return [ways(told)]
    return [ways(dispatch_way(f"warning-{row['code']}"), exposure_way(row["code"]), told)]


def _actions(house: House, one: WarningSheet, asked: Asked) -> list[Any]:
    if asked.at is not None:
        return event_forms.past()
    if not may_act(house):
        return event_forms.read_only()
    return warning_forms.actions(one, playing(asked.role), asked.number)


def _columns(parts: dict[str, str], one: WarningSheet) -> Columns:
    return (
        [
            sheet_card("", "head", parts),
            sheet_card(_("责任人"), "people", parts),
            sheet_card(_("会商"), "rooms", parts),
        ],
        [sheet_card(_("发布依据"), "why", parts), _map(one)],
        [sheet_card(_("办理"), "actions", parts), sheet_card(_("过程"), "timeline", parts)],
    )


def _map(one: WarningSheet) -> Component:
    """Its station, or the region it is about with a ring on its label."""
    here, station = one.way[-1], one.station
    around = [region.code for region in one.way if region.level <= OUTLINED][-2:]
    told = {
        "lon": station["lon"] if station else here.lon,
        "lat": station["lat"] if station else here.lat,
        "level": one.row["colour"],
        "exact": station is not None,
        "around": around,
    }
    return sheet_map(told)
