"""自助报告 "/reports": those that one may see, the issues that one was sent, and the way to a new one."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import entry, field, link
from components.listing import listing, listing_card
from components.many_form import said
from components.markup import Safe, markup, tag
from components.reports_side import act_form, when_words
from components.seat import looks_on
from components.table_tools import stamp, tooled
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, may_act
from data.briefer import Briefer, briefer
from data.commands.reports import NAME
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.reports import makes, reports, sent_to
from data.view import View
from data.words import ROLES

Row = dict[str, Any]
HEADS = ("报告", "制作人", "共享给", "定时", "最近一期", "修改", "")
MAY = {"own": "本人制作", "edit": "可修改", "view": "可查看"}


def reports_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = reports_drawn(house, view, chosen)
        return listing(house, view, refused, "reports", "/reports", _("自助报告"), parts, breadcrumb(), search())


def reports_drawn(
    house: House, _view: View, _chosen: dict[str, str], _role: str = PLAYED[0], _n: int = 1
) -> dict[str, str]:
    """{part: HTML}."""
    me, now = briefer(house), house.clock.now()
    with house.engine.connect() as connection:
        rows = reports(connection, me)
        sent = sent_to(connection, me, now)
    drawn = {"side": [_new(house, me), _sent(sent, now)], "rows": _table(rows, now), "said": said()}
    return {name: markup(inside) for name, inside in drawn.items()}


def _new(house: House, me: Briefer) -> Component:
    if not makes(me):
        inside: Any = looks_on() if not may_act(house) else tag("p", _("您的角色只看报告"), "quiet")
        return listing_card(_("新建报告"), inside)
    words = _("如：部门周报")
    name = field("title", _("报告名称"), entry("title", maxlength=str(NAME), required="", placeholder=words))
    send = tag("button", _("新建并排版"), "button primary", type="submit")
    hint = tag("p", _("从全部面板中挑选，拖到版面上，配上文字；可存成网页，也可出 PDF"), "quiet")
    say = tag("p", None, "act-say", role="alert", data_failed=_("没有办成，请再试"))
    return listing_card(_("新建报告"), tag("form", [hint, name, say, send], "act-form", data_report_new="1"))


def _sent(sent: list[Row], now: datetime) -> Component:
    if not sent:
        return listing_card(_("收到的期"), tag("p", _("近一月没有发给您的报告"), "quiet"))
    return listing_card(_("收到的期"), tag("ul", [_issue(one, now) for one in sent[:12]], "report-issues"))


def _issue(one: Row, now: datetime) -> Safe:
    words = _("{title} 第 {n} 期").format(title=one["title"], n=one["n"])
    when = tag("small", moment(one["as_of"], now), "n")
    if one["fault"]:
        return tag("li", [tag("span", words), when, tag("small", one["fault"], "report-fault")])
    way = (
        link(words, f"/reports/{one['code']}?issue={one['n']}", "list-link", data_carry="archive")
        if one["open"]
        else tag("span", words)
    )
    return tag("li", [way, when, *([] if one["open"] else [tag("small", _("超出您可看的范围"))])])


def _table(rows: list[Row], now: datetime) -> Component:
    heads = [_(name) if name else "" for name in HEADS]
    table = tooled("reports", _("报告列表"), heads, [_row(row, now) for row in rows], "carded reports sort-chips")
    none = [] if rows else [tag("p", _("还没有报告：在左侧新建一份"), "quiet")]
    meta = [tag("span", moment(now, now), "n as-of")]
    return listing_card(_("报告列表"), [table, *none], meta)


def _row(row: Row, now: datetime) -> Safe:
    title = [
        link(tag("b", row["title"]), f"/reports/{row['code']}", data_carry="archive"),
        tag("small", _(MAY[row["may"]])),
    ]
    due = [when_words(row["timing"])]
    due += [tag("small", _("下一期 {at}").format(at=moment(row["next_at"], now)), "n")] if row["next_at"] else []
    last = _("第 {n} 期").format(n=row["issues"])
    issue = (
        link(last, f"/reports/{row['code']}?issue={row['issues']}", "list-link", data_carry="archive")
        if row["issues"]
        else "—"
    )
    cells = [
        (title, "two"),
        (_(row["owner_name"]), ""),
        (_shared(row), ""),
        (due, "two"),
        (issue, "n"),
        (moment(row["changed_at"], now), "n moved"),
        (_acts(row), "report-acts"),
    ]
    labels = [_(name) if name else "" for name in HEADS]
    when = {"data_order": stamp(row["changed_at"])}
    told = [
        tag("td", inside, how, data_label=label, **(when if how == "n moved" else {}))
        for label, (inside, how) in zip(labels, cells, strict=True)
    ]
    return tag("tr", told, data_report=row["code"])


def _shared(row: Row) -> str:
    names = [_(ROLES[one["role"]]) if one["role"] else one["department"] or one["place"] for one in row["shares"]]
    return "、".join(dict.fromkeys(names)) or "—"


def _acts(row: Row) -> list[Safe]:
    there = f"/reports/{row['code']}"
    edit = [link(_("排版"), f"{there}/edit", "button small", data_carry="archive")] if row["changes"] else []
    copies = tag("button", _("复制"), "button small", type="button", data_report_copy=row["code"])
    gone = [act_form("remove", row["code"], _("删除"), _("删除这份报告？各版本和各期一并删除，不能恢复。"))]
    return [*edit, copies, *(gone if row["may"] == "own" else [])]
