"""Storms over HTTP: how near one comes and when, which storms of the past came so, and how far its winds reach."""

import math

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.queries.storm_analogues import MOST, analogues
from data.queries.storm_approach import approach
from data.queries.storm_winds import winds
from data.scope import Scope
from data.view import STORM, View

door = Blueprint("storms", __name__, url_prefix="/api/v1/storms")
answer_errors(door)
answer_keys(door)


@door.get("/<track>/approach")
def closest(track: str) -> Response:
    """`at`: the moment seen from; `lon` and `lat`: a point beside the city, its counties and its towns."""
    asked = only("at", "lon", "lat")
    home, view = house(), View.parse({"at": asked.get("at", "")})
    now = view.at or home.clock.now()
    return json_response(approach(home, _scope(), _known(track), now, _place(asked)))


@door.get("/<track>/analogues")
def alike(track: str) -> Response:
    """`at`: only storms over by then; `region`: near which place, the city otherwise; `most`: how many."""
    asked = only("at", "region", "most")
    home = house()
    view = View.parse({name: asked[name] for name in ("at", "region") if name in asked})
    most = asked.get("most", "5")
    if not (most.isascii() and most.isdecimal() and len(most) <= 3):
        raise BadInput(f"most: 1 to {MOST}")
    now = view.at or home.clock.now()
    return json_response(analogues(home, _scope(), _known(track), now, region=view.region, most=int(most)))


@door.get("/<track>/winds")
def reach(track: str) -> Response:
    """GeoJSON: circles of Beaufort 7, 10 and 12 at every fix that tells them; `past` as seen from `at`."""
    home, view = house(), View.parse(only("at"))
    _scope()
    with home.engine.connect() as connection:
        found = winds(connection, _known(track), view.at or home.clock.now())
    return json_response(found, mimetype="application/geo+json")


def _scope() -> Scope:
    return scope_of(sender_or_guest(request, house()))


def _known(track: str) -> str:
    if not STORM.fullmatch(track):
        raise BadInput(f"storm: {track!r} has not the form of one")
    return track


def _place(asked: dict[str, str]) -> tuple[float, float] | None:
    if not asked.keys() & {"lon", "lat"}:
        return None
    try:
        lon, lat = float(asked["lon"]), float(asked["lat"])
    except (KeyError, ValueError):
        raise BadInput("lon and lat: two numbers, given together") from None
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise BadInput("lon or lat is outside the world")
    return lon, lat
