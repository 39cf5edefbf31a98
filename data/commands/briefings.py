"""A briefing is made, named, shared, copied and removed; its scenes are added, changed, moved and taken out."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.briefer import Briefer, scope_json
from data.briefing.scene import MOST_SCENES, Scene, said
from data.briefing_words import SHARED_WITH
from data.commands.revisions import bump
from data.commands.room_shows import take_everywhere
from data.errors import BadInput, BriefingRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.queries.briefing_shows import open_shows
from data.queries.briefings import briefing_row, scenes_of
from data.schema import briefing, briefing_answer, briefing_scene, briefing_show

NAME, MOST_OWN = 48, 200
Row = dict[str, Any]


def make(connection: Connection, title: str, scenes: Sequence[Scene], me: Briefer, now: datetime) -> str:
    """The code of the new briefing. Forbidden for who makes none, BadInput."""
    _may_make(me)
    named, checked = _named(title), [one.checked() for one in scenes]
    _room_for(len(checked))
    bump(connection, "briefings")
    own = select(func.count()).select_from(briefing).where(briefing.c.owner == me.who)
    if (connection.scalar(own) or 0) >= MOST_OWN:
        raise BriefingRefused(_("自己的汇报最多 {n} 份，请先删除旧的").format(n=MOST_OWN))
    row = {
        "code": secrets.token_urlsafe(9),
        "title": named,
        "owner": me.who,
        "owner_name": me.name[:64],
        "shared_roles": "[]",
        "scope": scope_json(me.scope),
        "made_at": now,
        "changed_at": now,
        "revision": 1,
    }
    number = connection.scalar(insert(briefing).values(row).returning(briefing.c.id))
    for position, scene in enumerate(checked):
        _insert(connection, int(number or 0), position + 1, position, scene)
    return str(row["code"])


def rename(connection: Connection, code: str, title: str, me: Briefer, now: datetime) -> None:
    row = own(connection, code, me)
    _changed(connection, row, now, title=_named(title))


def share(connection: Connection, code: str, roles: Sequence[str], me: Briefer, now: datetime) -> None:
    """With accounts of these roles that see the same of the city, and with nobody else."""
    if set(roles) - set(SHARED_WITH):
        raise BadInput(_("不能共享给这个角色"))
    row = own(connection, code, me)
    chosen = [role for role in SHARED_WITH if role in roles]
    _changed(connection, row, now, shared_roles=json.dumps(chosen))


def copy(connection: Connection, code: str, me: Briefer, now: datetime) -> str:
    """One of his own with the same scenes, live and unshared; its code."""
    _may_make(me)
    row = briefing_row(connection, code, me)
    title = _("{title}（副本）").format(title=row["title"][: NAME - 8])
    return make(connection, title, list(scenes_of(connection, row["id"]).values()), me, now)


def remove(connection: Connection, code: str, me: Briefer) -> None:
    row = own(connection, code, me)
    take_everywhere(connection, [show["code"] for show in open_shows(connection, row["id"])])
    connection.execute(delete(briefing_show).where(briefing_show.c.briefing_id == row["id"]))
    _forget(connection, list(scenes_of(connection, row["id"])))
    connection.execute(delete(briefing).where(briefing.c.id == row["id"]))


def add_scene(connection: Connection, code: str, scene: Scene, me: Briefer, now: datetime) -> int:
    """At the end; its number."""
    checked, row = scene.checked(), own(connection, code, me)
    _room_for(row["scenes"] + 1)
    n = _next(connection, row)
    _insert(connection, row["id"], n, row["scenes"], checked)
    _changed(connection, row, now)
    return n


def change_scene(connection: Connection, code: str, scene: Scene, me: Briefer, now: datetime) -> None:
    """What it says and shows; what a frozen briefing had stored for another page goes."""
    checked, row = scene.checked(), own(connection, code, me)
    number, known = _of(connection, row, scene.n)
    connection.execute(update(briefing_scene).where(briefing_scene.c.id == number).values(_columns(checked)))
    if (known.path, known.emphasis.panels) != (checked.path, checked.emphasis.panels):
        connection.execute(delete(briefing_answer).where(briefing_answer.c.scene_id == number))
    _changed(connection, row, now)


def copy_scene(connection: Connection, code: str, n: int, me: Briefer, now: datetime) -> int:
    """Behind itself; the number of the copy."""
    row = own(connection, code, me)
    _room_for(row["scenes"] + 1)
    _id, scene = _of(connection, row, n)
    order = [one.n for one in scenes_of(connection, row["id"]).values()]
    new = _next(connection, row)
    _insert(connection, row["id"], new, row["scenes"], scene)
    at = order.index(n) + 1
    _placed(connection, row, [*order[:at], new, *order[at:]])
    _changed(connection, row, now)
    return new


def remove_scene(connection: Connection, code: str, n: int, me: Briefer, now: datetime) -> None:
    row = own(connection, code, me)
    number, _scene = _of(connection, row, n)
    _forget(connection, [number])
    _placed(connection, row, [one.n for one in scenes_of(connection, row["id"]).values()])
    _changed(connection, row, now)


def order_scenes(connection: Connection, code: str, order: Sequence[int], me: Briefer, now: datetime) -> None:
    """All its scenes by number, in the order they shall have. BriefingRefused when there are others by now."""
    row = own(connection, code, me)
    known = [one.n for one in scenes_of(connection, row["id"]).values()]
    if sorted(known) != sorted(order):
        raise BriefingRefused(_("幕有增减，请刷新后再排序"))
    _placed(connection, row, order)
    _changed(connection, row, now)


def own(connection: Connection, code: str, me: Briefer) -> Row:
    """His own, for a change: writers queue here. UnknownThing for one he does not see, Forbidden for another's."""
    bump(connection, "briefings")
    row = briefing_row(connection, code, me)
    if not row["mine"]:
        raise Forbidden(_("只有制作人可以修改；可以先复制一份"))
    return row


