"""Exposure over HTTP: an area in, what it holds out, as JSON or as a file of the places."""

import io
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from data.doors.ahead import not_ahead
from data.doors.asked import only
from data.doors.body import csv_text, json_response
from data.doors.event_files import XLSX
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.exposure import exposure
from data.queries.exposure_words import MOVE_RULE, PLACE_COLUMNS, THINGS_RULE
from data.times import local
from data.view import LANGUAGES
from data.workbook import workbook

door = Blueprint("exposure", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
FORMATS = ("json", "csv", "xlsx")


@door.post("/exposure")
def asked() -> Response:
    """`{"geometry"|"circle"|"storm"|"region"|"warning": …}`; `format=csv|xlsx` gives the list of places."""
    about = only("format", "lang")
    form, lang = _one_of(about, "format", FORMATS), _one_of(about, "lang", LANGUAGES)
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
        return _csv(places) if form == "csv" else _xlsx(places, now)


def _line(place: dict[str, Any]) -> dict[str, Any]:
    """As a row of a table: the chain of persons from the city down, their telephones in the same order."""
    persons = "; ".join(f"{one['role']} {one['name']}" for one in place["persons"])
    phones = "; ".join(one["phone"] or "—" for one in place["persons"])
    return place | {"as_of": local(place["as_of"]).isoformat(), "person": persons, "phone": phones}


def _one_of(about: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = about.get(name, allowed[0])
    if value not in allowed:
        raise BadInput(f"{name}: {value!r} is not one of {', '.join(allowed)}")
    return value


def _csv(places: list[dict[str, Any]]) -> Response:
    text = csv_text([_(label) for label in PLACE_COLUMNS.values()], list(PLACE_COLUMNS), places)
    return _named(Response(text, mimetype="text/csv"), "csv")


def _xlsx(places: list[dict[str, Any]], now: datetime) -> Response:
    """Texts are written as texts, so none can be a formula; a second sheet says how the numbers are come by."""
    file = io.BytesIO()
    with workbook(file, {"in_memory": True}) as book:
        page, bold = book.add_worksheet(_("受影响对象")), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        for column, label in enumerate(PLACE_COLUMNS.values()):
            page.write_string(0, column, _(label), bold)
        for line, place in enumerate(places, start=1):
            for column, key in enumerate(PLACE_COLUMNS):
                _write(page, line, column, place[key])
        note = book.add_worksheet(_("说明"))
        told = [(_("截至"), local(now).isoformat()), (_("行数"), len(places))]
        told += [(_("计入规则"), _(THINGS_RULE)), (_("需转移人数(估算)"), _(MOVE_RULE))]
        for line, (name, value) in enumerate(told):
            note.write_string(line, 0, name, bold)
            _write(note, line, 1, value)
    return _named(Response(file.getvalue(), mimetype=XLSX), "xlsx")


def _write(page: Any, line: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        page.write_string(line, column, value)
    elif value is not None:
        page.write_number(line, column, value)


def _named(response: Response, suffix: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="exposure.{suffix}"'
    return response
