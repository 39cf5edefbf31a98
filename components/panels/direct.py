"""一键直达: how many general cases went straight to their agency, how punctually they were closed; then by agency."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, row, sure, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.direct_cases import answer
from data.view import View
from data.words import WINDOWS

KEY = "direct"
LISTED = 8
HEADS = ("责任单位", "直达", "结案", "按时办结", "中位用时")


def body() -> list[Component]:
    return [
        part(KEY, "say", className="study-say"),
        part(KEY, "rows", className="table direct-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    told = next(iter(answer.parts.get("direct", [])), None)
    rule = _("分类或等级属一般的事件，从采集直接派到权责清单的单位；用时：直达到结案的工作日，每日 7 小时")
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "say": {"children": _say(told) if told else None},
        "rows": {"children": [head_row(HEADS), *(_row(one) for one in answer.rows[:LISTED])] if answer.rows else None},
        "rule": {"children": rule},
    }


def _say(one: Row) -> str:
    words = _("直达 {n} 件，已结案 {closed} 件，按时 {rate}（95% 区间 {low}–{high}），中位 {days} 个工作日").format(
        n=number(one["raised"]),
        closed=number(one["closed"]),
        rate=percent(one["on_time"]),
        low=percent(one["low"]),
        high=percent(one["high"]),
        days=number(one["days"], 1),
    )
    few = _("；样本不足") if one["thin"] else ""
    return words + few + ("" if one["whole"] else _("；件数多，只看最近的"))


def _row(one: Row) -> Safe:
    cells = [
        text(str(one["name"])),
        num(number(one["sent"])),
        num(number(one["closed"])),
        sure(percent(one["on_time"]), one["closed"]),
        num(_("{n}天").format(n=number(one["days"], 1)) if one["days"] is not None else NONE),
    ]
    return row(cells, "thin" if one["thin"] else "")


panel = Panel(
    key=KEY,
    title="一键直达",
    slot="study-left",
    order=544,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有直达的事件",
)
