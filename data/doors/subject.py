"""The page of who is called on: an enterprise, a school. By its signed link, or by an account that is for it alone."""

from dataclasses import replace
from typing import Protocol

from flask import Blueprint, Response, request

from data.accounts.seat import seated
from data.commands.audit import acted
from data.commands.coordination_demands import NewDemand, ask, settle_demand
from data.commands.coordination_hot import check_itself, read_pushes
from data.commands.coordination_moves import answer
from data.commands.coordination_results import mend
from data.commands.coordination_screens import given_of, provenance, whole
from data.coordination.links import Guest, guest_of, guest_seated
from data.coordination.words import MOVES
from data.doors.plain_page import Page, answer_plainly, go, page, shown, spoken
from data.engine import writing
from data.errors import BadInput, CockpitError, Forbidden
from data.house import house
from data.intake.record import clean
from data.language import gettext as _
from data.photos import AT_MOST, FORMATS, LARGEST, take_in

MOST_FORM = AT_MOST * LARGEST + 2**20
FIELDS = ("what", "code", "seq", "reason", "day", "want", "topic", "words", "chosen")


class Drawn(Protocol):
    """Who draws the page."""

    def subject(self, page: Page, guest: Guest, action: str) -> str: ...
    def failed(self, page: Page, status: int) -> str: ...


def subject_door(drawn: Drawn) -> Blueprint:
    door = Blueprint("subject", __name__, url_prefix="/subject")
    answer_plainly(door, drawn.failed)

    @door.get("/<token>")
    @spoken
    def linked(token: str) -> Response:
        return _shown(drawn, guest_of(house(), token), f"/subject/{token}")

    @door.post("/<token>")
    @spoken
    def told(token: str) -> Response:
        return _told(drawn, guest_of(house(), token), f"/subject/{token}")

    @door.get("/")
    @spoken
    def own() -> Response:
        return _shown(drawn, _seated(), "/subject/")

    @door.post("/")
    @spoken
    def own_told() -> Response:
        return _told(drawn, _seated(), "/subject/")

    return door


def _seated() -> Guest:
    one = seated()
    if one is not None and one.must_change:
        raise Forbidden(_("请先修改初始密码"))
    return guest_seated(house(), request.args.get("kind", ""))


def _shown(drawn: Drawn, guest: Guest, action: str) -> Response:
    with writing(house().engine) as connection:
        read_pushes(connection, guest.who.subject, house().clock.now())
    return shown(drawn.subject(page(), guest, action))


def _told(drawn: Drawn, guest: Guest, action: str) -> Response:
    """What it says; what does not fit is told on its page, where it can be mended."""
    request.max_content_length = MOST_FORM
    try:
        _act(guest, {name: clean(request.form.get(name, "")) for name in FIELDS})
    except CockpitError as error:
        return shown(drawn.subject(page(str(error)), guest, action), error.status)
    return go(page().there(action, **({"kind": guest.kind.code} if len(guest.kinds) > 1 else {})))


def _act(guest: Guest, given: dict[str, str]) -> None:
    home, what, now = house(), given["what"], house().clock.now()
    kind, who, actor = guest.kind, guest.who, guest.actor
    photos = _photos() if what == "file" else ()
    with acted(home, actor, _ACTIONS.get(what, "coordination_move"), f"{given['code']} {what}"[:160]) as connection:
        if what in MOVES:
            told = replace(given_of(given), photos=photos)
            answer(connection, kind, given["code"], what, actor, told, now, home.settings.photos_dir)
        elif what == "mend":
            mend(connection, given["code"], who.subject, given["reason"], whole(given["seq"]), actor)
        elif what == "checked":
            check_itself(connection, given["code"], who.subject, now)
        elif what == "ask":
            new = NewDemand(want=given["want"], topic=given["topic"], words=given["words"])
            ask(connection, kind, who, new, now, provenance(home))
        elif what in ("take", "back"):
            chosen = given["chosen"] if what == "take" else ""
            if what == "take" and not chosen:
                raise BadInput(_("请选择响应"))
            settle_demand(connection, kind, given["code"], chosen, who, whole(given["seq"]), actor, now)
        else:
            raise BadInput(_("没有“%(move)s”这个动作") % {"move": what[:32]})


_ACTIONS = {"mend": "coordination_danger", "ask": "coordination_demand", "take": "coordination_demand"}
_ACTIONS |= {"back": "coordination_demand", "checked": "coordination_push"}


def _photos() -> tuple[str, ...]:
    """Digests of the pictures of the form, taken in as those of events are."""
    files = [one for one in request.files.getlist("photos") if one.filename]
    if not files:
        raise BadInput(_("请选择照片"))
    if len(files) > AT_MOST:
        raise BadInput(_("照片最多 {n} 张").format(n=AT_MOST))
    types = {f"image/{kind.lower()}" for kind in FORMATS}
    if any(one.mimetype not in types for one in files):
        raise BadInput(_("不是可用的照片，请选 JPEG、PNG 或 WebP"))
    folder = house().settings.photos_dir
    return tuple(take_in(folder, one.stream.read(LARGEST + 1)).digest for one in files)
