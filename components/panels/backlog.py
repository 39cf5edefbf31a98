"""The backlog: open, overdue, due soon, suspended, supervised; by category; and what has been overdue the longest."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.marks import LEVEL_OF_GRADE
from components.markup import Safe, tag
from components.numbers import number, percent, share, stay
from components.registry import Panel, Props
from components.slices import chip, list_way, slice_row
from components.tables import bar, head_row, num, text, tile
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.backlog import answer
from data.view import View
from data.words import GRADES

KEY = "backlog"
TILES = {"open": "在办", "overdue": "超期", "soon": "即将到期", "suspended": "挂账", "supervised": "督办"}


def body() -> list[Component]:
    return [
        part(KEY, "totals", className="tiles backlog-tiles"),
        part(KEY, "rows", className="table backlog-table"),
        part(KEY, "oldest", className="table oldest-table"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    total = next(iter(answer.parts.get("totals", [])), {})
    most = max((float(row["open"] or 0) for row in answer.rows), default=0.0)
    late = answer.parts.get("oldest", [])
    heads = head_row(["类别", "在办", "", "超期", "超期率", "挂账"])
    return {
        "sub": {"children": [_("不论何时上报"), *chip(answer)]},
        "totals": {"children": [_tile(name, total) for name in TILES]},
        "rows": {"children": [heads, *(_row(row, most) for row in answer.rows)]},
        "oldest": {"children": [tag("h3", _("最早到期")), *(_late(row) for row in late)] if late else None},
    }


def _tile(name: str, total: Row) -> Component:
    hints = {"soon": _("已过预警时刻、尚未到期"), "suspended": _("计时已暂停")}
    inside = [number(total.get(name))]
    if name == "overdue" and total.get("share") is not None:
        inside.append(html.Small(percent(total["share"])))
    over = " over" if name == "overdue" and total.get("overdue") else ""
    return tile(_(TILES[name]), inside, f"tile-{name}{over}", title=hints.get(name, ""), **list_way("state", name))


def _row(row: Row, most: float) -> Safe:
    over = "over" if row["overdue"] else ""
    cells = [
        text(_(str(row["label"]))),
        bar(share(row["open"], most)),
        num(number(row["open"]), "strong"),
        num(number(row["overdue"]), over),
        num(percent(row["share"])),
        num(number(row["suspended"])),
    ]
    return slice_row("category", row, cells)


def _late(row: Row) -> Safe:
    minutes, grade = int(row["over"] or 0), str(row["grade"])
    words = _("超 {time}") if minutes > 0 else _("余 {time}")
    cells = [
        tag("i", None, f"lv lv-{LEVEL_OF_GRADE.get(grade, 4)}", title=_(GRADES.get(grade, ""))),
        tag("span", str(row["title"]), "title", title=f"{row['title']} · {row['code']}"),
        text(str(row["place"]), "place"),
        num(words.format(time=stay(abs(minutes))), "over" if minutes > 0 else ""),
    ]
    return tag("a", cells, "row", href=f"/events/{row['code']}")


panel = Panel(
    key=KEY,
    title="在办与超期",
    slot="centre-left",
    order=130,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang", "slice"),
    nothing="没有在办事件",
)
