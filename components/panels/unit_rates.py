"""五率考核: a row an agency, its five rates; those that surely differ from all agencies together are marked."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.rates import RATES
from data.queries.unit_rates import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import WINDOWS

KEY = "unit_rates"
LISTED = 14
SIGNS = {"above": "▲", "below": "▼"}
HINTS = {"above": "高于合计，差异可信", "below": "低于合计，差异可信"}


def body() -> list[Component]:
    return [part(KEY, "rows", className="table rates-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    marks = {one["code"]: one for one in answer.parts.get("marks", [])}
    whole = answer.parts.get("whole", [])
    rule = _("按五率 95% 置信下限的均值排序；立案少于 {least} 件不排位；▲▼ 与合计之差可信；余下的在本面板页")
    heads = head_row(["", "责任单位", *(label for _key, label, *_rest in RATES), "综合"])
    rows = [_row(one, marks.get(one["code"], {})) for one in answer.rows[:LISTED]]
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "rows": {"children": [heads, *map(_whole, whole), *rows]},
        "rule": {"children": rule.format(least=number(LEAST))},
    }


def _whole(one: Row) -> Safe:
    rates = [num(percent(one[key]), "strong") for key, *_rest in RATES]
    return row([num(""), text(_("合计")), *rates, num("")], "row-whole")


def _row(one: Row, marks: Row) -> Safe:
    rates = [_rate(one, key, str(marks.get(key) or "")) for key, *_rest in RATES]
    cells = [num(str(one["rank"] or NONE), "rank"), text(str(one["name"])), *rates, num(percent(one["sure"]), "strong")]
    return row(cells, "thin" if one["thin"] else "")


def _rate(one: Row, key: str, mark: str) -> Safe:
    """Grey where few cases stand behind it; how many is told on hovering."""
    n = one[f"{key}_n"]
    few = isinstance(n, int) and 0 < n < LEAST
    hint = _("共 {n} 件").format(n=number(n)) + (f" · {_(HINTS[mark])}" if mark else "")
    sign = [tag("i", SIGNS[mark], f"mark-{mark}")] if mark else []
    return tag("span", [*sign, percent(one[key])], "n num thin" if few else "n num", title=hint)


panel = Panel(
    key=KEY,
    title="五率考核",
    slot="study-left",
    order=548,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有派遣到单位的事件",
)
