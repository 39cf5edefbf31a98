"""A briefing as it is played: its scenes as they are drawn, and the show that audience and presenter follow."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import segno
from flask import Blueprint, Response, request
from sqlalchemy import Connection

from data.answer import Answer
from data.briefer import Briefer, briefer, making
from data.briefing.address import phone_address
from data.briefing.kept import withheld
from data.briefing.pin import pin_of
from data.briefing.scene import Scene, checked_path
from data.commands.audit import note
from data.commands.briefing_shows import Move, move_show, open_show, say_here
from data.commands.kiosk_screens import act_on_screens, may
from data.doors.body import json_response
from data.doors.plain_page import spoken
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.doors.streaming import later, server, streamed
from data.engine import briefly, writing
from data.errors import BadInput, Forbidden, UnknownThing
from data.house import House, house
from data.language import gettext as _
from data.live.shows import show_hub
from data.queries.briefing_reach import beyond
from data.queries.briefing_shows import show_row, told
from data.queries.briefings import briefing_row, frozen_answer, scenes_of
from data.queries.room_shows import rooms
from data.scope import Scope
from data.view import LANGUAGES

PLAYS = ("duty_officer", 1)  # what a visitor of a demo steers screens as
QUIET = 4  # modules of white around a code, as scanners want it
Row = dict[str, Any]
Kept = Callable[[str], Answer | None]
Stage = Callable[[House, datetime | None, Kept, Scene, str, str, Scope], Row]  # draws a scene: see `show_door`


def show_door(staged: Stage) -> Blueprint:
    """`staged` draws: house, frozen when, a panel's stored answer, scene, where it was drilled to, language, scope."""
    door = Blueprint("briefing_shows", __name__, url_prefix="/briefing/data")
    answer_errors(door)

    @door.get("/<code>/scenes")
    @spoken
    def scenes(code: str) -> Response:
        """The scenes in order, without what only the presenter reads."""
        home = house()
        with home.engine.connect() as connection:
            row = briefing_row(connection, code, briefer(home))
            return _fresh(whole(connection, row, briefer(home)))

    @door.get("/<code>/scenes/<int:n>")
    @spoken
    def scene(code: str, n: int) -> Response:
        """One scene as it is drawn now; `path`: where it was drilled to."""
        home = house()
        me, lang = briefer(home), request.args.get("lang", "zh")
        path = request.args.get("path", "")
        with home.engine.connect() as connection:
            row = briefing_row(connection, code, me)
            found = [(key, one) for key, one in scenes_of(connection, row["id"]).items() if one.n == n]
            if not found:
                raise UnknownThing(_("没有这一幕"))
            spoken_in = lang if lang in LANGUAGES else "zh"
            there = checked_path(path) if path else ""
            scene_id, one = found[0]
            frozen = row["frozen_at"] is not None and not there
            if why := beyond(connection, me, row, there or one.path, frozen=frozen):
                return _fresh(withheld(n, why))
            kept = partial(frozen_answer, connection, scene_id)
            drawn = staged(home, row["frozen_at"], kept, one, there, spoken_in, me.scope)
        return _fresh(drawn)

    @door.post("/<code>/show")
    @spoken
    def opened(code: str) -> Response:
        """{scene?}: the code of the show that begins, or goes on."""
        home, (given, _body) = house(), json_sent()
        me, scene = making(home), given.get("scene")
        with writing(home.engine) as connection:
            show = open_show(connection, code, me, datetime.now(UTC), scene if type(scene) is int else None)
            note(connection, "briefing_show", code, actor=me.name if me.visits else "", role=me.role)
        return json_response({"show": show}, status=201)

    @door.get("/shows/<show>")
    @spoken
    def shown(show: str) -> Response:
        """Its state and scenes; for its presenter also notes and the PIN."""
        home = house()
        me = briefer(home)
        with home.engine.connect() as connection:
            row, of = seen(connection, show, me)
            mine = row["opened_by"] == me.who and me.makes
            body = whole(connection, of, me, notes=mine) | {"state": state_of(row, of)}
        return _fresh(body | ({"pin": pin_of(row)} if mine else {}))

    @door.get("/shows/<show>/remote")
    @spoken
    def remote(show: str) -> Response:
        """For its presenter: where his telephone goes, as an address and as a code to look at, and the PIN."""
        home = house()
        with home.engine.connect() as connection:
            row, _of = seen(connection, show, making(home))
        _mine(row, making(home))
        there = phone_address(home.settings, request)
        address = f"{there}/briefing/remote/{show}" if there else ""
        code = segno.make(address, error="m").svg_inline(border=QUIET, omitsize=True) if address else ""
        return _fresh({"address": address, "code": code, "pin": pin_of(row)})

    @door.post("/shows/<show>/moves")
    @spoken
    def moved(show: str) -> Response:
        """{move, …} as `data/briefing/state.py` reads it, "end" or "pin": by its presenter."""
        home, (given, _body) = house(), json_sent()
        me = making(home)
        with home.engine.connect() as connection:
            row, _of = seen(connection, show, me)
        _mine(row, me)
        return json_response(made(home, show, given))

    @door.get("/shows/<show>/rooms")
    @spoken
    def halls(show: str) -> Response:
        """For its presenter: the rooms whose screens he may give it, [{code, name, screens, on, other}]."""
        home = house()
        me = making(home)
        with home.engine.connect() as connection:
            row, _of = seen(connection, show, me)
            known = rooms(connection, me.scope) if may(home, *PLAYS) else []
        _mine(row, me)
        told = [{name: one[name] for name in ("code", "name", "screens")} | _shows(one, show) for one in known]
        return _fresh({"rooms": told})

    @door.post("/shows/<show>/rooms")
    @spoken
    def given(show: str) -> Response:
        """{group, on}: its screens show this from now on, or what they had before."""
        home, (sent, _body) = house(), json_sent()
        me = making(home)
        with home.engine.connect() as connection:
            _mine(seen(connection, show, me)[0], me)
        told = {"act": "show", "group": str(sent.get("group", "")), "show": show if sent.get("on") else ""}
        act_on_screens(home, told, *PLAYS)
        return json_response({})

    @door.post("/shows/<show>/here")
    @spoken
    def there(show: str) -> Response:
        """{screen, size}: a screen of the audience says that it is there."""
        home, (given, _body) = house(), json_sent()
        screen, size = str(given.get("screen", "")), str(given.get("size", ""))
        with home.engine.connect() as connection:
            seen(connection, show, briefer(home))
        with briefly(home.engine) as connection:
            return json_response({"revision": say_here(connection, show, screen, size, datetime.now(UTC))})

    @door.get("/shows/<show>/live")
    @spoken
    def live(show: str) -> Response:
        """Events `show` with the whole state, and `beat`."""
        app, home = server(), house()

        def look() -> Scope:
            me = briefer(house())
            with house().engine.connect() as connection:
                seen(connection, show, me)
            return me.scope

        scope = look()
        most, each = home.settings.live_screens, home.settings.live_each
        return streamed(show_hub(app), scope, later(app, look), most, each, show=show)

    return door


