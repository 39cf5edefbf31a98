"""反复点: where the same trouble comes back after it was closed, and whether its cause is being dealt with."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number, percent
from components.registry import Panel, Props
from components.tables import num, row, text
from data.answer import Answer, Row, Value
from data.language import gettext as _
from data.queries.repeated import answer
from data.view import View
from data.words import STATES, WINDOWS

KEY = "repeated"
LISTED = 12
HEADS = ("类别 · 地点", "反复", "间隔中位", "最近一件", "治本")


def body() -> list[Component]:
    return [
        part(KEY, "say", className="study-say"),
        part(KEY, "rows", className="table repeated-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    rooted = sum(row["root_code"] is not None for row in answer.rows)
    words = _("{n} 处反复，{rooted} 处已立治本件").format(n=number(len(answer.rows)), rooted=number(rooted))
    heads = row((text(_(label)) for label in HEADS), "row-head")
    return {
        "sub": {"children": _("{window}内又报").format(window=_(WINDOWS[view.window]))},
        "say": {"children": words},
        "rows": {"children": [heads, *(_row(one) for one in answer.rows[:LISTED])]},
        "rule": {"children": _rule(answer)},
    }


def _rule(answer: Answer) -> str:
    read = next(iter(answer.parts.get("read", [])), {})
    words = _("同类、{m} 米内、结案后又报，{n} 次及以上；自 {first} 看起").format(
        m=number(read.get("metres")), n=number(read.get("times")), first=str(read.get("first") or "")
    )
    vague = read.get("vague")
    less = _("（件数多，未看满 90 天；到下级可看全）") if read and not read["whole"] else ""
    left = _("；{n} 件只知区划（{share}），不计").format(
        n=number(vague), share=percent(_share(vague, read.get("looked")))
    )
    return words + less + (left if vague else "")


def _share(part: Value, whole: Value) -> float:
    return 100 * float(part or 0) / float(whole or 1)


def _row(one: Row) -> Safe:
    where = tag("span", [tag("b", _(str(one["label"]))), tag("small", f"{one['place']} · {one['around']}")], "two")
    done = _("历次处置：{who}").format(who=one["agencies"]) if one["agencies"] else ""
    days = _("{n}天").format(n=number(one["interval"], 1)) if one["interval"] is not None else "—"
    last = tag("a", str(one["code"]), "n list-link", href=f"/events/{one['code']}", data_carry="view")
    cells = [where, num(_("{n}次").format(n=number(one["times"])), "strong"), num(days), last, _root(one)]
    return tag("div", cells, "row", title=done)


def _root(one: Row) -> Safe:
    """The case against the cause, or the way to open one: on the page of the last report."""
    if one["root_code"] is None:
        return tag("a", _("立治本件"), "button small", href=f"/events/{one['code']}", data_carry="view")
    words = f"{one['root_code']} · {_(STATES.get(str(one['root_stage']), ''))}"
    return tag("a", words, "list-link", href=f"/events/{one['root_code']}", data_carry="view")


panel = Panel(
    key=KEY,
    title="反复上报",
    slot="study-right",
    order=520,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有反复上报的地点",
)
