"""管家: the stewards of trades, then of grids one by one in a town, or how many there are in each region below."""

from dash.development.base_component import Component

from components.fields import link
from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, region_row, row, sure, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.stewards import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import STEWARD_KINDS, WINDOWS

KEY = "stewards"
LISTED = {"industry": 8, "grid": 12}
CALLED = ("走访", "发现", "解决")
TRADES = ("行业管家", "行业", "服务", *CALLED, "事件", "在办", "结案率", "按时办结")
GRIDS = ("公共管家", "网格", "服务", *CALLED, "事件", "在办", "结案率", "按时办结")
BELOW = ("区划", "网格", "有管家", *CALLED, "事件", "每名管家", "按时办结")


def body() -> list[Component]:
    return [
        part(KEY, "say", className="study-say"),
        part(KEY, "grids", className="table stewards-table"),
        part(KEY, "below", className="table stewards-below"),
        part(KEY, "trades", className="table stewards-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    below = [one for one in answer.rows if one["kind"] == "region"]
    rule = _("公共管家按所辖网格的事件，行业管家按所属单位的事件；应结少于 {least} 件的比率不作比较；余下的在本面板页")
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "say": {"children": _say(answer, view)},
        "grids": {"children": _table(GRIDS, answer.rows, "grid")},
        "below": {"children": [head_row(BELOW), *map(_below, below)] if below else None},
        "trades": {"children": _table(TRADES, answer.rows, "industry")},
        "rule": {"children": rule.format(least=number(LEAST))},
    }


def _say(answer: Answer, view: View) -> list[Safe] | None:
    total = answer.parts.get("total", [])
    told = [
        _("{kind} {n} 名").format(kind=_(STEWARD_KINDS[str(one["kind"])]), n=number(one["stewards"])) for one in total
    ]
    visits, issues, solved = (sum(int(one[name] or 0) for one in total) for name in ("visits", "issues", "solved"))
    called = _("走访 {n} 次，发现问题 {issues} 件，已解决 {solved} 件").format(
        n=number(visits), issues=number(issues), solved=number(solved)
    )
    return [tag("p", "、".join(told)), tag("p", [called, " ", _way(view)])] if told else None


def _way(view: View) -> Safe:
    return link(_("走访记录"), f"/visits{view.query()}", "asked-way")


def _table(heads: tuple[str, ...], rows: list[Row], kind: str) -> list[Safe] | None:
    mine = [one for one in rows if one["kind"] == kind][: LISTED[kind]]
    return [head_row(heads), *map(_row, mine)] if mine else None


def _row(one: Row) -> Safe:
    name = tag("span", str(one["name"]), title=str(one["agency"])) if one["name"] else text(_("无人"), "over")
    cells = [
        name,
        text(str(one["place"])),
        num(_("{n} 户").format(n=number(one["served"])) if one["served"] is not None else NONE),
        *_called(one),
        num(number(one["cases"])),
        num(number(one["open"])),
        num(percent(one["rate"])),
        sure(percent(one["on_time"]), one["to_close"]),
    ]
    return row(cells)


def _called(one: Row, mark: bool = True) -> list[Safe]:
    """What was found; of single stewards what is not dealt with yet stands out."""
    left = mark and one["issues"] != one["solved"]
    return [num(number(one["visits"])), num(number(one["issues"])), num(number(one["solved"]), "over" if left else "")]


def _below(one: Row) -> Safe:
    missing = one["manned"] != one["grids"]
    cells = [
        text(str(one["name"])),
        num(number(one["grids"])),
        num(number(one["manned"]), "over" if missing else ""),
        *_called(one, mark=False),
        num(number(one["cases"])),
        num(_("{n} 件").format(n=number(one["each"], 1)) if one["each"] is not None else NONE),
        sure(percent(one["on_time"]), one["to_close"]),
    ]
    return region_row(str(one["code"]), cells)


panel = Panel(
    key=KEY,
    title="网格员与行业管家",
    slot="study-right",
    order=576,
    topics=("events", "rules", "visits"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有登记管家",
)
