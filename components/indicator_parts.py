"""The sheet of one indicator: its values, the level below, its versions, and what was said otherwise before."""

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from components.economy_table import SORT, files_at, sorted_table
from components.event_words import moment
from components.fields import link
from components.indicator_words import abnormal_words, apart, called, field_words, whole_period
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from components.plots import Plot, axis
from data.indicator.definition import DIRECTIONS, FREQUENCIES, KINDS
from data.language import gettext as _
from data.queries.indicator_sheet import PERCENT, Sheet
from data.queries.indicator_values import Point
from data.view import View

Row = dict[str, Any]
Chosen = Mapping[str, str]
HEADS = (
    ("period", "时期", ""),
    ("value", "数值", "num"),
    ("province", "全省", "num"),
    ("vs_province", "与全省差", "num"),
    ("vs_target", "与目标差", "num"),
    ("last_year", "去年同期", "num"),
    ("vs_last_year", "比去年同期", "num"),
    ("rank", "同级位次", "num"),
    ("provenance", "数据性质", ""),
    ("", "", ""),
)
BELOW = (
    ("rank", "位次", "num"),
    ("name", "区划", ""),
    ("", "", ""),
    ("value", "数值", "num"),
    ("provenance", "数据性质", ""),
    ("", "", ""),
)
BY = ("by", "bydown")  # the order of the level below
TOLD = ("", "", "province", "vs_province", "vs_target", "last_year", "vs_last_year", "rank", "", "")  # a column each
DRAWN = 36  # periods on the chart


def sheet_head(one: Sheet, view: View) -> Component:
    """The newest value large, beside the line of those before."""
    newest = one.rows[0] if one.rows else None
    meta = [chip(newest["provenance"])] if newest else []
    if newest is None:
        words = _("{place}还没有这个指标的数").format(place=one.here.name)
        return listing_card(called(one.row), tag("p", words, "quiet"), meta, "indicator-head")
    value = tag("b", [number(newest["value"]), tag("small", _(one.row["unit"]))], "n indicator-value")
    warned = abnormal_words(one.row, newest["abnormal"])
    told = [
        tag("p", [one.here.name, " · ", whole_period(newest["period"])], "quiet"),
        value,
        *([tag("p", [tag("i", None, "lv lv-2"), " ", warned], "indicator-abnormal")] if warned else []),
        tag("p", _compared(one, newest), "indicator-compared"),
    ]
    inside = tag("div", [tag("div", told), _chart(one.points[-DRAWN:])], "indicator-top")
    return listing_card(called(one.row), inside, meta, "indicator-head")


def _files(one: Sheet, name: str, view: View, chosen: Chosen, names: tuple[str, str]) -> list[Safe]:
    given = {"region": one.here.code} | {key: chosen.get(key, "") for key in ("at", *names)}
    return files_at(f"/api/v1/indicators/{one.row['code']}/{name}", view, given)


def _compared(one: Sheet, row: Row) -> list[Any]:
    told = []
    share = one.row["unit"] in PERCENT
    for words, name in ((_("与全省"), "vs_province"), (_("与目标"), "vs_target"), (_("比去年同期"), "vs_last_year")):
        if row[name] is not None:
            unit = _("百分点") if share else "%" if name == "vs_last_year" else _(one.row["unit"])
            told.append(tag("span", [tag("small", words), " ", apart(row[name], one.row["direction"], unit)]))
    if row["rank"] is not None:
        words = _("第 {rank}，共 {n} 个").format(rank=row["rank"], n=row["of"])
        told.append(tag("span", [tag("small", _("同级位次")), " ", words]))
    return told


def _chart(points: list[Point]) -> Component | None:
    if len(points) < 2:
        return None
    values: list[float | None] = [one.value for one in points]
    known = [one.value for one in points]
    plot = Plot(len(points), axis(min(known), max(known), most=4), "indicator")
    plot.line(values, "city").dot(len(points) - 1, known[-1], "city", hollow=points[-1].provenance != "published")
    return plot.drawn([_short(one.period.text) for one in points], 5)


def _short(text: str) -> str:
    return text[-7:].replace("..", "")[2:] if len(text) > 6 else text


def values_table(one: Sheet, view: View, chosen: Chosen) -> Component | None:
    if not one.rows:
        return None
    shown = [n for n, name in enumerate(TOLD) if not name or any(row[name] is not None for row in one.rows)]
    heads = [HEADS[n] for n in shown]
    body = [tag("tr", [cells[n] for n in shown]) for cells in (_value(one.row, row) for row in one.rows)]
    table = sorted_table(heads, body, chosen, "indicator-values")
    meta = [tag("span", _("单位：{unit}").format(unit=_(one.row["unit"]))), *_files(one, "values", view, chosen, SORT)]
    return listing_card(_("数值"), tag("div", table, "indicator-box"), meta)


