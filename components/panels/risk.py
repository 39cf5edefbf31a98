"""Disaster-risk points by kind and level, with the key sites and resources that stand beside them."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.marks import level_shape
from components.markup import Safe, tag
from components.numbers import number, share
from components.registry import Panel, Props
from components.tables import num, piece, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.risk import answer
from data.view import View
from data.words import LAYERS, RISK_GRADES

KEY = "risk"


def body() -> list[Component]:
    return [
        part(KEY, "tiles", className="level-tiles"),
        part(KEY, "rows", className="table risk-table paged"),
        part(KEY, "beside", className="beside"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    most = max((float(row["total"] or 0) for row in answer.rows), default=0.0)
    total = sum(int(row["total"] or 0) for row in answer.rows)
    return {
        "sub": {"children": f"{number(total)} {_(answer.unit)}"},
        "tiles": {"children": [_tile(grade, word, answer.rows) for grade, word in RISK_GRADES.items()]},
        "rows": {"children": [_row(kind, most) for kind in answer.rows]},
        "beside": {
            "children": [
                _list("key_site", answer.parts.get("sites", [])),
                _list("resource", answer.parts.get("resources", [])),
            ]
        },
    }


def _tile(grade: int, word: str, rows: list[Row]) -> Component:
    n = sum(int(row[f"g{grade}"] or 0) for row in rows)
    inside = [level_shape(grade, numeral=True), html.Span(_(word)), html.B(number(n), className="n")]
    return html.Div(inside, className=f"level-tile level-{grade}{'' if n else ' none'}")


def _row(kind: Row, most: float) -> Safe:
    pieces = [piece(share(kind[f"g{grade}"], most), f"piece piece-{grade}") for grade in RISK_GRADES]
    grades = [num(number(kind[f"g{grade}"]), f"wide grade-{grade}") for grade in RISK_GRADES]
    total = num(number(kind["total"]), "strong")
    return row([text(_(str(kind["label"]))), tag("span", pieces, "bar bar-stack"), *grades, total])


def _list(layer: str, rows: list[Row]) -> Component:
    items = [
        html.Span([_(str(row["label"])), html.B(number(row["value"]), className="n")]) for row in rows if row["value"]
    ]
    return html.Div([html.I(className=f"sym sym-{layer}"), html.B(_(LAYERS[layer])), *items], className="beside-list")


panel = Panel(
    key=KEY,
    title="灾害风险点",
    slot="risk-right",
    order=240,
    topics=("features",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有灾害风险点",
)
