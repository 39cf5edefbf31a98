"""提级办理: how many cases were raised, how punctually and in how many working days they were closed; then each."""

from datetime import datetime

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.raised_cases import answer
from data.queries.wilson import LEAST
from data.times import local
from data.view import View
from data.words import GRADES, STATES, WINDOWS

KEY = "raised"
LISTED = 8
HEADS = ("事件", "提级后等级", "提级时间", "环节", "用时", "按时")


def body() -> list[Component]:
    return [
        part(KEY, "say", className="study-say"),
        part(KEY, "rows", className="table raised-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    totals = next(iter(answer.parts.get("raised", [])), None)
    rule = _("用时：提级到结案的工作日，每日 7 小时；按时：结案不晚于时限；结案少于 {least} 件不作比较").format(
        least=LEAST
    )
    return {
        "sub": {"children": _("{window}提级").format(window=_(WINDOWS[view.window]))},
        "say": {"children": _say(totals) if totals else None},
        "rows": {"children": [head_row(HEADS), *(_row(one) for one in answer.rows[:LISTED])] if answer.rows else None},
        "rule": {"children": rule},
    }


def _say(one: Row) -> str:
    words = _("提级 {n} 件，已结案 {closed} 件，按时 {rate}（95% 区间 {low}–{high}），中位 {days} 个工作日").format(
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
    case = [tag("b", str(one["title"])), tag("small", f"{one['code']} · {one['place']}")]
    at = one["raised_at"]
    when = f"{local(datetime.fromisoformat(at)):%m-%d %H:%M}" if isinstance(at, str) else NONE
    kept = {True: _("按时"), False: _("超期")}.get(bool(one["on_time"]), "") if one["on_time"] is not None else NONE
    cells = [
        tag("a", case, "two", href=f"/events/{one['code']}", data_carry="view"),
        text(_(GRADES.get(str(one["grade"]), NONE))),
        num(when),
        text(_(STATES.get(str(one["stage"]), ""))),
        num(_("{n}天").format(n=number(one["days"], 1)) if one["days"] is not None else NONE),
        text(kept, "over" if one["on_time"] is False else ""),
    ]
    return row(cells)


panel = Panel(
    key=KEY,
    title="提级办理",
    slot="study-left",
    order=545,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有提级的事件",
)
