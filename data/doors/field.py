"""A task's own page on a phone: reached by its signed link, without an account; receipts, position and photos."""

from datetime import UTC, datetime
from typing import Any, Protocol

from flask import Blueprint, Response, request

from data.commands.dispatch_receipts import Told, receive
from data.dispatch.links import task_of
from data.dispatch.worker import settle
from data.doors.body import json_response
from data.doors.event_models import moment_of
from data.doors.plain_page import Page, answer_plainly, go, page, shown, spoken
from data.engine import writing
from data.errors import BadInput, CockpitError, UnknownThing
from data.house import house
from data.language import gettext as _
from data.life.actor import Actor
from data.photos import FORMATS, LARGEST, take_in
from data.queries.dispatches import task_whole
from data.scope import Scope

TYPES = {f"image/{kind.lower()}" for kind in FORMATS}
QUIET = "X-Field"  # header of the page's own script: it wants JSON, not a page
MOST_FORM = 64 * 2**10


class Drawn(Protocol):
    """Who draws the page."""

    def task(self, page: Page, told: dict[str, Any], token: str) -> str: ...
    def failed(self, page: Page, status: int) -> str: ...


def field_door(drawn: Drawn) -> Blueprint:
    door = Blueprint("field", __name__, url_prefix="/field")
    answer_plainly(door, drawn.failed)

    @door.get("/<token>")
    @spoken
    def asked(token: str) -> Response:
        code = _code(token)
        _tell(Told(task=code, what="read"), quiet=True)
        return shown(drawn.task(page(), _whole(code), token))

    @door.post("/<token>")
    @spoken
    def told(token: str) -> Response:
        request.max_content_length = MOST_FORM
        try:
            _tell(_receipt(_code(token)))
        except CockpitError as error:
            if QUIET not in request.headers:
                raise
            return json_response({"detail": str(error)}, status=error.status)
        return json_response({"taken": True}) if QUIET in request.headers else go(page().there(f"/field/{token}"))

    @door.post("/<token>/photos")
    @spoken
    def pictured(token: str) -> Response:
        try:
            code = _code(token)
            if request.mimetype not in TYPES:
                raise BadInput(_("不是可用的照片，请选 JPEG、PNG 或 WebP"))
            if (request.content_length or 0) > LARGEST:
                raise BadInput(_("照片超过 10 MB"))
            photo = take_in(house().settings.photos_dir, request.stream.read(LARGEST + 1))
            _tell(Told(task=code, photos=(photo.digest,), key=f"photo:{photo.digest}"))
        except CockpitError as error:
            return json_response({"detail": str(error)}, status=error.status)
        return json_response({"taken": True}, status=201)

    return door


def _code(token: str) -> str:
    """The task of this link."""
    code = task_of(house(), token[:400], datetime.now(UTC))
    if code is None:
        raise UnknownThing(_("链接无效或已过期，请联系值班室"))
    settle(house())
    return code


def _receipt(code: str) -> Told:
    """What the form says; a moment it was kept offline with counts, as long as it lies in the past."""
    given = {name: request.form.get(name, "").strip() for name in ("what", "words", "key", "at", "lon", "lat")}
    try:
        place = [float(given[name]) if given[name] else None for name in ("lon", "lat")]
        at = min(moment_of(given["at"]), house().clock.now()) if given["at"] else None
    except ValueError:
        raise BadInput(_("坐标或时间不对")) from None
    return Told(
        task=code, lon=place[0], lat=place[1], at=at, **{name: given[name] for name in ("what", "words", "key")}
    )


def _tell(told: Told, *, quiet: bool = False) -> None:
    """As the responder of the task. `quiet`: what does not fit is nothing to talk about."""
    home = house()
    one = _whole(told.task)["task"]
    if quiet and told.what not in one["next"]:
        return
    actor = Actor(name=one["responder"]["name"], role="agency", scope=Scope.guest())
    with writing(home.engine) as connection:
        receive(connection, home.settings.photos_dir, told, actor, home.clock.now())


def _whole(code: str) -> dict[str, Any]:
    with house().engine.connect() as connection:
        return task_whole(connection, code)
