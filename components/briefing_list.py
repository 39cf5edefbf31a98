"""The list "/briefing": briefings that one may see, to be given, copied, and made. `assets/js/95-briefings.js` acts."""

import json
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.briefing_words import lasting
from components.desk import desk_bar, pulse
from components.event_words import moment
from components.fields import entry, field, link, void
from components.link import link_down
from components.listing import listing_card
from components.markup import Safe, still, tag
from components.numbers import number
from components.titlebar import breadcrumb, search
from components.wall import notice
from data.briefer import Briefer, briefer
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.briefings import briefings
from data.view import View
from data.words import ROLES

Row = dict[str, Any]
HEADS = ("汇报", "幕", "时长", "制作人", "共享给", "数据", "修改", "")
NUMBERS = ("幕", "时长")


def briefing_list(house: House, view: View, refused: tuple[str, ...]) -> Component:
    me, now = briefer(house), house.clock.now()
    with house.engine.connect() as connection:
        rows = briefings(connection, me)
    with speaking(view.lang):
        bar = desk_bar(house, view, "/briefing", _("汇报"), breadcrumb(), search())
        body = html.Main(
            [
                html.Div(_side(me), className="listing-side"),
                still(_table(rows, now), className="briefing-rows"),
            ],
            className="listing-body",
        )
        return html.Div(
            [still([bar, link_down(), *notice(view, refused)]), body, *pulse(view)],
            className="page listing-page",
            **{"data-live": "listing", "data-briefings": "1", "data-testid": "briefings-page"} | asked(),
        )


def asked() -> dict[str, str]:
    """What the script says."""
    return {
        "data-remove": _("删除这份汇报？删除后不能恢复。"),
        "data-failed": _("没有办成，请再试"),
        "data-take": _("删除这一幕？"),
        "data-unsaved": _("有未保存的修改"),
        "data-saved": _("已保存"),
    }


def _side(me: Briefer) -> list[Component]:
    if not me.makes:
        return [listing_card(_("制作"), still(tag("p", _("您的角色只看汇报"), "quiet")))]
    title = field("title", _("汇报名称"), entry("title", maxlength="48", required="", placeholder=_("如：防台风汇报")))
    new = tag("form", [title, _say(), tag("button", _("新建"), "button primary", type="submit")], data_briefing_new="1")
    picker = void("input", name="file", type="file", accept=".json,application/json", data_briefing_file="1")
    told = tag("p", _("汇报文件由“导出”得到，可带到别处。冻结的数据不随文件走。"), "quiet")
    brought = tag("div", [told, tag("label", [tag("span", _("选择文件导入")), picker], "button briefing-file"), _say()])
    hint = tag("p", _("在任意页面按“加入汇报”，把当前画面加为一幕。"), "quiet")
    return [listing_card(_("新建汇报"), still([new, hint])), listing_card(_("导入汇报"), still(brought))]


def _say() -> Safe:
    return tag("p", None, "act-say", role="alert")


def _table(rows: list[Row], now: datetime) -> Component:
    heads = [tag("th", _(name) if name else "", "num" if name in NUMBERS else "") for name in HEADS]
    body = tag("tbody", [_row(row, now) for row in rows])
    table = tag("table", [tag("thead", tag("tr", heads)), body], "ledger carded briefings")
    none = [] if rows else [tag("p", _("还没有汇报：在左侧新建，或在任意页面按“加入汇报”"), "quiet")]
    meta = [tag("span", moment(now, now), "n as-of")]
    return listing_card(_("汇报列表"), [tag("div", table, "ledger-box"), *none], meta)


def _row(row: Row, now: datetime) -> Safe:
    shared = "、".join(_(ROLES[role]) for role in row["shared"]) or "—"
    frozen = _("已冻结 {time}").format(time=moment(row["frozen_at"], now)) if row["frozen_at"] else _("实时")
    cells = [
        (link(tag("b", row["title"]), f"/briefing/edit/{row['code']}", "two", data_carry="view"), ""),
        (number(row["scenes"]), "n num"),
        (lasting(row["minutes"]), "n num"),
        (_(row["owner_name"]), ""),
        (shared, ""),
        (frozen, ""),
        (moment(row["changed_at"], now), "n"),
        (_acts(row), "briefing-acts"),
    ]
    labels = [_(name) if name else "" for name in HEADS]
    told = [tag("td", inside, how, data_label=label) for label, (inside, how) in zip(labels, cells, strict=True)]
    return tag("tr", told, data_briefing=row["code"])


def _acts(row: Row) -> list[Safe]:
    def act(name: str, words: str, more: str = "") -> Safe:
        return tag("button", words, f"button small {more}".strip(), type="button", data_briefing_act=name)

    play = [act("show", _("播放"), "primary")] if row["gives"] and row["scenes"] else []
    copies = [act("copy", _("复制"))] if row["gives"] else []
    file = [link(_("导出"), f"/briefing/data/{row['code']}/file", "button small", download="")]
    paper = [link(_("讲义"), f"/handout?code={row['code']}", "button small", data_carry="view")]
    return [*play, *copies, *paper, *file, *([act("remove", _("删除"))] if row["mine"] else [])]


def json_of(value: Any) -> str:
    """For a script, in an attribute."""
    return json.dumps(value, ensure_ascii=False)
