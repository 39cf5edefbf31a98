"""The storm of these days in one line: name, place, wind, pressure, how far now, when and how near at its nearest."""

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.numbers import number
from components.registry import Panel, Props
from components.storms import force
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.typhoon import answer
from data.times import local
from data.view import View

KEY = "typhoon"


def body() -> list[Component]:
    return [part(KEY, "facts", className="storm-line")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    if not answer.rows:
        return {"facts": {"children": None}}
    row = answer.rows[0]
    name = html.Div([html.I(className="sym sym-typhoon"), html.B([_("台风"), " ", str(row["name"])])])
    return {
        "sub": {"children": " · ".join((str(row["season"] or "—"), _("事后最佳路径，非预报")))},
        "facts": {"children": [name, *(_fact(*fact) for fact in _facts(row))]},
    }


def _facts(row: Row) -> list[tuple[str, str, str]]:
    """(label, figure, what it comes to)."""
    wind, nearest = row["wind_ms"], _local(str(row["nearest_at"]))
    beaufort = force(wind) if wind is not None else ""
    return [
        (_("中心位置"), f"{number(row['lat'], 1)}°N {number(row['lon'], 1)}°E", ""),
        (_("中心风速"), f"{number(wind)} m/s", beaufort),
        (_("中心气压"), f"{number(row['pressure'], 0)} hPa", ""),
        (_("距本市"), f"{number(row['km'])} km", ""),
        (_("将最近") if row["ahead"] else _("曾最近"), f"{number(row['nearest_km'])} km", f"{nearest:%m-%d %H:%M}"),
    ]


def _local(text: str) -> datetime:
    return local(datetime.fromisoformat(text))


def _fact(label: str, figure: str, more: str) -> Component:
    inside: list[Component] = [html.Span(label), html.B(figure, className="n")]
    return html.Div([*inside, html.Em(more, className="n")] if more else inside)


panel = Panel(
    key=KEY,
    title="台风",
    slot="risk-top",
    order=200,
    topics=("storms",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang", "storm"),
    nothing="当前没有台风",
)
