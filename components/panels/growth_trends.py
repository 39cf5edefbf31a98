"""月度趋势: small charts of the indicators that are followed most, the region solid and the province dashed."""

from dash.development.base_component import Component

from components.fields import link
from components.frame import part
from components.markup import Safe, markup, tag
from components.numbers import number
from components.periods import month_label
from components.plots import Plot, axis, series
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.language import spoken
from data.queries.growth_trends import answer
from data.view import View

KEY = "growth_trends"


def body() -> list[Component]:
    return [part(KEY, "charts", className="growth-trends")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    by_code: dict[str, list[Row]] = {}
    for one in answer.rows:
        by_code.setdefault(str(one["code"]), []).append(one)
    upper = f"{_('上级口径')} {answer.upper} · " if answer.upper else ""
    return {
        "sub": {"children": upper + _("实线本级，虚线全省")},
        "charts": {"children": [_chart(rows) for rows in by_code.values()]},
    }


def _chart(rows: list[Row]) -> Safe:
    last = rows[-1]
    name = str(last["name_en"] if spoken() == "en" else last["name"])
    value = tag("b", [number(last["value"], 1), tag("small", _(str(last["unit"])))], "n")
    head = link([tag("span", name), value], f"/indicators?code={last['code']}", "trend-head", data_carry="beside")
    return tag("div", [head, Safe(markup(_plot(rows)))], "trend-one")


def _plot(rows: list[Row]) -> Component | None:
    own, province = series(rows, "value"), series(rows, "province")
    known = [value for value in (*own, *province) if value is not None]
    if len(rows) < 2:
        return None
    plot = Plot(len(rows), axis(min(known), max(known), most=3), "economy")
    plot.line(province, "province").line(own, "city")
    if own[-1] is not None:
        plot.dot(len(rows) - 1, own[-1], "city", hollow=rows[-1]["provenance"] != "published")
    return plot.drawn([month_label(str(one["period"])) for one in rows], 3)


panel = Panel(
    key=KEY,
    title="月度趋势",
    slot="economy-left",
    order=605,
    topics=("indicators",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有公布的指标",
)
