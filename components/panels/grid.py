"""Grid statistics: what the region is made of, who looks after it, and the same for the level below."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe
from components.numbers import number, percent, share
from components.registry import Panel, Props
from components.tables import bar, head_row, num, region_row, text, tile
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.grid import answer
from data.view import View
from data.words import LEVELS

KEY = "grid"


def body() -> list[Component]:
    return [
        part(KEY, "totals", className="tiles totals"),
        part(KEY, "head", className="table grid-table"),
        part(KEY, "rows", className="table grid-table paged"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    most = max((float(row["grids"] or 0) for row in answer.rows), default=0.0)
    below = LEVELS.get(answer.level + 1, "")
    labels = [below, "网格", "", "单元", "网格员", "在岗", "覆盖率", "事件", "千人事件", "按时办结"]
    return {
        "sub": {"children": _(LEVELS[answer.level])},
        "totals": {"children": [_total(row) for row in answer.parts.get("totals", [])]},
        "head": {"children": head_row(labels)},
        "rows": {"children": [_row(row, most) for row in answer.rows]},
    }


def _total(row: Row) -> Component:
    value = percent(row["value"]) if row["unit"] == "%" else number(row["value"])
    said, source = row.get("published"), row.get("source") or ""
    if said is not None and said != row["value"]:
        note = html.Em(_("公布 {value}").format(value=number(said)))
        hint = _("登记 {value}，公布 {said}：{source}").format(value=value, said=number(said), source=source)
        return tile(_(str(row["label"])), [value, note], f"total-{row['key']}", title=hint)
    return tile(_(str(row["label"])), value, f"total-{row['key']}", title=str(source))


def _row(row: Row, most: float) -> Safe:
    cells = [
        text(str(row["name"])),
        bar(share(row["grids"], most), "bar-muted"),
        num(number(row["grids"])),
        num(number(row["cells"]), "wide"),
        num(number(row["staff"]), "wide"),
        num(number(row["staff_on_duty"])),
        num(percent(row["coverage"]), "strong"),
        num(number(row["events"]), "wide"),
        num(number(row["per_thousand"], 2)),
        num(percent(row["on_time"]), "wide strong"),
    ]
    return region_row(str(row["code"]), cells)


panel = Panel(
    key=KEY,
    title="网格底座",
    slot="left",
    order=30,
    topics=("regions", "events"),
    ask=answer,
    below=True,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有下一级",
)
