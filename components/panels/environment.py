"""环境质量预测: air, water and noise stations with their limit, their last day, and the hours to come with a band."""

from datetime import datetime

from dash.development.base_component import Component

from components.ahead_curve import by_code, curve, share_of, unsure, when
from components.frame import part
from components.marks import doubt, glyph, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.environment import answer
from data.risk_words import QUANTITIES
from data.times import local
from data.view import View
from data.words import FRESHNESS

KEY = "environment"
NEAR, FULL = 80, 100  # percent of the limit
RULE = (
    "预测：近 7 日同时段均值 × 最近整点实况与其均值之比（0–3 倍）；虚线旁的带为该规则近一日回测的平均误差；限值以上着色"
)


def body() -> list[Component]:
    return [
        part(KEY, "alerts", className="crowd-alerts", tabIndex=0),
        part(KEY, "cards", className="crowd-cards"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    series, ahead = by_code(answer, "series"), by_code(answer, "ahead")
    over = sum(1 for row in answer.rows if share_of(row) >= FULL)
    soon = sum(1 for row in answer.rows if row["over_at"] and share_of(row) < FULL)
    words = _("{n} 站 · 超限 {over} 站 · 预计超限 {soon} 站")
    cards = [_card(row, series[str(row["code"])], ahead[str(row["code"])], answer.as_of) for row in answer.rows]
    return {
        "sub": {"children": words.format(n=number(len(answer.rows)), over=number(over), soon=number(soon))},
        "alerts": {"children": _alerts(answer.parts.get("alerts", []), answer.as_of)},
        "cards": {"children": cards},
        "rule": {"children": _(RULE)},
    }


def _alerts(rows: list[Row], now: datetime | None) -> list[Safe]:
    if not rows:
        return [tag("p", _("没有环境预警"), "quiet")]
    return [tag("ol", [_alert(row, now) for row in rows])]


def _alert(row: Row, now: datetime | None) -> Safe:
    title = tag("a", str(row["title"] or NONE), href=f"/warnings/{row['code']}", data_carry="view")
    cells = [level_shape(int(row["colour"] or 4)), tag("span", _("环境预警"), "mark"), title]
    return tag("li", [*cells, tag("span", str(row["place"]), "alert-place"), tag("time", when(row["at"], now), "n")])


def _card(row: Row, series: list[Row], ahead: list[Row], now: datetime | None) -> Safe:
    name = tag("b", str(row["name"]), title=str(row["code"]))
    what = QUANTITIES[str(row["quantity"])].word
    near = share_of(row) >= NEAR
    told = f"{'▲ ' if near else ''}{number(row['value'], 2 if _fine(row) else None)}"
    value = [doubt(), " "] if unsure(row) else [tag("b", told, "n"), _(str(row["unit"]))]
    bar = (
        _("/ 限值 {bar} {unit}").format(bar=number(row["bar"]), unit=_(str(row["unit"])))
        if row["bar"]
        else _("未设限值")
    )
    share = [tag("span", percent(row["share"]), "n")] if row["bar"] else []
    hours = (
        tag("ol", [_ahead(one, row) for one in ahead], "crowd-ahead")
        if ahead
        else tag("p", _("历史不足一日，不作预测"), "quiet")
    )
    fresh = [glyph(str(row["freshness"])), f"{_(FRESHNESS[str(row['freshness'])])} {when(row['at'], now)}"]
    inside = [
        tag("header", [name, tag("small", _(what))]),
        tag("div", [*value, tag("small", bar, "n"), *share], "value"),
        curve(series, ahead, row["bar"]),
        hours,
        tag("footer", fresh),
    ]
    look = "full" if share_of(row) >= FULL else "near" if near or row["over_at"] else ""
    return tag("article", inside, f"crowd {look}".strip())


def _fine(row: Row) -> bool:
    return isinstance(row["bar"], int | float) and row["bar"] < 10


def _ahead(one: Row, row: Row) -> Safe:
    """`16时 预测 0.62 ±0.08`"""
    digits = 2 if _fine(row) else 0
    value, bar = one["value"], row["bar"]
    over = isinstance(bar, int | float) and isinstance(value, int | float) and value > bar
    error = f"±{number(one['error'], digits)}" if one["error"] is not None else _("未回测")
    hour = f"{local(datetime.fromisoformat(str(one['at']))):%H:%M}"
    cells = [tag("small", hour, "n"), tag("b", f"{'▲ ' if over else ''}{number(value, digits)}", "n")]
    return tag("li", [*cells, tag("small", error, "n")], "attn" if over else "")


panel = Panel(
    key=KEY,
    title="环境质量预测",
    slot="theme",
    order=612,
    topics=("stations", "readings", "warnings"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有空气、水质、噪声监测点",
)
