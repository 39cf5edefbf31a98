"""Regions over HTTP: one with its parent and children, and the search."""

from typing import Any

from flask import Blueprint, Response, request

from data.doors.body import json_response
from data.doors.problem import answer_errors
from data.errors import BadInput
from data.house import house
from data.queries.counts import level_counts
from data.queries.regions import Region, ancestors, children, region_of, search
from data.scope import Scope
from data.view import REGION
from data.words import LEVELS

door = Blueprint("regions", __name__, url_prefix="/api/v1/regions")
answer_errors(door)
LONGEST = 40


@door.get("/<code>")
def one(code: str) -> Response:
    """The region, its ancestors, its children and how many regions of each level it holds."""
    if not REGION.fullmatch(code):
        raise BadInput(f"region: {code!r} has not the form of one")
    scope = Scope.guest()
    with house().engine.connect() as connection:
        here = region_of(connection, code, scope)
        above = ancestors(connection, here, scope)
        body = _named(here) | {
            "kind": here.kind,
            "area_km2": round(here.area_km2, 4),
            "parent": _named(above[-1]) if above else None,
            "ancestors": [_named(region) for region in above],
            "children": [_named(region) for region in children(connection, here)],
            "counts": {LEVELS[level]: n for level, n in level_counts(connection, here).items() if level > here.level},
        }
    return json_response(body)


@door.get("")
def found() -> Response:
    """`?q=` a name, pinyin, initials or the beginning of a code: up to 12 regions with their way up."""
    text = request.args.get("q", "")
    if len(text) > LONGEST:
        raise BadInput(f"q: at most {LONGEST} characters")
    scope = Scope.guest()
    with house().engine.connect() as connection:
        hits = search(connection, text, scope)
        body = [
            _named(hit) | {"path": "›".join(above.name for above in ancestors(connection, hit, scope)[1:])}
            for hit in hits
        ]
    return json_response(body)


def _named(here: Region) -> dict[str, Any]:
    return {"code": here.code, "name": here.name, "level": here.level, "level_name": LEVELS[here.level]} | {
        "lon": here.lon,
        "lat": here.lat,
    }
