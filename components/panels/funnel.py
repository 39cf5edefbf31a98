"""Event funnel 采集→立案→派遣→处置→核查→结案→评价: counts, conversion, waiting, and stay against the limit."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.numbers import number, percent, share, stay
from components.registry import Panel, Props
from components.tables import head_row, num
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.funnel import answer
from data.view import View
from data.words import WINDOWS

KEY = "funnel"
CLIP = 1.6  # a stay is drawn up to 160 % of its limit


def body() -> list[Component]:
    return [part(KEY, "head", className="table funnel-table"), part(KEY, "rows", className="table funnel-table")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    most = max((float(row["count"] or 0) for row in answer.rows), default=0.0)
    total = _("{window}累计").format(window=_(WINDOWS[view.window]))
    labels = ["环节", total, "转化率", "在本环节", "停留 / 时限", "中位", "P90"]
    return {
        "head": {"children": head_row(labels)},
        "rows": {"children": [_row(row, most) for row in answer.rows]},
    }


def _row(row: Row, most: float) -> Component:
    limit, median = row["limit"], row["dwell_p50"]
    over = _over(median, limit)
    count = [html.I(style={"width": share(row["count"], most)}), html.B(number(row["count"]), className="n")]
    median_text = f"▲ {stay(median)}" if over else stay(median)
    p90 = f"▲ {stay(row['dwell_p90'])}" if _over(row["dwell_p90"], limit) else stay(row["dwell_p90"])
    cells = [
        text(_(str(row["label"]))),
        html.Span(count, className="bar bar-count"),
        num(percent(row["conversion"]), "conversion"),
        num(number(row["waiting"])),
        _bullet(median, limit),
        num(median_text, "strong over" if over else "strong"),
        num(p90, "wide over" if p90.startswith("▲") else "wide"),
    ]
    return html.Div(cells, className="row")


def _over(value: object, limit: object) -> bool:
    return isinstance(value, int | float) and isinstance(limit, int | float) and value > limit


def _bullet(median: object, limit: object) -> Component:
    """The track ends at 160 % of the limit; the white tick is the limit."""
    if not isinstance(median, int | float) or not isinstance(limit, int | float) or limit <= 0:
        return html.Span(className="bullet none")
    width = share(min(median / limit, CLIP), CLIP)
    return html.Span(html.I(style={"width": width}), className="bullet over" if median > limit else "bullet")


panel = Panel(
    key=KEY,
    title="事件流转",
    slot="right",
    order=20,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有事件",
)
