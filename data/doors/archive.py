"""Archives over HTTP: as JSON, as a workbook and as PDF, by the blocks of the page."""

from typing import Any

from flask import Blueprint, Response, request

from data.archive.archive import Archive, archive
from data.archive.paper import printed
from data.archive.sheet import written
from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.doors.thing_files import XLSX
from data.errors import BadInput, UnknownRegion
from data.exercise.mark import WORD
from data.house import house
from data.language import speaking
from data.times import local
from data.view import LANGUAGES, REGION
from data.watermark import watermark

door = Blueprint("archive", __name__, url_prefix="/api/v1/archive")
answer_errors(door)
answer_keys(door)


@door.get("/<code>.json")
def as_json(code: str) -> Response:
    """The profile in force and every block: figures with units, rows, of when, of what worth."""
    found, _lang = _asked(code)
    now = found.profile.current
    told: dict[str, Any] = {"region": found.here.code, "name": found.here.name, "now": found.now}
    told["profile"] = {name: now[name] for name in ("version", "text", "decided_at", "provenance")} if now else None
    blocks = [
        {
            name: getattr(one, name)
            for name in ("key", "title", "source", "provenance", "as_of", "heads", "rows", "more")
        }
        | {"facts": [fact._asdict() for fact in one.facts]}
        for one in found.blocks
    ]
    return json_response(told | {"blocks": blocks})


@door.get("/<code>.xlsx")
def as_xlsx(code: str) -> Response:
    found, lang = _asked(code)
    with speaking(lang):
        return _file(written(found), XLSX, found, "xlsx")


@door.get("/<code>.pdf")
def as_pdf(code: str) -> Response:
    found, lang = _asked(code)
    with speaking(lang):
        stamp = WORD if house().settings.exercise else ""
        return _file(printed(found, watermark(), stamp), "application/pdf", found, "pdf")


def _asked(code: str) -> tuple[Archive, str]:
    sender = sender_or_guest(request, house())
    if not REGION.fullmatch(code):
        raise UnknownRegion(f"no region {code}")
    lang = only("lang").get("lang", "zh")
    if lang not in LANGUAGES:
        raise BadInput(f"lang: {lang!r} is not one of {', '.join(LANGUAGES)}")
    with speaking(lang):
        return archive(house(), code, sender.actor.scope if sender else reading(house())), lang


def _file(data: bytes, mimetype: str, found: Archive, kind: str) -> Response:
    response = Response(data, mimetype=mimetype)
    name = f"archive-{found.here.code}-{local(found.now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
