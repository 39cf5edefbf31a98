"""冻结与讲义 "/handout?code=…": figures as they were frozen beside those of now, and the pages as a file."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.fields import link
from components.handout_changes import changed_scenes
from components.listing import listing, listing_card
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from data.acting import PLAYED
from data.briefer import Briefer, briefer
from data.briefing.scene import Scene
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.briefings import briefing_row, briefings, scenes_of
from data.times import local
from data.view import View

Row = dict[str, Any]
KINDS = {"pdf": "PDF", "pptx": "PPTX"}
EDIT = "/briefing/edit/"


def handout_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = handout_drawn(house, view, chosen)
        return listing(house, view, refused, "handout", "/handout", _("冻结与讲义"), parts)


def handout_drawn(
    house: House, view: View, chosen: dict[str, str], _role: str = PLAYED[0], _n: int = 1
) -> dict[str, str]:
    """{part: HTML}: of the briefing `code`, else all that may be chosen."""
    me, code = briefer(house), chosen.get("code", "")
    if not code:
        with house.engine.connect() as connection:
            known = briefings(connection, me)
        return {"state": markup(_choice(known)), "made": "", "changes": ""}
    with house.engine.connect() as connection:
        row = briefing_row(connection, code, me)
        scenes = scenes_of(connection, row["id"])
    drawn: dict[str, Any] = {"state": _state(house, row, me), "made": _made(row, scenes)}
    changes = changed_scenes(house, row, scenes, me) if row["frozen_at"] else _live(scenes)
    return {name: markup(inside) for name, inside in (drawn | {"changes": changes}).items()}


def _choice(known: list[Row]) -> Component:
    none = [tag("p", _("还没有汇报；可从“一键简报”起草"), "quiet"), link(_("一键简报"), "/drafts", "button")]
    rows = [
        tag("li", [link(row["title"], f"/handout?code={row['code']}", "list-link"), " ", _frozen(row["frozen_at"])])
        for row in known
    ]
    return listing_card(_("选择一份汇报"), [tag("ul", rows, "handout-list")] if rows else none)


def _state(house: House, row: Row, me: Briefer) -> Component:
    frozen = row["frozen_at"]
    words = (
        _("全部画面的数字都存为 {moment} 的数字，汇报、讲义用的都是它")
        if frozen
        else _("未冻结：画面和讲义用的都是当前数字；冻结后全部数字存为同一时刻")
    )
    facts = [tag("p", words.format(moment=clock(frozen))), tag("p", me.name and _owner(row), "quiet")]
    acts = [_act("freeze", _("冻结") if not frozen else _("重新冻结"), "primary")] if row["mine"] else []
    acts += [_act("thaw", _("解除冻结"))] if row["mine"] and frozen else []
    acts.append(link(_("编辑画面"), f"{EDIT}{row['code']}", "button"))
    said = tag("p", None, "act-say", role="alert", data_handout_said="1")
    meta = [*([chip("simulated")] if house.clock.holds_demo() else []), _frozen(frozen)]
    buttons = tag("div", acts, "act-send handout-acts", data_handout_code=row["code"])
    return listing_card(row["title"], [*facts, buttons, said], meta)


def _owner(row: Row) -> str:
    told = _("制作人 {name} · {n} 幕 · 计划 {minutes} 分钟")
    return told.format(name=row["owner_name"], n=number(row["scenes"]), minutes=number(row["minutes"], 1))


def _act(name: str, words: str, kind: str = "") -> Safe:
    return tag("button", words, f"button {kind}".strip(), type="button", data_handout_act=name)


def _frozen(moment: datetime | None) -> Safe:
    """The moment stands below."""
    return tag("span", _("已冻结") if moment else _("实时"), "handout-frozen n" if moment else "handout-frozen quiet")


def clock(moment: datetime | None) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _made(row: Row, scenes: dict[int, Scene]) -> Component:
    """What kind, with notes or not; how far it is; the file comes by `assets/js/96-handout.js`."""
    if not scenes:
        return listing_card(_("讲义"), [tag("p", _("这份汇报还没有幕"), "quiet")])
    buttons = [
        tag("button", _("做成 {kind}").format(kind=kind), "button primary", type="submit", name="kind", value=name)
        for name, kind in KINDS.items()
    ]
    notes = tag("label", [tag("input", None, type="checkbox", name="notes"), _("附讲稿备注")], "handout-check")
    live = [tag("label", [tag("input", None, type="checkbox", name="live"), _("用当前数字")], "handout-check")]
    bar = tag("progress", None, "handout-bar", max=str(len(scenes)), value="0", hidden="", aria_label=_("进度"))
    say = {"data_doing": _("已完成 {done} / {of} 幕"), "data_setting": _("正在排版"), "data_done": _("已做成 {name}")}
    said = tag("p", None, "act-say", role="status", **say, data_failed=_("讲义没有做成，请重试"))
    inside = [
        tag("div", [notes, *(live if row["frozen_at"] else [])], "handout-choices"),
        tag("div", buttons, "act-send"),
    ]
    form = tag("form", [*inside, bar, said], "act-form", data_handout_form=row["code"])
    hint = tag("p", _("一幕一页，数字与画面一致；任何一个面板缺数据，整份不出；每页有领取人水印"), "quiet")
    return listing_card(_("讲义"), [hint, form])


def _live(scenes: dict[int, Scene]) -> Component:
    names = [tag("li", one.plain_title) for one in scenes.values()]
    words = tag("p", _("冻结后，这里并列冻结时与现在的数字"), "quiet")
    return listing_card(_("变化"), [words, tag("ol", names, "handout-list")])
