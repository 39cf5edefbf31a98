"""客流与路况预测: counting stations against their limits, their last day, the hours expected; what there is to mind."""

from datetime import datetime

from dash.development.base_component import Component

from components.ahead_curve import by_code, curve, share_of, unsure, when
from components.frame import part
from components.marks import doubt, glyph, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number, percent, share
from components.registry import Panel, Props
from components.tables import bar
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.crowds import answer
from data.risk_words import STATION_KINDS
from data.times import local
from data.view import View
from data.words import FRESHNESS

KEY = "crowds"
NEAR, FULL = 80, 100  # percent of the limit, LB/T 034-2014
ALERTS = {"crowd": "客流预警", "weather": "气象预警", "ahead": "预测超限"}
RULE = (
    "预测：近 7 日同时段均值 × 最近整点实况与其均值之比（0–3 倍）；± 为最近一日按同一规则回测的平均误差；"
    "承载上限 80% 起关注（LB/T 034-2014）"
)


def body() -> list[Component]:
    return [
        part(KEY, "alerts", className="crowd-alerts", tabIndex=0),
        part(KEY, "cards", className="crowd-cards"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    alerts = answer.parts.get("alerts", [])
    series, ahead = by_code(answer, "series"), by_code(answer, "ahead")
    cards = [_card(row, series[str(row["code"])], ahead[str(row["code"])], answer.as_of) for row in answer.rows]
    full = sum(1 for row in answer.rows if share_of(row) >= NEAR)
    return {
        "sub": {
            "children": _("{n} 站 · 接近或超过承载 {full} 站").format(n=number(len(answer.rows)), full=number(full))
        },
        "alerts": {"children": _alerts(alerts, answer.as_of)},
        "cards": {"children": cards},
        "rule": {"children": _(RULE)},
    }


def _alerts(rows: list[Row], now: datetime | None) -> list[Safe]:
    if not rows:
        return [tag("p", _("没有客流、气象预警，预测也不超限"), "quiet")]
    return [tag("ol", [_alert(row, now) for row in rows])]


def _alert(row: Row, now: datetime | None) -> Safe:
    """What is expected is no warning yet, and looks like none."""
    kind = str(row["kind"])
    sign = level_shape(int(row["colour"])) if isinstance(row["colour"], int) else tag("i", "◷", "ahead-sign")
    words = tag("b", _("预计 {at} 起超过承载").format(at=_hour(row["at"]))) if kind == "ahead" else _warning(row)
    told = "" if kind == "ahead" else when(row["at"], now)
    cells = [sign, tag("span", _(ALERTS[kind]), "mark mark-late" if kind == "ahead" else "mark"), words]
    return tag("li", [*cells, tag("span", str(row["place"] or NONE), "alert-place"), tag("time", told, "n")])


def _warning(row: Row) -> Safe:
    return tag("a", str(row["title"] or NONE), href=f"/warnings/{row['code']}", data_carry="view")


def _card(row: Row, series: list[Row], ahead: list[Row], now: datetime | None) -> Safe:
    near, full = share_of(row) >= NEAR, share_of(row) >= FULL
    kind = _(STATION_KINDS.get(str(row["kind"]), str(row["kind"])))
    name = tag("b", str(row["name"]), title=str(row["code"]))
    head = tag("header", [name, tag("small", str(row["spot"] or kind))])
    sign = "▲ " if near else ""
    limit = (
        _("/ 承载 {bar} {unit}").format(bar=number(row["bar"]), unit=_(str(row["unit"])))
        if row["bar"]
        else _("未设承载上限")
    )
    figure = [doubt(), " "] if unsure(row) else [tag("b", f"{sign}{number(row['value'])}", "n"), _(str(row["unit"]))]
    told = [*figure, tag("small", limit, "n")]
    load = (
        [tag("div", [bar(share(row["share"], 100)), tag("span", percent(row["share"]), "n")], "crowd-load")]
        if row["bar"]
        else []
    )
    hours = (
        tag("ol", [_ahead(one, row["bar"]) for one in ahead], "crowd-ahead")
        if ahead
        else tag("p", _("历史不足一日，不作预测"), "quiet")
    )
    fresh = tag(
        "footer", [glyph(str(row["freshness"])), f"{_(FRESHNESS[str(row['freshness'])])} {when(row['at'], now)}"]
    )
    look = "full" if full else "near" if near else ""
    return tag(
        "article",
        [head, tag("div", told, "value"), *load, curve(series, ahead, row["bar"]), hours, fresh],
        f"crowd {look}",
    )


def _ahead(one: Row, limit: object) -> Safe:
    """`16时 预测 620 ±80`"""
    value = one["value"]
    over = isinstance(limit, int | float) and isinstance(value, int | float) and value > limit
    error = f"±{number(one['error'], 0)}" if one["error"] is not None else _("未回测")
    cells = [
        tag("small", _hour(one["at"]), "n"),
        tag("b", f"{'▲ ' if over else ''}{number(value, 0)}", "n"),
        tag("small", error, "n"),
    ]
    return tag("li", cells, "attn" if over else "")


def _hour(told: object) -> str:
    return f"{local(datetime.fromisoformat(str(told))):%H:%M}"


panel = Panel(
    key=KEY,
    title="客流与路况预测",
    slot="theme",
    order=610,
    topics=("stations", "readings", "warnings", "features"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有客流或道路监测点",
)
