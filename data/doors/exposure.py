"""Exposure over HTTP: an area in, what it holds out, as JSON or as a file of the places."""

from typing import Any

from flask import Blueprint, Response, request

from data.doors.ahead import not_ahead
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.place_files import FORMATS, book_file, csv_file, one_of
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.exposure import exposure
from data.queries.exposure_words import MOVE_RULE, PLACE_COLUMNS, THINGS_RULE
from data.times import local
from data.view import LANGUAGES

door = Blueprint("exposure", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)


@door.post("/exposure")
def asked() -> Response:
    """`{"geometry"|"circle"|"storm"|"region"|"warning": …}`; `format=csv|xlsx` gives the list of places."""
    about = only("format", "lang")
    form, lang = one_of(about, "format", FORMATS), one_of(about, "lang", LANGUAGES)
    scope, home = scope_of(sender_or_guest(request, house())), house()
    sent, _bytes = json_sent()
    now = home.clock.now()
    with speaking(lang):
        if isinstance(storm := sent.get("storm"), dict):
            not_ahead(storm.get("at"), now)
        found = exposure(home, scope, sent, now)
        if form == "json":
            return json_response(found.body() | {"now": now})
        places = [_line(place) for place in found.places()]
        if form == "csv":
            return csv_file("exposure", PLACE_COLUMNS, places)
        told = [(_("截至"), local(now).isoformat()), (_("行数"), len(places))]
        told += [(_("计入规则"), _(THINGS_RULE)), (_("需转移人数(估算)"), _(MOVE_RULE))]
        return book_file("exposure", _("受影响对象"), PLACE_COLUMNS, places, told)


def _line(place: dict[str, Any]) -> dict[str, Any]:
    """As a row of a table: the chain of persons from the city down, their telephones in the same order."""
    persons = "; ".join(f"{one['role']} {one['name']}" for one in place["persons"])
    phones = "; ".join(one["phone"] or "—" for one in place["persons"])
    return place | {"as_of": local(place["as_of"]).isoformat(), "person": persons, "phone": phones}
