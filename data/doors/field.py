"""A task's own page on a phone: reached by its signed link, without an account; receipts, position and photos."""

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from flask import Blueprint, Response, request

from data.commands.dispatch_receipts import Told, receive
from data.dispatch.links import GOOD, Link, link_of
from data.dispatch.worker import settle
from data.doors.body import json_response
from data.doors.plain_page import Page, answer_plainly, go, page, shown, spoken
from data.engine import writing
from data.errors import BadInput, CockpitError, DispatchRefused, LinkOver, UnknownThing
from data.house import house
from data.language import gettext as _
from data.life.actor import Actor
from data.photos import FORMATS, LARGEST, take_in
from data.queries.dispatch_talk import newest
from data.queries.dispatches import task_whole
from data.scope import Scope

TYPES = {f"image/{kind.lower()}" for kind in FORMATS}
QUIET = "X-Field"  # header of the page's own script: it wants JSON, not a page
UNTIL, OVER = "X-Field-Until", "X-Field-Over"  # headers for the phone's own copy: good until (epoch s); to be forgotten
GONE = ("refused", "recalled", "cancelled")  # states of tasks of which nothing more can be told
MOST_FORM = 64 * 2**10


class Drawn(Protocol):
    """Who draws the page."""

    def task(self, page: Page, told: dict[str, Any], token: str) -> str: ...
    def failed(self, page: Page, status: int) -> str: ...
    def offline(self, page: Page) -> str: ...
    def worker(self) -> str: ...


def field_door(drawn: Drawn) -> Blueprint:
    door = Blueprint("field", __name__, url_prefix="/field")
    answer_plainly(door, drawn.failed)

    @door.get("/<token>")
    @spoken
    def asked(token: str) -> Response:
        link = _link(token)
        _tell(Told(task=link.task, what="read"), quiet=True)
        whole = _whole(link.task)
        answer = shown(drawn.task(page(), whole, token))
        answer.headers[UNTIL] = f"{link.until.timestamp():.0f}"
        if not whole["task"]["next"]:
            answer.headers[OVER] = "1"
        return answer

    @door.get("/<token>/heard")
    @spoken
    def heard(token: str) -> Response:
        """Up to what it has been talked about: a page that is open asks now and then. It tells no receipt."""
        return json_response({"heard": newest(_whole(_link(token).task)["talk"])})

    @door.get("/worker.js")
    def worker() -> Response:
        """What keeps the page for when there is no network; browsers give it these addresses and no others."""
        answer = Response(drawn.worker(), mimetype="text/javascript")
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    @door.get("/offline")
    @spoken
    def nothing() -> Response:
        return shown(drawn.offline(page()))

    @door.post("/<token>")
    @spoken
    def told(token: str) -> Response:
        request.max_content_length = MOST_FORM
        try:
            _tell(_receipt(_link(token).task))
        except CockpitError as error:
            if QUIET not in request.headers:
                raise
            return json_response({"detail": str(error)}, status=error.status)
        return json_response({"taken": True}) if QUIET in request.headers else go(page().there(f"/field/{token}"))

    @door.post("/<token>/photos")
    @spoken
    def pictured(token: str) -> Response:
        """A photo counts once, however often it is sent: its key is what it shows."""
        try:
            code = _link(token).task
            if request.mimetype not in TYPES:
                raise BadInput(_("不是可用的照片，请选 JPEG、PNG 或 WebP"))
            if (request.content_length or 0) > LARGEST:
                raise BadInput(_("照片超过 10 MB"))
            at = _moment(request.args.get("ago", ""))
            photo = take_in(house().settings.photos_dir, request.stream.read(LARGEST + 1))
            _tell(Told(task=code, at=at, photos=(photo.digest,), key=f"photo:{photo.digest}"))
        except CockpitError as error:
            return json_response({"detail": str(error)}, status=error.status)
        return json_response({"taken": True}, status=201)

    return door


def _link(token: str) -> Link:
    """The task of this link. UnknownThing for one that is forged, LinkOver for one that is too old."""
    link = link_of(house(), token[:400])
    if link is None:
        raise UnknownThing(_("链接无效，请联系值班室"))
    if link.over(datetime.now(UTC)):
        raise LinkOver(_("链接已过期，请联系值班室重新下发"))
    settle(house())
    return link


def _receipt(code: str) -> Told:
    """What the form says; `ago`: for how many seconds the phone has kept it, which needs no clock that is right."""
    given = {name: request.form.get(name, "").strip() for name in ("what", "words", "key", "ago", "lon", "lat")}
    try:
        place = [float(given[name]) if given[name] else None for name in ("lon", "lat")]
    except ValueError:
        raise BadInput(_("坐标或时间不对")) from None
    at, plain = _moment(given["ago"]), {name: given[name] for name in ("what", "words", "key")}
    return Told(task=code, lon=place[0], lat=place[1], at=at, **plain)


def _moment(ago: str) -> datetime | None:
    """By the city's clock, when it happened on the phone; never before there was a link."""
    if not ago:
        return None
    if not ago.isdecimal() or not ago.isascii() or len(ago) > 9:
        raise BadInput(_("坐标或时间不对"))
    return house().clock.now() - min(timedelta(seconds=int(ago)), GOOD)


def _tell(told: Told, *, quiet: bool = False) -> None:
    """As the responder of the task. `quiet`: what does not fit is nothing to talk about."""
    home = house()
    one = _whole(told.task)["task"]
    if quiet and told.what not in one["next"]:
        return
    if not told.what and one["state"] in GONE:
        raise DispatchRefused(_("任务已结束"))
    actor = Actor(name=one["responder"]["name"], role="agency", scope=Scope.guest())
    with writing(home.engine) as connection:
        receive(connection, home.settings.photos_dir, told, actor, home.clock.now())


def _whole(code: str) -> dict[str, Any]:
    with house().engine.connect() as connection:
        return task_whole(connection, code)
