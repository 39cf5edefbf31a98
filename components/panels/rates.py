"""The five rates of 12345 handling, each with how many cases stand behind it."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.numbers import number, percent
from components.registry import Panel, Props
from components.slices import FOLLOWS, sub
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.rates import answer
from data.queries.wilson import LEAST
from data.view import View

KEY = "rates"


def body() -> Component:
    return part(KEY, "rows", className="rates")


def draw(answer: Answer, view: View) -> dict[str, Props]:
    return {
        "sub": {"children": sub(answer, view)},
        "rows": {"children": [_rate(row) for row in answer.rows]},
    }


def _rate(row: Row) -> Component:
    """The definition, and how sure the rate is, are told on hovering; what it is a share of always."""
    cases = html.Small([f"{number(row['hits'])}/{number(row['n'])}"], className="n")
    few = [html.Em(_("样本不足"), title=_("少于 {least} 件").format(least=LEAST))] if row["thin"] else []
    inside = [html.Span(_(str(row["label"]))), html.B(percent(row["value"]), className="n"), cases, *few]
    return html.Div(inside, className="rate thin" if row["thin"] else "rate", title=_hint(row))


def _hint(row: Row) -> str:
    definition = _(str(row["note"]))
    if row["low"] is None:
        return definition
    sure = _("95% 置信区间 {low}–{high}").format(low=percent(row["low"]), high=percent(row["high"]))
    return f"{definition} · {sure}"


panel = Panel(
    key=KEY,
    title="五率",
    slot="centre-right",
    order=300,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有事件",
)
