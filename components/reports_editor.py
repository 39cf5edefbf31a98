"""The page "/reports/<code>/edit": all panels beside a grid of twelve columns; they are laid by hand or by keys."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.briefing_list import json_of
from components.desk import desk_bar, pulse
from components.fields import area, choice, entry, field, link, void
from components.ids import MAP
from components.indicator_words import called
from components.link import link_down
from components.listing import listing_card
from components.markup import Safe, still, tag
from components.reports_panels import GROUPS, grouped
from components.wall import notice
from data.briefer import briefer
from data.commands.reports import NAME
from data.errors import Forbidden
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.indicator_tree import indicators
from data.queries.regions import Region, children, home_of
from data.queries.reports import Version, report_row, version_of
from data.reports.piece import HEADING, WORDS
from data.view import View
from data.words import WINDOWS

Row = dict[str, Any]
TEXTS = (("heading", "标题"), ("text", "文字"))


def report_editor(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """UnknownThing when this asker does not see it, Forbidden when he may not change it."""
    me = briefer(house)
    with house.engine.connect() as connection:
        row = report_row(connection, code, me)
        version = version_of(connection, row)
        home = home_of(connection, me.scope)
        places = [home, *(children(connection, home) if home.level < 4 else [])]
        known = indicators(connection)
    if not row["changes"]:
        raise Forbidden(_("这份报告只共享给您看；可以先复制一份"))
    with speaking(view.lang):
        bar = desk_bar(house, view, "/reports", _("排版：{title}").format(title=row["title"]))
        body = html.Main(
            [
                still(_palette(known), className="report-palette"),
                html.Div([still(_tools(row, version, places)), _grid()], className="report-canvas"),
                still(listing_card(_("这一块"), _form(places)), className="report-piece"),
            ],
            className="report-editor",
        )
        return html.Div(
            [still([bar, link_down(), *notice(view, refused)]), body, *pulse(view)],
            className="page listing-page",
            **{"data-live": "listing", "data-testid": "report-editor"} | _told(row, version, known) | _words(),
        )


def _told(row: Row, version: Version, known: Sequence[Row]) -> dict[str, str]:
    panels = {panel.key: _(panel.title) for some in grouped().values() for panel in some}
    names = {one["code"]: called(one) for one in known}
    return {
        "data-report-edit": row["code"],
        "data-seq": str(row["seq"]),
        "data-pieces": json_of([asdict(one) for one in version.pieces]),
        "data-titles": json_of({"panel": panels, "indicator": names}),
        "data-query": version.query,
    }


def _words() -> dict[str, str]:
    """What the script says."""
    return {
        "data-saved": _("已存为第 {n} 版"),
        "data-unsaved": _("有未保存的修改"),
        "data-failed": _("没有办成，请再试"),
        "data-broken": _("这一块没有取到，页面上会再试"),
        "data-there": _("{name}：第 {x} 列、第 {y} 行，宽 {w}，高 {h}"),
        "data-gone": _("已移除 {name}，Ctrl+Z 撤销"),
        "data-full": _("右边没有空位了"),
        "data-map": _("地图在页面和 PDF 上显示"),
        "data-twice": _("一份报告只放一张地图"),
        "data-heading": _("标题"),
        "data-text": _("在右侧填写文字"),
        "data-remove": _("移除"),
        "data-held": _("固定口径"),
        "data-lost": _("面板已不存在，请移除"),
    }


def _palette(known: Sequence[Row]) -> list[Component]:
    words = _("找面板")
    find = entry("find", "search", maxlength="40", placeholder=words, aria_label=words, data_report_find="1")
    hint = tag("p", _("拖到版面上，或点一下放到末尾"), "quiet")
    texts = [_offer(kind, "", _(words)) for kind, words in TEXTS]
    groups = [_group(_("文字"), texts, opened=True)]
    every = grouped()
    for name in dict.fromkeys(GROUPS.values()):
        offers = [_offer("panel", panel.key, _(panel.title)) for panel in every.get(name, [])]
        groups.append(_group(_(name), offers, opened=name == GROUPS[MAP]))
    groups.append(_group(_("指标卡"), [_offer("indicator", one["code"], called(one)) for one in known], opened=False))
    return [listing_card(_("面板"), [find, hint, tag("div", groups, "palette-groups")])]


def _group(name: str, offers: list[Safe], *, opened: bool) -> Safe:
    shown = {"open": ""} if opened else {}
    count = tag("small", str(len(offers)), "n")
    return tag("details", [tag("summary", [name, " ", count]), tag("div", offers, "palette-offers")], **shown)


def _offer(kind: str, key: str, words: str) -> Safe:
    """Dragged to the grid, or put at its end by a click or by Enter."""
    told = {"data_offer": kind, "data_key": key, "title": words, "draggable": "true"}
    return tag("div", words, "palette-offer", role="button", tabindex="0", **told)


def _tools(row: Row, version: Version, places: list[Region]) -> list[Safe]:
    view = View.lenient(version.query)[0]
    title = entry("title", value=row["title"], maxlength=str(NAME), required="", aria_label=_("报告名称"))
    region = choice("region", _places(places, view.region), view.region, aria_label=_("打开时的区划"))
    window = choice("window", _windows(), view.window, aria_label=_("打开时的时间窗"))
    steps = [
        tag("button", _("撤销"), "button", type="button", data_report_undo="1", disabled="", title="Ctrl+Z"),
        tag("button", _("重做"), "button", type="button", data_report_redo="1", disabled="", title="Ctrl+Y"),
        link(_("看页面"), f"/reports/{row['code']}", "button", data_carry="archive"),
        tag("button", _("保存"), "button primary", type="button", data_report_save="1"),
    ]
    say = tag("p", None, "act-say", role="status", data_report_say="1")
    keys = _("键盘：Tab 选块，方向键移动，Shift+方向键改大小，Delete 移除，Ctrl+Z 撤销，Ctrl+S 保存")
    about = tag("form", [title, region, window], "report-about", data_report_about="1")
    inside = [about, tag("div", steps, "report-steps"), say, tag("p", keys, "quiet report-keys")]
    return [tag("div", inside, "panel card report-tools")]


def _grid() -> Component:
    told = {"data-report-grid": "1", "aria-label": _("版面"), "role": "group"}
    return html.Div(className="grid-stack report-stack", **told)


def _form(places: list[Region]) -> list[Safe]:
    """Filled by the script with the piece that is chosen."""
    text = area("text", rows=8, maxlength=str(WORDS))
    heading = entry("heading", maxlength=str(HEADING))
    hint = _("空行分段，行首“- ”成列表，**两星之间**加粗")
    box = void("input", type="checkbox", name="held")
    hold = tag("label", [box, tag("span", _("固定口径，不随页面"))], "tick of-told")
    inside = [
        tag("p", _("还没有选中：点版面上的一块"), "quiet", data_report_none="1"),
        tag("b", None, "report-piece-name", data_report_name="1"),
        field("heading", _("标题"), heading, extra="of-heading"),
        field("text", _("文字"), text, hint=hint, extra="of-text"),
        hold,
        field("region", _("区划"), choice("region", _places(places, "")), extra="of-held"),
        field("window", _("时间窗"), choice("window", _windows()), extra="of-held"),
        field("at", _("时刻（空为现在）"), entry("at", "datetime-local"), extra="of-held"),
        tag("button", _("移除这一块"), "button of-any", type="button", data_report_take="1"),
    ]
    return [tag("form", inside, "act-form", data_report_piece="")]


def _places(places: list[Region], chosen: str) -> list[tuple[str, str]]:
    known = [("", _("随看的人")), *((one.code, one.name) for one in places)]
    return known if chosen in dict(known) else [*known, (chosen, chosen)]


def _windows() -> list[tuple[str, str]]:
    return [(one, _(word)) for one, word in WINDOWS.items()]
