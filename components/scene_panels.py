"""Which panels a scene shows, and what they answer: for the moment it is frozen, for paper, for what changed since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from components.event_centre import SLOTS as EVENT_SLOTS
from components.frame import part
from components.ids import MAP
from components.ledger import table
from components.registry import Panel, panels
from components.wall import ECONOMY_SLOTS, RISK_SLOTS, SLOTS, STUDY_SLOTS, of_slots
from data.answer import Answer
from data.ask import ask
from data.briefing.scene import Scene
from data.errors import BriefingRefused
from data.house import House
from data.language import gettext as _
from data.queries.briefings import frozen_answer
from data.queries.event_course import course
from data.scope import Scope
from data.view import View

PAGES: Mapping[str, tuple[str, ...]] = {
    "/": SLOTS,
    "/events": EVENT_SLOTS,
    "/risk": (MAP, *RISK_SLOTS),
    "/studies": STUDY_SLOTS,
    "/economy": ECONOMY_SLOTS,
}
ONE, EVENTS, REVIEWS = "/panel/", "/events/", "/review/"
COURSE = "event_course"


def shown(scene: Scene) -> list[Panel]:
    """The map of its page and the panels it enlarges; those of the whole page where it enlarges none."""
    known = panels()
    page = _page(scene)
    if not scene.emphasis.panels:
        return page
    chosen = [known[key] for key in scene.emphasis.panels if key in known]
    own = scene.page.startswith(ONE)
    first = [one for one in page if (own or one.key in (MAP, COURSE)) and one not in chosen]
    return [*first, *chosen]


def _page(scene: Scene) -> list[Panel]:
    known, path = panels(), scene.page
    if path in PAGES:
        return of_slots(PAGES[path])
    if path.startswith(ONE):
        return [known[key] for key in (path.removeprefix(ONE),) if key in known]
    for room in (EVENTS, REVIEWS):
        if path.startswith(room) and (code := path.removeprefix(room)) not in ("digest", "bundle"):
            return [_course(code)]
    return []


def _course(code: str) -> Panel:
    """What happened to one event: no panel of any page, but a scene on paper."""
    topics = ("events", "dispatch")
    return Panel(
        key=COURSE,
        title="事件经过",
        slot="left",
        order=0,
        topics=topics,
        ask=partial(course, code),
        body=lambda: [part(COURSE, "steps", className="ledger-box")],
        draw=lambda answer, _view: {"steps": {"children": table(_told(answer))}},
        follows=("at",),
    )


def _told(answer: Answer) -> Answer:
    """What a wall says of it: in words, and naming nobody."""
    columns = tuple(one for one in answer.columns if one.key != "who")
    return replace(answer, columns=columns, rows=[row | {"what": _(str(row["what"]))} for row in answer.rows])


def unfreezable(scene: Scene) -> bool:
    """Of a page without panels there is nothing to be stored."""
    return not shown(scene)


def missing(scene: Scene) -> list[str]:
    """Keys of panels that the scene enlarges and that are not there any more."""
    return [key for key in scene.emphasis.panels if key not in panels()]


def answers(house: House, scene: Scene, scope: Scope, moment: datetime | None = None) -> dict[str, Answer]:
    """What its panels say now, or said at `moment`; a scene of a past moment stays there. Raises what a query raises.

    BriefingRefused, in words, where the scene names a panel that is not there.
    """
    if lost := missing(scene):
        raise BriefingRefused(
            _("“{title}”里的面板已不存在：{names}").format(title=scene.plain_title, names="、".join(lost))
        )
    view = scene.view.but(at=scene.view.at or moment)
    return {panel.key: answer_of(house, panel, view, scope) for panel in shown(scene)}


def answer_of(house: House, panel: Panel, view: View, scope: Scope) -> Answer:
    if panel.key == COURSE:  # asks of one event: not remembered
        return panel.ask(house, view, replace(scope, clearance=0))
    how: dict[str, Any] = {"topics": panel.topics, "rolling": panel.rolling, "follows": panel.follows}
    return ask(panel.ask, house, view, scope, **how)


def kept_answers(house: House, scene_id: int, scene: Scene) -> dict[str, Answer]:
    """What was stored when its briefing was frozen. BriefingRefused where a panel has nothing stored."""
    with house.engine.connect() as connection:
        found = {panel.key: frozen_answer(connection, scene_id, panel.key) for panel in shown(scene)}
    if lost := [key for key, answer in found.items() if answer is None]:
        titles = "、".join(_(panel.title) for panel in shown(scene) if panel.key in lost)
        words = _("“{title}”里的面板没有冻结数据：{names}。请重新冻结").format(title=scene.plain_title, names=titles)
        raise BriefingRefused(words)
    return {key: answer for key, answer in found.items() if answer is not None}
