"""Event funnel 采集上报→立案→派遣→处置→反馈→核查结案→评价: counts, conversion, waiting, and stay against the limit."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number, percent, share, stay
from components.registry import Panel, Props
from components.slices import list_way
from components.tables import head_row, num, piece, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.funnel import answer
from data.view import View
from data.words import STAGES, WINDOWS

KEY = "funnel"
CLIP = 1.6  # a stay is drawn up to 160 % of its limit


def body(key: str = KEY) -> list[Component]:
    return [part(key, "head", className="table funnel-table"), part(key, "rows", className="table funnel-table")]


def draw(answer: Answer, view: View, *, filters: bool = False) -> dict[str, Props]:
    """With `filters`, a row shows its own events in the list."""
    most = max((float(row["count"] or 0) for row in answer.rows), default=0.0)
    total = _("{window}累计").format(window=_(WINDOWS[view.window]))
    labels = ["环节", total, "转化率", "在本环节", "停留 / 时限", "中位", "P90"]
    return {
        "head": {"children": head_row(labels)},
        "rows": {"children": [_row(stage, most, filters) for stage in answer.rows]},
    }


def _row(stage: Row, most: float, filters: bool) -> Safe:
    limit, median = stage["limit"], stage["dwell_p50"]
    over, late = _over(median, limit), _over(stage["dwell_p90"], limit)
    width, figure = share(stage["count"], most), number(stage["count"])
    inside = f"--share:{width.rstrip('%')};--chars:{len(figure)}"  # whether it fits, the stylesheet sees
    count = [piece(width), tag("b", figure, "n", style=inside)]
    cells = [
        tag("span", _(STAGES.get(str(stage["stage"]), "")), title=_(str(stage["label"]))),
        tag("span", count, "bar bar-count"),
        num(percent(stage["conversion"]), "conversion"),
        num(number(stage["waiting"])),
        _bullet(median, limit),
        num(f"{'▲ ' if over else ''}{stay(median)}", "strong over" if over else "strong"),
        num(f"{'▲ ' if late else ''}{stay(stage['dwell_p90'])}", "wide over" if late else "wide"),
    ]
    if not filters:
        return row(cells)
    way = list_way("stage", str(stage["stage"]))
    return tag("a", cells, "row", href=way["href"], data_to_list=way["data-to-list"])


def _over(value: object, limit: object) -> bool:
    return isinstance(value, int | float) and isinstance(limit, int | float) and value > limit


def _bullet(median: object, limit: object) -> Safe:
    """The track ends at 160 % of the limit; the white tick is the limit."""
    if not isinstance(median, int | float) or not isinstance(limit, int | float) or limit <= 0:
        return text("", "bullet none")
    return tag("span", piece(share(min(median / limit, CLIP), CLIP)), "bullet over" if median > limit else "bullet")


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