def _value(told: Row, row: Row) -> list[Safe]:
    share, better = told["unit"] in PERCENT, told["direction"]
    ranked = f"{row['rank']}/{row['of']}" if row["rank"] is not None else "—"
    return [
        tag("td", whole_period(row["period"])),
        tag("td", tag("b", number(row["value"])), "n num"),
        tag("td", number(row["province"]), "n num"),
        tag("td", apart(row["vs_province"], better), "num"),
        tag("td", apart(row["vs_target"], better), "num"),
        tag("td", number(row["last_year"]), "n num"),
        tag("td", apart(row["vs_last_year"], better, "" if share else "%"), "num"),
        tag("td", ranked, "n num"),
        tag("td", chip(row["provenance"]), title=row["source"] or _("由系统计算")),
        tag("td", abnormal_words(told, row["abnormal"]), "indicator-abnormal"),
    ]


def below(one: Sheet, view: View, chosen: Chosen) -> Component | None:
    """The level below in the newest period, the best first; a click goes down."""
    if not one.below:
        return None
    highest = max(abs(row["value"]) for row in one.below) or 1.0
    rows = [_region(one.row, row, highest) for row in one.below]
    table = sorted_table(BELOW, rows, chosen, "indicator-below", BY)
    period = one.points[-1].period.text if one.points else ""
    meta = [tag("span", whole_period(period)), *_files(one, "below", view, chosen, BY)]
    return listing_card(_("下级区划"), tag("div", table, "indicator-box"), meta)


def _region(told: Row, row: Row, highest: float) -> Safe:
    width = f"width:{100 * abs(row['value']) / highest:.1f}%"
    bar = tag("span", tag("i", None, style=width), "asked-track indicator-track")
    cells = [
        tag("td", str(row["rank"] or "—"), "n num"),
        tag("td", link(row["name"], f"?region={row['code']}")),
        tag("td", bar),
        tag("td", [number(row["value"]), tag("small", _(told["unit"]))], "n num"),
        tag("td", chip(row["provenance"])),
        tag("td", abnormal_words(told, row["abnormal"]), "indicator-abnormal"),
    ]
    return tag("tr", cells)


def about(one: Sheet) -> Component:
    row = one.row
    limits = " – ".join(number(row[name]) if row[name] is not None else "∞" for name in ("low", "high"))
    facts = {
        _("代码"): row["code"],
        _("领域"): " → ".join(filter(None, (_(row["domain"]), _(row["branch"]), called(row)))),
        _("算法"): _(KINDS[one.kind]) + (f" · {_('逐级汇总')}" if row["roll"] else ""),
        _("公式"): one.words,
        _("口径"): row["formula"] or "",
        _("单位"): _(row["unit"]),
        _("频率"): _(FREQUENCIES[row["frequency"]]) if row["frequency"] in FREQUENCIES else _("一次"),
        _("方向"): _(DIRECTIONS[row["direction"]]),
        _("年度目标"): number(row["target"]),
        _("限值"): limits if limits != "∞ – ∞" else "—",
        _("责任部门"): _(row["department"]),
        _("数据来源"): _(row["source"]),
    }
    told = [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts.items() if value]
    return listing_card(_("定义"), tag("dl", told, "facts indicator-facts"), [tag("span", f"v{row['version']}", "n")])


def versions(one: Sheet) -> Component:
    """Newest first; each says which fields it changed."""
    listed = []
    for n, version in enumerate(one.versions):
        before = one.versions[n + 1]["definition"] if n + 1 < len(one.versions) else None
        changed = [name for name, value in version["definition"].items() if before and before.get(name) != value]
        words = "、".join(field_words(name) for name in changed) or (_("新建") if before is None else "—")
        head = [tag("b", f"v{version['version']}", "n"), " ", moment(version["made_at"], one.now)]
        inside = [tag("span", head), tag("small", f"{version['made_by']} {_(version['reason'])}"), tag("small", words)]
        listed.append(tag("li", inside))
    none = tag("p", _("随系统装入，还没有改过"), "quiet")
    return listing_card(_("版本"), tag("ol", listed, "indicator-history") if listed else none)


def restated(one: Sheet) -> Component | None:
    """What was said otherwise before: what, when, by whom, and why not any more."""
    if not one.restated:
        return None
    rows = [_restated(one, row) for row in one.restated]
    return listing_card(_("重述记录"), tag("ol", rows, "indicator-history"))


def _restated(one: Sheet, row: Row) -> Safe:
    head = [whole_period(row["period"]), " ", tag("b", f"{number(row['was'])} → {number(row['became'])}", "n")]
    first = _("原由 {who} {when} 填报").format(who=row["said_by"] or "—", when=moment(row["said_at"], one.now))
    then = _("{who} {when} 改：{why}").format(who=row["by"], when=moment(row["at"], one.now), why=row["reason"])
    return tag("li", [tag("span", head), tag("small", first), tag("small", then)])
