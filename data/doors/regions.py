"""Regions over HTTP: one with its parent and children, and the search."""

from typing import Any

from flask import Blueprint, Response

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.counts import level_counts
from data.queries.regions import Region, ancestors, below, official, region_of, search, statutory
from data.view import LANGUAGES, REGION
from data.words import LEVELS

door = Blueprint("regions", __name__, url_prefix="/api/v1/regions")
answer_errors(door)
LONGEST = 40
TREES = {"spine": region_of, "statutory": statutory}


@door.get("/<code>")
def one(code: str) -> Response:
    """The region, its ancestors, its children and how many regions of each level it holds; `tree=statutory` by law."""
    if not REGION.fullmatch(code):
        raise BadInput(f"region: {code!r} has not the form of one")
    tree, scope = only("tree").get("tree", "spine"), reading(house())
    if tree not in TREES:
        raise BadInput(f"tree: {tree!r} is not one of {', '.join(TREES)}")
    with house().engine.connect() as connection:
        here = TREES[tree](connection, code, scope)
        above = ancestors(connection, here, scope)
        body = _named(here) | {
            "tree": tree,
            "kind": here.kind,
            **official(connection, here),
            "area_km2": round(here.area_km2, 4),
            "parent": _named(above[-1]) if above else None,
            "ancestors": [_named(region) for region in above],
            "children": [_named(region) for region in below(connection, here)],
            "counts": {LEVELS[level]: n for level, n in level_counts(connection, here).items() if level > here.level},
        }
    return json_response(body)


@door.get("")
def found() -> Response:
    """`?q=` a name, pinyin, initials or the beginning of a code: up to 12 regions with their way up."""
    asked = only("q", "lang")
    text, lang = asked.get("q", ""), asked.get("lang", "zh")
    if len(text) > LONGEST:
        raise BadInput(f"q: at most {LONGEST} characters")
    if lang not in LANGUAGES:
        raise BadInput(f"lang: {lang!r} is not one of {', '.join(LANGUAGES)}")
    scope = reading(house())
    with house().engine.connect() as connection, speaking(lang):
        hits = search(connection, text, scope)
        body = [
            _named(hit) | {"path": "›".join(above.name for above in ancestors(connection, hit, scope)[1:])}
            for hit in hits
        ]
    return json_response(body)


def _named(here: Region) -> dict[str, Any]:
    return {"code": here.code, "name": here.name, "level": here.level, "level_name": _(LEVELS[here.level])} | {
        "lon": here.lon,
        "lat": here.lat,
    }
