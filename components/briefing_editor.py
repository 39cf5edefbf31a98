"""The page of one briefing "/briefing/edit/<code>": its scenes in order, one as the audience sees it, and its form."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.briefing_list import asked, json_of
from components.briefing_words import lasting, page_words
from components.desk import desk_bar, pulse
from components.fields import area, choice, entry, field, link, void
from components.ids import MAP
from components.link import link_down
from components.listing import listing_card
from components.markup import Safe, still, tag
from components.registry import panels
from components.wall import notice
from data.briefer import briefer
from data.briefing.scene import NOTES, SENTENCE, TITLE, Scene
from data.briefing_words import SHARED_WITH, TRANSITIONS
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.briefings import briefing_row, scenes_of
from data.view import View
from data.words import ROLES

Row = dict[str, Any]
TOOLS = (("", "看"), ("region", "勾区划"), ("Point", "标点"), ("LineString", "画线"), ("Polygon", "画面"))


def briefing_editor(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """UnknownThing when this asker does not see it."""
    me = briefer(house)
    with house.engine.connect() as connection:
        row = briefing_row(connection, code, me)
        scenes = list(scenes_of(connection, row["id"]).values())
    with speaking(view.lang):
        bar = desk_bar(house, view, "/briefing", row["title"])
        body = html.Main(
            [still(_scenes(row, scenes), className="briefing-left"), *_middle(row, scenes)],
            className="listing-body briefing-body",
        )
        told = {"data-briefing-page": code, "data-scenes": json_of([_told(one) for one in scenes])}
        return html.Div(
            [still([bar, link_down(), *notice(view, refused)]), body, *pulse(view)],
            className="page listing-page briefing-page",
            **{"data-live": "listing", "data-mine": "1" if row["mine"] else ""} | told | asked(),
        )


def _told(scene: Scene) -> Row:
    same = ("n", "path", "title", "sentence", "notes", "minutes", "transition")
    emphasis = {"panels": scene.emphasis.panels, "regions": scene.emphasis.regions, "marks": scene.emphasis.marks}
    return {name: getattr(scene, name) for name in same} | {"emphasis": emphasis}


def _scenes(row: Row, scenes: list[Scene]) -> list[Component]:
    listed = tag("ol", [_scene(n, one, mine=row["mine"]) for n, one in enumerate(scenes, 1)], "briefing-scenes")
    none = [] if scenes else [tag("p", _("还没有幕：在任意页面按“加入汇报”，或在此加一幕"), "quiet")]
    add = [_act("add", _("加一幕"))] if row["mine"] else []
    total = tag("span", lasting(row["minutes"]), "n")
    return [
        listing_card(_("各幕"), [listed, *none, *add], [total]),
        listing_card(_("播放与文件"), [_play(row, scenes), tag("p", None, "act-say", role="alert")]),
        *([listing_card(_("名称与共享"), _shared(row))] if row["mine"] else []),
    ]


def _scene(n: int, scene: Scene, *, mine: bool) -> Safe:
    """Dragged to its place, or moved by Alt and an arrow."""
    words = [
        tag("span", str(n), "n"),
        tag(
            "span",
            [tag("b", scene.plain_title), tag("small", f"{page_words(scene)} · {lasting(scene.minutes)}")],
            "two",
        ),
    ]
    hint = {"draggable": "true", "title": _("拖动排序，或按 Alt+↑ ↓")} if mine else {}
    return tag("li", tag("button", words, "", type="button"), data_scene=str(scene.n), **hint)


def _play(row: Row, scenes: list[Scene]) -> Safe:
    play = [_act("show", _("播放"), "primary")] if row["gives"] and scenes else []
    copies = [_act("copy", _("复制汇报"))] if row["gives"] else []
    file = link(_("导出文件"), f"/briefing/data/{row['code']}/file", "button", download="")
    paper = link(_("冻结与讲义"), f"/handout?code={row['code']}", "button", data_carry="view")
    gone = [_act("remove", _("删除汇报"))] if row["mine"] else []
    return tag("div", [*play, *copies, paper, file, *gone], "briefing-steps")


def _shared(row: Row) -> list[Safe]:
    name = field("title", _("汇报名称"), entry("title", value=row["title"], maxlength="48", required=""))
    roles = [_box("roles", role, _(ROLES[role]), on=role in row["shared"]) for role in SHARED_WITH]
    hint = tag("p", _("共享给能看到同一范围的角色；他们可以看、播放、复制，不能修改。"), "quiet")
    save = tag("button", _("保存名称与共享"), "button", type="submit")
    return [tag("form", [name, tag("div", roles, "briefing-roles"), hint, save], data_briefing_about="1")]


def _middle(row: Row, scenes: list[Scene]) -> list[Component]:
    if not scenes:
        return []
    tools = [
        tag("button", _(words), "segment", type="button", data_tool=name, aria_pressed="false") for name, words in TOOLS
    ]
    hint = tag("p", None, "quiet", data_tool_hint="1", role="status")
    words = {
        "data_region": _("点地图上的区划：勾出，再点取消"),
        "data_point": _("点地图放一个标注"),
        "data_line": _("依次点折点，双击结束"),
    }
    bar = tag("div", [tag("nav", tools, "segments"), hint], "briefing-tools", **words) if row["mine"] else None
    preview = html.Div(className="briefing-preview", **{"data-preview": _("观众看到的")})
    seen = listing_card(_("观众看到的"), [preview, still(bar) if bar else html.Span()], None, "briefing-seen")
    return [seen, still(listing_card(_("这一幕"), _form(row)), className="briefing-right")]


def _form(row: Row) -> Safe:
    """Filled by the script with the scene that is chosen."""
    star = _("*…* 之间的数字用强调色，宜不超过 16 字")
    shown = [_box("panels", key, _(panel.title)) for key, panel in panels().items() if key != MAP]
    fields = [
        field("title", _("标题"), entry("title", maxlength=str(TITLE), required=""), hint=star),
        field("sentence", _("一句话"), entry("sentence", maxlength=str(SENTENCE))),
        field("notes", _("备注（只给讲者看）"), area("notes", rows=6, maxlength=str(NOTES))),
        tag("ul", None, "briefing-ways", data_note_ways="1", aria_label=_("依据：")),
        tag(
            "div",
            [
                field("minutes", _("时长（分钟）"), entry("minutes", "number", "2", min="0.1", max="120", step="0.1")),
                field(
                    "transition",
                    _("切换"),
                    choice("transition", [(one, _(words)) for one, words in TRANSITIONS.items()]),
                ),
            ],
            "briefing-pair",
        ),
        field(
            "path",
            _("页面地址"),
            entry("path", maxlength="1000", required=""),
            hint=_("在该页面按“加入汇报”可自动填好"),
        ),
        tag(
            "details",
            [tag("summary", _("放大的面板（最多 4 个）")), tag("div", shown, "briefing-panels")],
            "briefing-fold",
        ),
        field("regions", _("勾出的区划"), entry("regions", placeholder=_("区划代码，用逗号分开"))),
        tag("div", None, "briefing-marks", data_marks=_("标注文字")),
        tag("p", None, "act-say", role="status"),
    ]
    save = [
        tag("button", _("保存这一幕"), "button primary", type="submit"),
        _act("double", _("复制这一幕")),
        _act("take", _("删除这一幕")),
    ]
    steps = [tag("div", save, "briefing-steps")] if row["mine"] else []
    still_there = {} if row["mine"] else {"disabled": ""}
    return tag("form", tag("fieldset", [*fields, *steps], **still_there), data_scene_form="1")


def _box(name: str, value: str, words: str, *, on: bool = False) -> Safe:
    checked = {"checked": ""} if on else {}
    return tag("label", [void("input", name=name, type="checkbox", value=value, **checked), tag("span", words)], "tick")


def _act(name: str, words: str, more: str = "") -> Safe:
    return tag("button", words, f"button {more}".strip(), type="button", data_briefing_act=name)
