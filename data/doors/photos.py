"""Photos of events: shown to whoever may see the event; taken in for a report from whoever may act."""

from flask import Blueprint, Response, request
from sqlalchemy import select

from data.acting import acting, looking
from data.doors.asked import only
from data.doors.body import json_response, tagged
from data.doors.problem import answer_errors
from data.errors import BadInput, UnknownThing
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.photos import DIGEST, FORMATS, LARGEST, path_of, take_in
from data.queries.cases import in_scope
from data.queries.coordination_calls import file_shown
from data.queries.list_rows import seen
from data.schema import event, event_photo, list_item, list_photo
from data.scope import Scope
from data.view import LANGUAGES

door = Blueprint("photos", __name__, url_prefix="/photos")
answer_errors(door)
TYPES = {f"image/{kind.lower()}" for kind in FORMATS}
FOREVER = 31_536_000  # seconds: a photo is named by its content


@door.get("/<digest>.jpg")
def photo(digest: str) -> Response:
    """404 also for a photo of an event outside the scope."""
    path = path_of(house().settings.photos_dir, digest)
    if not DIGEST.fullmatch(digest) or not _seen(digest, looking(house())) or not path.is_file():
        raise UnknownThing("no such photo")
    answer = tagged(path.read_bytes(), "image/jpeg", seconds=FOREVER)
    answer.headers["Cache-Control"] += ", immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    return answer


def _seen(digest: str, scope: Scope) -> bool:
    """Of an event, an item of a list or a self-check of the scope, for those who may see what people show."""
    of = select(event.c.id).join(event_photo, event_photo.c.event_id == event.c.id)
    mine = of.where(event_photo.c.digest == digest, *in_scope(scope)).limit(1)
    evidence = select(list_item.c.id).join(list_photo, list_photo.c.item_id == list_item.c.id)
    items = evidence.where(list_photo.c.digest == digest, *seen(scope)).limit(1)
    with house().engine.connect() as connection:
        known = any(connection.scalar(one) is not None for one in (mine, items))
        return scope.clearance > 0 and (known or file_shown(connection, digest, scope))


@door.post("")
def taken() -> Response:
    """One photo as the body; its digest, and where the camera said it was. A browser asks leave before such a type."""
    asked = only("role", "lang")
    lang = asked.get("lang", "zh")
    with speaking(lang if lang in LANGUAGES else "zh"):
        acting(house(), asked.get("role", ""))
        if request.mimetype not in TYPES:
            raise BadInput(_("不是可用的照片，请选 JPEG、PNG 或 WebP"))
        if (request.content_length or 0) > LARGEST:
            raise BadInput(_("照片超过 10 MB"))
        found = take_in(house().settings.photos_dir, request.stream.read(LARGEST + 1))
    place = {"lon": found.place[0], "lat": found.place[1]} if found.place else None
    return json_response(
        {"digest": found.digest, "width": found.width, "height": found.height, "place": place}, status=201
    )
