"""信访·调解专题: a block a topic, its categories, and the cases that come back."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, change_text, number, percent, stay
from components.registry import Panel, Props
from components.tables import num, row, sure, text
from components.to_list import to_list
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.topical import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import STATES, WINDOWS

KEY = "topical"
HEADS = ("类别", "上报", "办成", "办成率", "重开")


def body() -> list[Component]:
    return [
        part(KEY, "topics", className="topics"),
        part(KEY, "leaves", className="table topic-table"),
        part(KEY, "contested", className="table contested-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    leaves, contested = answer.parts.get("leaves", []), answer.parts.get("contested", [])
    heads = row((text(_(label)) for label in HEADS), "row-head")
    rule = _("办成：受理后结案；一次办成：没有重开、没有退回。受理少于 {least} 件不作比较").format(least=LEAST)
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "topics": {"children": [_topic(one) for one in answer.rows]},
        "leaves": {"children": [heads, *(_leaf(one, view) for one in leaves)] if leaves else None},
        "contested": {"children": [tag("h3", _("争议反复件")), *map(_case, contested)] if contested else None},
        "rule": {"children": rule},
    }


def _topic(one: Row) -> Safe:
    sure_of = f"{one['low']:.0f}–{one['high']:.0f}%" if isinstance(one["low"], float) else NONE
    told = (
        (_("受理"), number(one["filed"]), _("件")),
        (_("办成率"), percent(one["rate"]), sure_of),
        (_("一次办成"), percent(one["first_time"]), _("{n} 件").format(n=number(one["ended"]))),
        (_("用时中位"), stay(one["p50"]), ""),
        (_("按时办结"), percent(one["on_time"]), ""),
        (_("会商"), number(one["rooms"]), _("办成 {n} 件").format(n=number(one["rooms_settled"]))),
    )
    tiles = [
        tag("div", [tag("span", label), tag("b", figure, "n"), tag("small", more)], "tile")
        for label, figure, more in told
    ]
    head = tag(
        "h3",
        [
            _(str(one["label"])),
            " ",
            tag(
                "small",
                _("上报 {n} 件，比上期 {change}").format(n=number(one["reported"]), change=change_text(one["change"])),
            ),
        ],
    )
    return tag("section", [head, tag("div", tiles, "topic-tiles")], "topic thin" if one["thin"] else "topic")


def _leaf(one: Row, view: View) -> Safe:
    name = tag("a", _(str(one["label"])), "list-link", href=to_list(view, leaf=str(one["leaf"])))
    cells = [
        tag("span", name),
        num(number(one["reported"]), "strong"),
        num(number(one["closed"])),
        sure(percent(one["rate"]), one["filed"]),
        num(number(one["reopened"])),
    ]
    return row(cells)


def _case(one: Row) -> Safe:
    marks = (
        (_("上报 {n} 次"), int(one["reports"] or 1), 1),
        (_("重开 {n} 次"), int(one["reopened"] or 0), 0),
        (_("退回 {n} 次"), int(one["returned"] or 0), 0),
    )
    told = " · ".join(words.format(n=n) for words, n, least in marks if n > least)
    cells = [
        tag("span", str(one["title"]), "title", title=f"{one['title']} · {one['code']}"),
        text(str(one["place"]), "place"),
        text(_(STATES.get(str(one["stage"]), ""))),
        num(told, "over"),
    ]
    return tag("a", cells, "row", href=f"/events/{one['code']}", data_carry="view")


panel = Panel(
    key=KEY,
    title="信访·调解专题",
    slot="study-left",
    order=540,
    topics=("events", "rooms"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有这类事件",
)
