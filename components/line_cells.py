"""The figures of a line in: how many cases, how punctually, how well, how fast."""

from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.tables import num, sure
from components.to_list import to_list
from data.answer import Answer, Row
from data.language import gettext as _
from data.view import View

HEADS = ("来件", "结案率", "按时办结", "满意率", "中位用时")


def line_cells(one: Row, view: View) -> list[Safe]:
    """In the order of HEADS; the cases lead to their list."""
    code, cases = str(one["code"]), number(one["cases"])
    return [
        tag("a", cases, "n num strong", href=to_list(view, line=code)) if one["cases"] else num(cases),
        num(percent(one["rate"])),
        sure(percent(one["on_time"]), one["to_close"]),
        sure(percent(one["satisfied"]), one["rated"]),
        num(_("{n}天").format(n=number(one["days"], 1)) if one["days"] is not None else NONE),
    ]


def line_rule(answer: Answer, listed: int) -> str:
    """What the figures mean, and what is not shown."""
    read = next(iter(answer.parts.get("read", [])), {})
    since = "" if read.get("whole", True) else _("；用时只看 {first} 以来上报的").format(first=read["first"])
    more = _("；余下的在本面板页") if len(answer.rows) > listed else ""
    return _("用时：上报到结案的工作日，每日 7 小时；应结少于 30 件的比率不作比较") + since + more
