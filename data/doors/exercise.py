"""Exercises over HTTP: how the one that is served here stands, and reviews as files."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response

from data.acting import looking
from data.doors.asked import only
from data.doors.body import csv_text, json_response
from data.doors.marking import marked
from data.doors.problem import answer_errors
from data.errors import BadInput, UnknownThing
from data.exercise.kept import kept, opened
from data.exercise.review import Review, heads, plain, review
from data.exercise.steer import standing
from data.exercise.words import COLUMNS
from data.house import House, house
from data.language import gettext as _
from data.language import speaking
from data.scope import EVERY_CELL, Scope
from data.things.masks import masked_places
from data.view import LANGUAGES

door = Blueprint("exercise", __name__, url_prefix="/api/v1")
answer_errors(door)


@door.get("/exercise")
def here() -> Response:
    """What is played here and how far it is; 404 in the real city."""
    only()
    home = house()
    if not home.settings.exercise:
        raise UnknownThing(_("这里不是演练"))
    with home.engine.connect() as connection:
        stands = standing(connection)
    told: dict[str, Any] = {name: stands.about[name] for name in ("code", "name", "begins", "ends")}
    return json_response(told | {"now": stands.now, "speed": stands.speed, "state": stands.state})


@door.get("/exercises/<code>/review.csv")
def as_csv(code: str) -> Response:
    """The review (复盘) as a file: each warning, event and note with its times. Its own exercise, or one kept here."""
    lang = only("lang").get("lang", "zh")
    if lang not in LANGUAGES:
        raise BadInput(f"lang: {lang!r} is not one of {', '.join(LANGUAGES)}")
    home = house()
    with speaking(lang):
        found = reviewed(home, code)
        text = csv_text(heads(), list(COLUMNS), [plain(row) for row in found.rows])
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="review-{code}.csv"'
    return response if home.settings.exercise else marked(response, code)


def reviewed(home: House, code: str) -> Review:
    """The review of an exercise: of this house, or of one that this city keeps. UnknownThing else.

    It tells of the whole city: to who sees only a part there is none.
    """
    scope = looking(home)
    if not scope.covers(*EVERY_CELL):
        raise UnknownThing(_("没有这个演练"))
    if home.settings.exercise:
        if code != home.settings.exercise:
            raise UnknownThing(_("没有这个演练"))
        with home.engine.connect() as connection:
            return _told(review(connection), scope)
    with opened(kept(home.settings, code)) as engine, engine.connect() as connection:
        return _told(review(connection), scope)


def _told(one: Review, scope: Scope) -> Review:
    return replace(one, rows=masked_places(one.rows, scope.clearance))
