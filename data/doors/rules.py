"""The library of warning rules over HTTP: what each says, and how it has served."""

from typing import Any

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.rule_models import RuleRow
from data.house import house
from data.queries.regions import region_of
from data.queries.rule_library import library
from data.warn.plain import levels, looks_at

door = Blueprint("rules", __name__, url_prefix="/api/v1/rules")
answer_errors(door)
answer_keys(door)


@door.get("")
def listed() -> Response:
    """Every rule; its warnings are those at, inside and around a region."""
    sender, home = sender_or_guest(request, house()), house()
    asked, scope = only("region"), scope_of(sender)
    with home.engine.connect() as connection:
        here = region_of(connection, asked.get("region") or (sender.region if sender else ""), scope)
        now = home.clock.now()
        rows = [_shown(row) for row in library(connection, here, scope, now)]
    return json_response({"now": now, "region": here.code, "rules": rows})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    told = {
        "looks_at": looks_at(row["what"]),
        "levels": [{"colour": n, "when": words} for n, words in levels(row["what"])],
    }
    return {name: (row | told)[name] for name in RuleRow.model_fields}
