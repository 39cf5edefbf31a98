"""Growth of the industries, side by side, against the whole region's."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import signed
from components.registry import Panel, Props
from components.tables import num, piece, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.industry import answer
from data.view import View

KEY = "industry"


def body() -> list[Component]:
    return [part(KEY, "reference", className="reference"), part(KEY, "rows", className="table industry-table paged")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    values = [float(row["value"]) for row in answer.rows if isinstance(row["value"], int | float)]
    reference = next((row for row in answer.parts.get("reference", []) if isinstance(row["value"], int | float)), None)
    if reference:
        values.append(float(reference["value"] or 0))
    low, high = min([0.0, *values]), max([0.0, *values])
    scale = _Scale(low, (high - low) or 1.0)
    mark = scale.at(float(reference["value"] or 0)) if reference else None
    label = f"{_(str(reference['label']))} {signed(reference['value'])}" if reference else ""
    label = f"{_('上级口径')} {label or answer.upper}" if answer.upper else label
    ordered = sorted(
        answer.rows, key=lambda row: -float(row["value"]) if isinstance(row["value"], int | float) else 1e9
    )
    return {
        "note": {"children": None},
        "sub": {"children": " · ".join(filter(None, (f"{_('同比')} {_(answer.unit)}", label)))},
        "reference": {
            "children": html.Span(label) if label else None,
            "style": {"--mark": mark or "0%"},
            "hidden": not reference,
        },
        "rows": {"children": [_row(one, scale, mark) for one in ordered]},
    }


class _Scale:
    """Places values on a track from the lowest (or zero) to the highest (or zero)."""

    def __init__(self, low: float, span: float) -> None:
        self.low, self.span = low, span

    def at(self, value: float) -> str:
        return f"{100 * (value - self.low) / self.span:.2f}%"

    def width(self, value: float) -> str:
        return f"{100 * abs(value) / self.span:.2f}%"


def _row(industry: Row, scale: _Scale, mark: str | None) -> Safe:
    value = industry["value"]
    falls = isinstance(value, int | float) and value < 0
    track: list[Safe] = []
    if isinstance(value, int | float):
        track.append(piece(scale.width(value), "fall" if falls else "rise", scale.at(min(0.0, value))))
    track.append(tag("i", None, "zero", style=f"left:{scale.at(0.0)}"))
    if mark:
        track.append(tag("i", None, "abreast", style=f"left:{mark}"))
    figure = num(signed(value), "strong fall" if falls else "strong")
    return row([text(_(str(industry["name"]))), tag("span", track, "track"), figure])


panel = Panel(
    key=KEY,
    title="产业用电",
    slot="left",
    order=20,
    topics=("indicators",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有公布的指标",
)
