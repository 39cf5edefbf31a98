"""KPI strip: what stands behind the platform, how the window runs, what is ready for an emergency."""

from datetime import datetime, timedelta

from dash import html
from dash.development.base_component import Component

from components.frame import part, title
from components.marks import chip, dated
from components.numbers import number, percent, scaled
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.kpi import answer
from data.view import View
from data.words import WINDOWS

KEY = "kpi"
GROUPS = ("base", "today", "emergency")
REGISTER = timedelta(days=31)


def body() -> Component:
    titles = {"base": _("数据底座"), "today": part(KEY, "window", tag=html.Span), "emergency": _("应急底座")}
    return html.Div([_group(group, title(panel, titles[group])) for group in GROUPS], className="kpi-groups")


def _group(group: str, heading: Component) -> Component:
    right = part(KEY, "meta" if group == "today" else f"{group}-meta", className="panel-meta")
    header = html.Header([heading, right], className="kpi-head")
    return part(
        KEY, group, [header, part(KEY, f"{group}-items", className="kpi-items")], className=f"kpi-group kpi-{group}"
    )


def draw(answer: Answer, view: View) -> dict[str, Props]:
    parts: dict[str, Props] = {"window": {"children": _("{window}运行").format(window=_(WINDOWS[view.window]))}}
    for group in GROUPS:
        rows = [row for row in answer.rows if row["group"] == group]
        parts[group] = {"hidden": not rows, "style": {"flexGrow": sum(_room(row) for row in rows)}}
        parts[f"{group}-items"] = {"children": [_item(row, _headline(rows)) for row in rows]}
        if rows and group != "today":
            parts[f"{group}-meta"] = {"children": _meta(rows, answer)}
    return parts


def _meta(rows: list[Row], answer: Answer) -> list[Component]:
    moments = [datetime.fromisoformat(str(row["as_of"])) for row in rows if row["as_of"]]
    newest = max(moments, default=None)
    now = max((moment for moment in (newest, answer.as_of) if moment), default=None)
    return dated(_headline(rows), newest, now, REGISTER) if now else [chip(_headline(rows))]


def _headline(rows: list[Row]) -> str:
    """The provenance of most of the group; the odd figure carries its own chip."""
    kinds = [str(row["provenance"]) for row in rows]
    return max(set(kinds), key=lambda kind: (kinds.count(kind), kind)) if kinds else "simulated"


def _room(row: Row) -> int:
    """How much of the strip an item wants: long numbers want more."""
    return 6 + len("".join(_value(row)))


def _value(row: Row) -> tuple[str, str]:
    if row["unit"] == "%":
        return number(row["value"], 1), ""
    return scaled(row["value"])


def _item(row: Row, headline: str) -> Component:
    value, scale = _value(row)
    gap = " " if scale and scale.isascii() else ""
    odd = [chip(str(row["provenance"]))] if row["provenance"] != headline else []
    part_of = [html.Em(_("占上级 {share}").format(share=percent(row["share"])))] if row["share"] is not None else []
    figure = html.Div(
        [
            html.B(value, className="n"),
            html.Span(f"{scale}{gap}{_(str(row['unit']))}" if row["value"] is not None else None),
        ]
    )
    label = html.Div([_(str(row["label"])), *part_of, *odd], className="kpi-label")
    return html.Div([figure, label], className="kpi-item", title=_(str(row["note"] or "")))


panel = Panel(
    key=KEY,
    title="关键指标",
    slot="strip",
    order=1,
    topics=("events", "indicators", "features"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
)