def _may_make(me: Briefer) -> None:
    if not me.makes:
        raise Forbidden(_("没有制作和播放汇报的权限"))


def _named(title: str) -> str:
    if not (name := said(title, NAME, _("汇报名称"))):
        raise BadInput(_("请填写{name}").format(name=_("汇报名称")))
    return name


def _room_for(scenes: int) -> None:
    if scenes > MOST_SCENES:
        raise BadInput(_("一份汇报最多 {n} 幕").format(n=MOST_SCENES))


def _next(connection: Connection, row: Row) -> int:
    last = select(func.max(briefing_scene.c.n)).where(briefing_scene.c.briefing_id == row["id"])
    return max(int(connection.scalar(last) or 0), row["revision"]) + 1  # revisions grow, so none is given twice


def _of(connection: Connection, row: Row, n: int) -> tuple[int, Scene]:
    for number, scene in scenes_of(connection, row["id"]).items():
        if scene.n == n:
            return number, scene
    raise UnknownThing(_("没有这一幕"))


def _insert(connection: Connection, briefing_id: int, n: int, position: int, scene: Scene) -> None:
    place = {"briefing_id": briefing_id, "n": n, "position": position}
    connection.execute(insert(briefing_scene).values(place | _columns(scene)))


def _columns(scene: Scene) -> Row:
    same = ("path", "title", "sentence", "notes", "minutes", "transition")
    return {name: getattr(scene, name) for name in same} | {"emphasis": scene.emphasis.json()}


def _placed(connection: Connection, row: Row, order: Sequence[int]) -> None:
    s = briefing_scene.c
    for position, n in enumerate(order):
        connection.execute(update(briefing_scene).where(s.briefing_id == row["id"], s.n == n).values(position=position))


def _forget(connection: Connection, scenes: list[int]) -> None:
    connection.execute(delete(briefing_answer).where(briefing_answer.c.scene_id.in_(scenes)))
    connection.execute(delete(briefing_scene).where(briefing_scene.c.id.in_(scenes)))


def _changed(connection: Connection, row: Row, now: datetime, **more: Any) -> None:
    values = {"changed_at": now, "revision": briefing.c.revision + 1} | more
    connection.execute(update(briefing).where(briefing.c.id == row["id"]).values(values))
