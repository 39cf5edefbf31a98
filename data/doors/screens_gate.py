"""What a screen may ask for: pages to be looked at, and what these ask in turn. All else is refused by default."""

import re
from typing import Any

from flask import Request

from data.screens.pages import STAGE, may_be_shown

GOT = (
    *("/_dash-", "/_reload", "/api/v1/live", "/api/v1/revisions", "/api/v1/map/", "/api/v1/regions", "/api/v1/storms/"),
)
BRIEFED = re.compile(  # what a briefing shows its audience
    r"/briefing/data/(?:shows/[\w-]{1,40}(?:/live)?|[\w-]{1,40}/scenes(?:/\d{1,9})?)", re.ASCII
)
HERE = re.compile(r"/briefing/data/shows/[\w-]{1,40}/here", re.ASCII)  # and that a screen is there to follow it
CATCHMENT = ("/api/v1/stations/", "/catchment.json")  # drawn on the map
ASKED = "/_dash-update-component"
PAGE = ".._pages_content.children..._pages_store.data.."
DRAWN = (  # callbacks that draw; those that do something are not among them
    PAGE,
    '{"slot":["MATCH"],"type":"drawings"}.data',
    "area-drawn.data",
    "..event-list.getRowsResponse...event-list-turns.data..",
    "event-drawn.data",
    "warning-drawn.data",
    "footing-drawn.data",
    "_pages_dummy.children",
)
DIGEST = "listing-drawn.data"  # draws many pages: of these one is for screens


def open_to_screens(request: Request) -> bool:
    """Whether a screen may make this request."""
    if request.method in ("GET", "HEAD"):
        return _page(request.path) or _fetched(request.path)
    if request.method != "POST":
        return False
    return HERE.fullmatch(request.path) is not None or request.path == ASKED and _drawing(request.get_json(silent=True))


def _page(path: str) -> bool:
    return may_be_shown(path) or STAGE.fullmatch(path) is not None


def _fetched(path: str) -> bool:
    station = path.startswith(CATCHMENT[0]) and path.endswith(CATCHMENT[1])
    return station or path.startswith(GOT) or BRIEFED.fullmatch(path) is not None


def _drawing(sent: Any) -> bool:
    """Whether a callback of this body only draws, and draws what a screen may show."""
    if not isinstance(sent, dict):
        return False
    inputs = [one for one in sent.get("inputs") or [] if isinstance(one, dict)]
    if sent.get("output") == PAGE:
        path = next((one.get("value") for one in inputs if one.get("property") == "pathname"), None)
        return isinstance(path, str) and _page(path)
    if sent.get("output") == DIGEST:
        return bool(inputs) and isinstance(inputs[0].get("value"), dict) and inputs[0]["value"].get("page") == "digest"
    return sent.get("output") in DRAWN
