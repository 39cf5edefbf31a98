"""讲义: a briefing as pages for the hand, of the stored answers where it is frozen, else of what is so now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from components.ids import MAP
from components.paper import block
from components.paper_map import plan
from components.scene_panels import answers, kept_answers, missing, shown
from data.answer import Answer
from data.briefer import Briefer
from data.briefing.scene import Scene
from data.errors import BriefingRefused
from data.exercise.mark import WORD
from data.handout.sheet import Block, Handout, Sheet
from data.house import House
from data.language import gettext as _
from data.queries.briefings import briefing_row, scenes_of
from data.queries.regions import region_of
from data.times import local
from data.watermark import watermark


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`live`: what is so now, though the briefing is frozen."""

    code: str
    lang: str = "zh"
    notes: bool = False
    live: bool = False


def sheets(house: House, wanted: Wanted, me: Briefer) -> Iterator[Sheet | int]:
    """How many scenes there are, then each as a sheet. BriefingRefused where one of their panels is missing."""
    with house.engine.connect() as connection:
        row = briefing_row(connection, wanted.code, me)
        scenes = scenes_of(connection, row["id"])
    if not scenes:
        raise BriefingRefused(_("这份汇报还没有幕"))
    yield len(scenes)
    frozen = None if wanted.live else row["frozen_at"]
    moment = frozen or house.clock.now().replace(microsecond=0)
    for number, scene in scenes.items():
        if lost := missing(scene):
            words = _("“{title}”里的面板已不存在：{names}").format(title=scene.plain_title, names="、".join(lost))
            raise BriefingRefused(words)
        told = kept_answers(house, number, scene) if frozen else answers(house, scene, me.scope)
        yield _sheet(house, scene, told, moment, me, frozen=frozen is not None, lang=wanted.lang)


def titled(house: House, wanted: Wanted, me: Briefer, made: list[Sheet]) -> Handout:
    """The sheets under their name, with who takes them and what kind of house this is."""
    with house.engine.connect() as connection:
        title = briefing_row(connection, wanted.code, me)["title"]
    return Handout(
        title=title,
        sheets=tuple(made),
        mark=watermark(),
        stamp=WORD if house.settings.exercise else "",
        chip=_("演示数据 · 模拟") if house.clock.holds_demo() else "",
        lang=wanted.lang,
        notes=wanted.notes,
    )


def _sheet(
    house: House, scene: Scene, told: dict[str, Answer], moment: datetime, me: Briefer, *, frozen: bool, lang: str
) -> Sheet:
    at = scene.view.at or moment
    view = scene.view.but(at=at, lang=lang)
    blocks: list[Block] = []
    for panel in shown(scene):
        answer = told[panel.key]
        drawn = block(panel, answer, view, at)
        if panel.key == MAP:
            emphasis = {"regions": scene.emphasis.regions, "marks": scene.emphasis.marks}
            drawn = replace(drawn, plan=plan(house, answer, view, me.scope, emphasis))
        blocks.append(drawn)
    return Sheet(
        title=scene.plain_title,
        sentence=scene.sentence,
        place=_place(house, next((one.region for one in told.values()), scene.view.region), me),
        moment=f"{local(at):%Y-%m-%d %H:%M}",
        frozen=frozen,
        blocks=tuple(blocks) or (_elsewhere(scene),),
        notes=scene.plain_notes,
    )


def _place(house: House, code: str, me: Briefer) -> str:
    with house.engine.connect() as connection:
        return region_of(connection, code, me.scope).name


def _elsewhere(scene: Scene) -> Block:
    """Of a page without panels there is nothing to print but where it is."""
    words = _("这一页没有面板，请在平台上查看 {path}").format(path=scene.page)
    return Block(key="page", title=_("页面"), sub="", meta=(), empty=words)
