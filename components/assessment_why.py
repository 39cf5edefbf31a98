"""Why somebody has the points it has, line by line; and the rules themselves."""

from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from components.fields import link
from components.listing import listing_card
from components.markup import Safe, tag
from components.numbers import MINUS, NONE, number
from data.assessment.measures import AUDIENCES
from data.assessment.rules import Line
from data.assessment.score import Mark, Standing
from data.assessment.words import found_told, line_name, value_unit, way_told, why_not
from data.language import gettext as _
from data.queries.assessment import Assessment
from data.view import View

HEADS = ("项目", "数据依据", "数值", "95% 区间", "计分办法", "得分", "明细")
RULE_HEADS = ("项目", "满分", "计分办法", "样本至少")
NUMBERS = ("数值", "得分", "满分")  # heads of numbers


def why_card(one: Assessment, row: Standing, view: View) -> Component:
    heads = [tag("th", _(name), "num" if name in NUMBERS else "") for name in HEADS]
    body = [_line(one, row, mark, view) for mark in row.marks]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger carded assessed-why")
    shut = link(_("收起"), "?of=", "button small")
    return listing_card(
        _("{name}：逐项说明").format(name=row.name), [tag("p", _sum(one, row)), tag("div", table, "ledger-box")], [shut]
    )


def _sum(one: Assessment, row: Standing) -> str:
    """The total in a sentence."""
    if row.total is None:
        return _("这段时间没有一项能计分，不排位")
    points = sum(mark.points or 0 for mark in row.marks)
    told = _("计分项目满分合计 {weight} 分，得 {points} 分，折算总分 {total} 分").format(
        weight=f"{row.weight:g}", points=number(points, 1), total=number(row.total, 1)
    )
    if row.rank:
        told += _("；在 {n} 个参加排位的{tier}中排第 {rank}").format(
            n=one.ranked, tier=_(AUDIENCES[one.audience]), rank=row.rank
        )
    elif row.weight < one.rules.counted:
        told += _("；计分项目不足 {n} 分，不排位").format(n=f"{one.rules.counted:g}")
    else:
        told += _("；没有可比的对象，不排位")
    if row.change is not None:
        told += _("；两期都计分的项目比上期 {n} 分").format(n=f"{row.change:+.1f}".replace("-", MINUS))
    return told + (_("；短板是{name}").format(name=line_name(row.weak.line)) if row.weak else "")


def _line(one: Assessment, row: Standing, mark: Mark, view: View) -> Safe:
    line, there = mark.line, way_of(one, row, mark.line, view)
    unit = "%" if line.known.share else f" {value_unit(line)}"
    value = NONE if mark.value is None else f"{number(mark.value, 1)}{unit}"
    low, high = mark.low, mark.high
    sure = NONE if low is None or high is None else f"{low:.1f}–{high:.1f}%"
    points = why_not(mark) or f"{number(mark.points, 1)} / {line.weight:g}"
    look = "num thin assessed-not" if mark.points is None else "n num assessed-weak" if mark is row.weak else "n num"
    cells = [
        tag("td", tag("b", line_name(line)), data_label=_("项目")),
        tag("td", found_told(mark), "assessed-words", data_label=_("数据依据")),
        tag("td", value, "n num", data_label=_("数值")),
        tag("td", sure, "n", data_label=_("95% 区间")),
        tag("td", way_told(line), "assessed-words", data_label=_("计分办法")),
        tag("td", points, look, data_label=_("得分")),
        tag("td", link(_("查看"), there, "list-link") if there else NONE, data_label=_("明细")),
    ]
    return tag("tr", cells)


def way_of(one: Assessment, row: Standing, line: Line, view: View) -> str:
    """The list behind a line; empty where there is none."""
    mine = one.audience == "agency"
    seen = view.but(slice="", region=one.here.code if mine else row.code)
    more: dict[str, Any] = {}
    if line.known.column:
        page, more = "/events", {"agency": row.code} if mine else {"source": line.source}
        more |= {"state": "overdue"} if line.measure == "overdue" else {}
    elif line.measure == "listed":
        page, more = "/lists", {"office": row.code} if mine else {}
    elif line.measure == "readings" and not mine:
        page = "/panel/stations"
    else:
        return ""
    query, extra = seen.query(), urlencode({name: value for name, value in more.items() if value})
    return page + query + ("&" if query and extra else "?" if extra else "") + extra


def rules_card(one: Assessment) -> Component:
    """What is declared: for whom, how many points, how they are earned."""
    heads = [tag("th", _(name), "num" if name in NUMBERS else "") for name in RULE_HEADS]
    body = [_rule(line) for line in one.lines]
    table = tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger carded assessed-rules")
    version = _("第 {version} 版").format(version=one.rules.version)
    shown = tag("details", [tag("summary", _("展开计分规则")), tag("div", table, "ledger-box")], "assessed-declared")
    return listing_card(_("计分规则"), [shown], [tag("span", version, "quiet")])


def _rule(line: Line) -> Safe:
    unit = _(line.known.unit)
    return tag(
        "tr",
        [
            tag("td", tag("b", line_name(line)), data_label=_("项目")),
            tag("td", f"{line.weight:g}", "n num", data_label=_("满分")),
            tag("td", way_told(line), "assessed-words", data_label=_("计分办法")),
            tag("td", f"{line.least} {unit}", "n", data_label=_("样本至少")),
        ],
    )
