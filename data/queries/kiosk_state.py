"""What a screen is to show: its group's turn, what takes it over, which skin. The same until something moves."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.house import House
from data.language import gettext as _
from data.queries.room_shows import stage_path
from data.queries.turns import active_of, group_row, now_ms, rotation_pages
from data.schema import rotation
from data.screens.pages import PAGES
from data.screens.turn import LEAD
from data.times import local

FIRST_PAGE = "/"  # where there is no rotation
Row = dict[str, Any]


def kiosk_state(house: House, row: Mapping[Any, Any]) -> Row:
    """As `assets/js/83-screen.js` reads it, for a screen's row; its group has been settled."""
    with house.engine.connect() as connection:
        group = group_row(connection, row["group_id"])
        pages = rotation_pages(connection, group["rotation_id"])
        turn = {name: group[name] for name in ("page_id", "spent", "since", "paused")}
        return {
            "screen": {name: row[name] for name in ("code", "name", "profile", "distance", "sound", "keys", "reloads")},
            "group": group["name"],
            "turn": {"page": turn.pop("page_id"), **turn, "pages": [_page(one) for one in pages]}
            | {"among": json.loads(group["among"]), "turned": group["turned_at"], "lead": LEAD, "ahead": row["ahead"]},
            "pinned": stage_path(connection, group["show"]) or group["pinned"] or ("" if pages else FIRST_PAGE),
            "skin": _skin(connection, group["rotation_id"], house.clock.now()),
            "takeover": _taken(connection, row["id"], group),
            "now": now_ms(),
        }


def _page(one: Row) -> Row:
    path = one["path"].partition("?")[0]
    told = {name: one[name] for name in ("id", "path", "seconds", "skin")}
    return told | {"title": _(PAGES[path]) if path in PAGES else path}


def _skin(connection: Connection, rotation_id: int | None, now: datetime) -> str:
    """By the city's clock; "" where the rotation follows none."""
    hours = select(rotation.c.day_from, rotation.c.night_from).where(rotation.c.id == rotation_id)
    row = connection.execute(hours).one_or_none()
    if row is None or row.day_from is None:
        return ""
    here, (day, night) = local(now), row
    minute = here.hour * 60 + here.minute
    light = day <= minute < night if day < night else not night <= minute < day
    return "light" if light else "dark"


def _taken(connection: Connection, screen_id: int, group: Row) -> Row | None:
    """The gravest, how many more there are, and until when. While a briefing runs it is a card in the corner."""
    active = active_of(connection, [screen_id], now_ms())
    if not active:
        return None
    first = active[0]
    told = {"id": first["id"], "level": first["level"], "until": first["until"], "more": len(active) - 1}
    corner = bool(group["show"])
    return told | {"sound": any(one["sound"] for one in active), "corner": corner}
