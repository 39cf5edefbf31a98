"""热线“事” × 网格“点”: a matrix of category and place, and in words where much is asked and little solved."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import num, row, text
from components.to_list import to_list
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.pairs import answer, worst
from data.queries.wilson import LEAST
from data.view import View
from data.words import WINDOWS

KEY = "pairs"
PLACES = 9  # columns of the matrix
SAID, LISTED = 3, 8


def body() -> list[Component]:
    return [
        part(KEY, "say", className="study-say"),
        part(KEY, "matrix", className="pairs-matrix"),
        part(KEY, "rows", className="table pairs-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    whole = next(iter(answer.parts.get("all", [])), {})
    return {
        "sub": {"children": _span(answer, view)},
        "say": {"children": _say(answer.rows, whole)},
        "matrix": {"children": _matrix(answer.rows, view)},
        "rows": {"children": [_heads(), *(_row(one, view) for one in answer.rows[:LISTED])]},
        "rule": {
            "children": _(
                "解决：已结案、未重开、评价不低于 3 分；应结：已结束或已过时限。应结少于 {least} 件不作比较"
            ).format(least=LEAST)
        },
    }


def _span(answer: Answer, view: View) -> str:
    read = next(iter(answer.parts.get("read", [])), {})
    words = _(WINDOWS[view.window])
    if not read or read["whole"]:
        return words
    return _("{window}中最近 {n} 件（{first} 起）").format(
        window=words, n=number(read["events"]), first=str(read["first"])[5:]
    )


def _say(rows: list[Row], whole: Row) -> list[Safe]:
    """The pairs that are surely worse than the rest, in a sentence each."""
    hard = worst(rows)[:SAID]
    if not hard:
        return [tag("p", _("没有确定低于全域的“事×点”；应结不足的不作判断"))]
    words = _("{place}的{what}：热线 {n} 件，解决率 {rate}（上限 {high}），低于全域 {all}；同处网格事件 {seen} 件")
    return [
        tag(
            "p",
            words.format(
                place=one["name"],
                what=_(str(one["label"])),
                n=number(one["asked"]),
                rate=percent(one["rate"]),
                high=percent(one["high"]),
                all=percent(whole.get("rate")),
                seen=number(one["seen"]),
            ),
            "hard",
        )
        for one in hard
    ]


def _matrix(rows: list[Row], view: View) -> Safe:
    """Categories down, places across; the rest of the places are on the panel's own page."""
    across = _most(rows, "code")[:PLACES]
    down = _most(rows, "category")
    named = {str(one["code"]): str(one["name"]) for one in rows} | {
        str(one["category"]): _(str(one["label"])) for one in rows
    }
    at = {(str(one["category"]), str(one["code"])): one for one in rows}
    heads = tag("tr", [tag("th", ""), *(tag("th", named[code], "num") for code in across)])
    lines = [tag("tr", [tag("th", named[key]), *(_cell(at.get((key, code)), view) for code in across)]) for key in down]
    return tag("table", [tag("thead", heads), tag("tbody", lines)], "ledger")


def _most(rows: list[Row], name: str) -> list[str]:
    """Keys by how much was asked, the most first."""
    sums: dict[str, int] = {}
    for one in rows:
        sums[str(one[name])] = sums.get(str(one[name]), 0) + int(one["asked"] or 0)
    return sorted(sums, key=lambda key: (-sums[key], key))


def _cell(one: Row | None, view: View) -> Safe:
    if one is None:
        return tag("td", NONE, "n num zero")
    told = _("热线 {n} 件，应结 {settled}，解决率 {rate}；网格 {seen} 件").format(
        n=number(one["asked"]), settled=number(one["settled"]), rate=percent(one["rate"]), seen=number(one["seen"])
    )
    inside = [tag("b", number(one["asked"])), tag("small", NONE if one["thin"] else percent(one["rate"]))]
    way = to_list(view, str(one["code"]), category=str(one["category"]), source="hotline")
    marked = "n num hard" if one["hard"] else "n num thin" if one["thin"] else "n num"
    return tag("td", tag("a", inside, "pair", href=way, title=told), marked)


def _heads() -> Safe:
    labels = ("类别 × 区划", "热线", "应结", "解决率", "95%区间", "网格", "网格解决率")
    return row((text(_(label)) for label in labels), "row-head")


def _row(one: Row, view: View) -> Safe:
    code, category = str(one["code"]), str(one["category"])
    ways = [
        tag("a", number(one["asked"]), "n num strong", href=to_list(view, code, category=category, source="hotline")),
        tag("a", number(one["seen"]), "n num", href=to_list(view, code, category=category, source="grid")),
    ]
    sure = f"{one['low']:.0f}–{one['high']:.0f}%" if isinstance(one["low"], float) else NONE
    marked = "over" if one["hard"] else "thin" if one["thin"] else ""
    cells = [
        text(f"{_(str(one['label']))} × {one['name']}"),
        ways[0],
        num(number(one["settled"])),
        num(percent(one["rate"]), marked),
        num(sure),
        ways[1],
        num(percent(one["seen_rate"])),
    ]
    return row(cells, "thin" if one["thin"] else "")


panel = Panel(
    key=KEY,
    title="热线“事”×网格“点”",
    slot="study-right",
    order=530,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有热线诉求",
)
