"""Freezes a briefing: asks every panel of every scene in one state of the city, and stores what they say."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from components.scene_panels import answers, unfreezable
from data.briefer import Briefer
from data.briefing.scene import Scene
from data.commands.audit import note
from data.commands.freezing import Told, freeze, thaw
from data.engine import reading, writing
from data.errors import BriefingRefused
from data.house import House
from data.language import gettext as _
from data.queries.briefings import briefing_row, scenes_of
from data.queries.revisions import revisions
from data.scope import Scope

T = TypeVar("T")
TRIES = 4


def freeze_now(house: House, code: str, me: Briefer) -> datetime:
    """As of when. BriefingRefused where a panel is not there, or the briefing was changed meanwhile."""
    with house.engine.connect() as connection:
        row = briefing_row(connection, code, me)
        scenes = scenes_of(connection, row["id"])
    if unable := [one for one in scenes.values() if unfreezable(one)]:
        words = _("“{title}”的页面没有可冻结的数据（{path}）。换成有面板的页面，或移出这一幕，再冻结")
        raise BriefingRefused(words.format(title=unable[0].plain_title, path=unable[0].page))
    moment, told = asked_at_once(house, scenes, me.scope)
    with writing(house.engine) as connection:
        freeze(connection, code, told, row["revision"], me, moment)
        note(connection, "briefing_freeze", code, **who(me))
    return moment


def asked_at_once(house: House, scenes: Mapping[int, Scene], scope: Scope) -> tuple[datetime, Told]:
    """What all scenes say in one state of the city."""

    def told(moment: datetime | None) -> Told:
        return {number: answers(house, scene, scope, moment) for number, scene in scenes.items()}

    return at_once(house, told)


def at_once(house: House, told: Callable[[datetime | None], T]) -> tuple[datetime, T]:
    """What is told in one state of the city: asked again while something moves, at last as of a moment past."""
    for _try in range(TRIES):
        before, moment = _state(house), house.clock.now().replace(microsecond=0)
        found = told(None)
        if _state(house) == before:
            return moment, found
    return moment, told(moment)


def _state(house: House) -> tuple[int, dict[str, int]]:
    """The minute, of which rolling windows are, and what moved; briefings, reports and letters are in no figure."""
    with reading(house.engine) as connection:
        moved = revisions(connection)
    for topic in ("briefings", "reports", "letters"):
        moved.pop(topic, None)
    return int(house.clock.now().timestamp()) // 60, moved


def thaw_now(house: House, code: str, me: Briefer) -> None:
    with writing(house.engine) as connection:
        thaw(connection, code, me)
        note(connection, "briefing_thaw", code, **who(me))


def who(me: Briefer) -> dict[str, Any]:
    """Of whom the log tells: accounts tell of themselves."""
    return {"actor": me.who, "role": me.role} if me.visits else {}
