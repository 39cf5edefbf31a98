"""What the pages of briefings send: one is made, changed, copied, brought. Nothing a screen says is trusted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from data.briefer import Briefer, briefer, making
from data.briefing.file import LARGEST, file_of, scene_of, scenes_in
from data.commands import briefings as commands
from data.commands.audit import note
from data.doors.body import json_response
from data.doors.plain_page import spoken
from data.doors.problem import answer_errors
from data.doors.sent import json_sent
from data.engine import writing
from data.errors import BadInput, UnknownThing
from data.house import house
from data.language import gettext as _
from data.queries.briefings import briefing_row, briefings, scenes_of

door = Blueprint("briefings", __name__, url_prefix="/briefing/data")
answer_errors(door)
PLAIN = "application/octet-stream"  # a browser asks leave before it sends such from another site
Given = dict[str, Any]
Act = Callable[[Connection, str, Given, Briefer, datetime], Given]


@door.post("/make")
@spoken
def made() -> Response:
    """{title, scenes}: the code of the new briefing."""
    given, _body = json_sent()
    title, scenes = given.get("title"), given.get("scenes", [])
    if not isinstance(title, str) or not isinstance(scenes, list):
        raise BadInput(_("请填写{name}").format(name=_("汇报名称")))
    return _make(title, [scene_of(one) for one in scenes])


@door.post("/import")
@spoken
def brought() -> Response:
    """A file as the body: the code of the new briefing."""
    if request.mimetype != PLAIN:
        raise BadInput(f"the file is sent as {PLAIN}")
    return _make(*scenes_in(request.stream.read(LARGEST + 1)))


@door.get("/own")
@spoken
def own() -> Response:
    """Those to which he may add a scene: [{code, title, scenes}]."""
    home = house()
    with home.engine.connect() as connection:
        rows = [row for row in briefings(connection, briefer(home)) if row["mine"]]
    answer = json_response([{name: row[name] for name in ("code", "title", "scenes")} for row in rows])
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door.get("/<code>/file")
@spoken
def file(code: str) -> Response:
    home = house()
    with home.engine.connect() as connection:
        row = briefing_row(connection, code, briefer(home))
        text = file_of(row["title"], list(scenes_of(connection, row["id"]).values()))
    name = quote(f"{row['title']}.briefing.json")
    told = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(text, mimetype="application/json", headers=told)


@door.post("/<code>/<act>")
@spoken
def acted(code: str, act: str) -> Response:
    """What the act tells of; `ACTS` names them."""
    home, (given, _body) = house(), json_sent()
    if act not in ACTS:
        raise UnknownThing(_("没有“%(move)s”这个动作") % {"move": act[:32]})
    me = making(home)
    with writing(home.engine) as connection:
        told = ACTS[act](connection, code, given, me, home.clock.now())
        _note(connection, "briefing_remove" if act == "remove" else "briefing_change", f"{code} {act}", me)
    return json_response(told)


def _make(title: str, scenes: list[Any]) -> Response:
    home = house()
    me = making(home)
    with writing(home.engine) as connection:
        code = commands.make(connection, title, scenes, me, home.clock.now())
        _note(connection, "briefing_make", code, me)
    return json_response({"code": code}, status=201)


def _note(connection: Connection, action: str, target: str, me: Briefer) -> None:
    note(connection, action, target, actor=me.name if me.visits else "", role=me.role)


def _rename(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> Given:
    commands.rename(connection, code, _text(given, "title"), me, now)
    return {}


def _share(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> Given:
    roles = given.get("roles")
    if not isinstance(roles, list) or not all(isinstance(one, str) for one in roles):
        raise BadInput(_("不能共享给这个角色"))
    commands.share(connection, code, roles, me, now)
    return {}


def _copy(connection: Connection, code: str, _given: Given, me: Briefer, now: datetime) -> Given:
    return {"code": commands.copy(connection, code, me, now)}


def _remove(connection: Connection, code: str, _given: Given, me: Briefer, _now: datetime) -> Given:
    commands.remove(connection, code, me)
    return {}


def _add(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> Given:
    return {"n": commands.add_scene(connection, code, scene_of(given.get("scene")), me, now)}


def _change(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> Given:
    scene = replace(scene_of(given.get("scene")), n=_number(given))
    commands.change_scene(connection, code, scene, me, now)
    return {"n": scene.n}


def _double(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> Given:
    return {"n": commands.copy_scene(connection, code, _number(given), me, now)}


def _take(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> Given:
    commands.remove_scene(connection, code, _number(given), me, now)
    return {}


def _order(connection: Connection, code: str, given: Given, me: Briefer, now: datetime) -> Given:
    order = given.get("order")
    if not isinstance(order, list) or not all(type(one) is int for one in order):
        raise BadInput(_("幕有增减，请刷新后再排序"))
    commands.order_scenes(connection, code, order, me, now)
    return {}


def _text(given: Given, name: str) -> str:
    text = given.get(name)
    if not isinstance(text, str):
        raise BadInput(_("请填写{name}").format(name=_("汇报名称")))
    return text


def _number(given: Given) -> int:
    n = given.get("n")
    if type(n) is not int:
        raise BadInput(_("没有这一幕"))
    return n


ACTS: dict[str, Act] = {
    "rename": _rename,
    "share": _share,
    "copy": _copy,
    "remove": _remove,
    "add": _add,
    "change": _change,
    "double": _double,
    "take": _take,
    "order": _order,
}
