"""The page of one event: where it is, what has happened, what its clock says, what belongs to it, what may be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components import event_forms, event_parts
from components.chain_part import chain_part
from components.event_words import GRADE_LEVEL
from components.ids import EVENT, EVENT_ASKED, EVENT_DRAWN, EVENT_MOVE, EVENT_MOVED
from components.list_event import list_part
from components.markup import Safe, markup
from components.persuade_form import persuade_form
from components.photo_check import photo_check
from components.room_link import room_link
from components.root_part import root_part
from components.sheet_page import Columns, sheet_card, sheet_map, sheet_page, sheet_stores
from components.sight_part import sight_part
from components.subject_ways import dispatch_way, review_way, signal_behind, warning_behind, ways
from data.acting import PLAYED, looking, may_act, playing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.life.moves import MOVES
from data.queries.event_detail import Detail, Row
from data.queries.event_sheet import Sheet, sheet_named
from data.view import View

PARTS = (
    "head",
    "clock",
    "actions",
    "timeline",
    "stays",
    "photos",
    "links",
    "chain",
    "root",
    "list",
    "rooms",
    "check",
    "persuade",
    "sight",
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a drawing of the page depends on beside the data."""

    code: str
    at: datetime | None = None
    role: str = PLAYED[0]
    number: int = 1


def event_page(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """UnknownThing when there is no such event for this scope."""
    asked = Asked(code=code, at=view.at)
    with speaking(view.lang):
        found = sheet_named(house, code, looking(house), view.at)
        one = found.one
        return sheet_page(
            house,
            view,
            refused,
            "event",
            here=f"/events/{one.row['code']}",
            title=_("事件 {code}").format(code=one.row["code"]),
            columns=_columns(_parts(house, found, asked), one),
            stores=stores({"id": one.row["code"], "at": _iso(view.at), "lang": view.lang}),
        )


def stores(event: dict[str, Any] | None = None) -> list[Component]:
    """What its callbacks speak through."""
    return sheet_stores(EVENT, event, (EVENT_ASKED, EVENT_DRAWN, EVENT_MOVE, EVENT_MOVED))


def event_drawn(house: House, asked: Asked) -> dict[str, str]:
    """{part: HTML} as things stand now."""
    return _parts(house, sheet_named(house, asked.code, looking(house), asked.at), asked)


def _parts(house: House, found: Sheet, asked: Asked) -> dict[str, str]:
    one, row = found.one, found.one.row
    acts_now = may_act(house) and asked.at is None
    acts = acts_now and playing(asked.role) == "duty_officer" and not row["suspended_at"]
    may_merge = acts and row["stage"] in MOVES["merge"].frm
    drawn: dict[str, Any] = {
        "head": [*event_parts.head(one), *_behind(house, row), *_ways(row, asked)],
        "clock": event_parts.clocks(one),
        "actions": _actions(house, found, asked),
        "timeline": event_parts.timeline(one),
        "stays": event_parts.stays(one),
        "chain": chain_part(one),
        "photos": event_parts.photos(one),
        "links": event_parts.links(one, found.like, found.again, may_merge=may_merge),
        "root": root_part(house, found, asked.at, may_open=acts_now and playing(asked.role) == "duty_officer"),
        "list": list_part(house, found, playing(asked.role) if acts_now else ""),
        "check": photo_check(house, one),
        "persuade": persuade_form(one, playing(asked.role) if acts_now else ""),
        "rooms": room_link(house, f"event-{row['code']}", asked.role, asked.number),
        "sight": sight_part(found.seen),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _behind(house: House, row: Row) -> list[Safe]:
    """What it was before it was an event."""
    return [*warning_behind(house, row["id"]), *signal_behind(house, row["id"])]


def _ways(row: Row, asked: Asked) -> list[Safe]:
    """Who can still be sent to it, is; and its course can be gone through again."""
    open_now = row["ended_at"] is None and asked.at is None
    return [ways(*([dispatch_way(f"event-{row['code']}")] if open_now else []), review_way(row["code"]))]


def _actions(house: House, found: Sheet, asked: Asked) -> list[Any]:
    if asked.at is not None:
        return event_forms.past()
    if not may_act(house):
        return event_forms.read_only()
    return event_forms.actions(found, playing(asked.role), asked.number)


def _columns(parts: dict[str, str], one: Detail) -> Columns:
    card = sheet_card
    return (
        [
            card("", "head", parts),
            card(_("照片"), "photos", parts),
            card(_("处置照片核查"), "check", parts),
            card(_("关联"), "links", parts),
            card(_("治本"), "root", parts),
            card(_("清单"), "list", parts),
            card(_("会商"), "rooms", parts),
        ],
        [_map(one), card(_("层级流转"), "chain", parts), card(_("过程"), "timeline", parts)],
        [
            card(_("时限"), "clock", parts),
            card(_("办理"), "actions", parts),
            card(_("柔性劝导"), "persuade", parts),
            card(_("各环节停留"), "stays", parts),
            card(_("看得到这里的视频"), "sight", parts),
        ],
    )


def _map(one: Detail) -> Component:
    row = one.row
    told = {
        "lon": row["lon"],
        "lat": row["lat"],
        "level": GRADE_LEVEL[row["grade"]],
        "exact": row["placed"] == "exact",
        "around": [region.code for region in one.regions if region.level in (3, 4)],
    }
    return sheet_map(told)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
