"""Briefings: those somebody sees, one with its scenes, and what a frozen one has stored."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from data.answer import Answer
from data.briefer import Briefer
from data.briefing.kept import answer_of
from data.briefing.scene import Emphasis, Scene
from data.errors import UnknownThing
from data.language import gettext as _
from data.schema import briefing, briefing_answer, briefing_scene

Row = dict[str, Any]
MOST = 500


def briefings(connection: Connection, me: Briefer) -> list[Row]:
    """Those he sees, last changed first, with how many scenes and minutes they have."""
    his = or_(briefing.c.owner == me.who, briefing.c.shared_roles.contains(f'"{me.role}"', autoescape=True))
    newest = _rows().where(his).order_by(briefing.c.changed_at.desc(), briefing.c.id.desc()).limit(MOST)
    return [_shown(row, me) for row in connection.execute(newest).mappings() if me.sees(row)]


def briefing_row(connection: Connection, code: str, me: Briefer) -> Row:
    """One, without its scenes. UnknownThing for one that is not there, or not for him."""
    row = connection.execute(_rows().where(briefing.c.code == code)).mappings().one_or_none()
    if row is None or not me.sees(row):
        raise UnknownThing(_("没有这份汇报"))
    return _shown(row, me)


def briefing_by_id(connection: Connection, number: int) -> Row:
    """One whose show somebody follows who need not see briefings: his pass says that he may."""
    return dict(connection.execute(_rows().where(briefing.c.id == number)).mappings().one())


def scenes_of(connection: Connection, briefing_id: int) -> dict[int, Scene]:
    """{id: scene} in their order."""
    s = briefing_scene.c
    query = select(briefing_scene).where(s.briefing_id == briefing_id).order_by(s.position, s.id)
    return {row["id"]: _scene(row) for row in connection.execute(query).mappings()}


def frozen_answer(connection: Connection, scene_id: int, panel_key: str) -> Answer | None:
    """What this panel said in this scene when its briefing was frozen; None where nothing is stored."""
    a = briefing_answer.c
    query = select(a.answer).where(a.scene_id == scene_id, a.panel_key == panel_key)
    kept = connection.scalar(query)
    return answer_of(kept) if kept is not None else None


def _rows() -> Select[Any]:
    of = briefing_scene.c.briefing_id == briefing.c.id
    count, minutes = func.count(), func.coalesce(func.sum(briefing_scene.c.minutes), 0.0)
    scenes = [
        select(one).select_from(briefing_scene).where(of).scalar_subquery().label(name)
        for one, name in ((count, "scenes"), (minutes, "minutes"))
    ]
    return select(briefing, *scenes)


def _shown(row: Mapping[Any, Any], me: Briefer) -> Row:
    """`mine`: he may change it; `gives`: he may give and copy it."""
    shared = tuple(json.loads(row["shared_roles"]))
    return dict(row) | {"shared": shared, "mine": me.makes and me.owns(row), "gives": me.makes}


def _scene(row: Mapping[Any, Any]) -> Scene:
    same = ("path", "title", "sentence", "notes", "minutes", "transition", "n")
    return Scene(**{name: row[name] for name in same}, emphasis=Emphasis.read(json.loads(row["emphasis"])))