def _shows(room: Row, show: str) -> Row:
    return {"on": room["show"] == show, "other": room["show"] not in ("", show)}


def _mine(row: Row, me: Briefer) -> None:
    if row["opened_by"] != me.who:
        raise Forbidden(_("这场汇报由别人主持"))


def seen(connection: Connection, show: str, me: Briefer) -> tuple[Row, Row]:
    """A show and its briefing. UnknownThing for who may not see them."""
    row = show_row(connection, show)
    try:
        return row, briefing_row(connection, row["briefing"], me)
    except UnknownThing as error:  # in the words of what is not there
        raise UnknownThing(_("没有这场汇报")) from error


def whole(connection: Connection, row: Row, me: Briefer | None = None, *, notes: bool = False) -> Row:
    """A briefing as those who play it need it; `me` is told no words of what he is not shown."""
    kept = ("n", "title", "sentence", "seconds", "transition", "path") + (("notes",) if notes else ())
    scenes = [{name: getattr(one, name) for name in kept} for one in scenes_of(connection, row["id"]).values()]
    if me is not None and me.shown:
        for one in scenes:
            if beyond(connection, me, row, one["path"], frozen=row["frozen_at"] is not None):
                one |= {"title": "", "sentence": "", "path": ""}
    same = {name: row[name] for name in ("code", "title", "revision", "frozen_at")}
    return same | {"scenes": scenes, "now": _now()}


def state_of(row: Row, of: Row) -> Row:
    over = row["ended_at"] is not None
    return told(row["revision"], row["state"], over=over, briefing=of["revision"])


def made(home: House, show: str, given: Row) -> Row:
    """A move that somebody may make. BadInput, BriefingRefused."""
    name = given.get("move")
    if not isinstance(name, str):
        raise BadInput(_("没有“%(move)s”这个动作") % {"move": ""})
    with briefly(home.engine) as connection:
        return {"revision": move_show(connection, show, Move(name, given), datetime.now(UTC)), "now": _now()}


def _now() -> int:
    """Milliseconds of the machine's clock: followers measure theirs by it."""
    return int(datetime.now(UTC).timestamp() * 1000)


def _fresh(body: Row) -> Response:
    answer = json_response(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer
