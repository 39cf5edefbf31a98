"""食品安全包保: how many businesses were visited in time, region by region, and who is to go where next."""

from datetime import datetime

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, region_row, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.food import answer
from data.queries.food_cases import DUE, EVERY, SOON
from data.things.fields import TIERS
from data.times import local
from data.view import View

KEY = "food"
LISTED = 8
BELOW = ("区划", "食品主体", "在期率", "将到期", "逾期", "未督导", "未改问题")
LATE = ("主体", "包保责任人", "最近督导", "下次督导", "督导")
LOOKS = {"never": "mark mark-late", "overdue": "mark mark-over", "soon": "mark mark-stage"}


def body() -> list[Component]:
    return [
        part(KEY, "total", className="study-say"),
        part(KEY, "below", className="table food-below"),
        part(KEY, "rows", className="table food-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    total, below = next(iter(answer.parts.get("food", [])), None), answer.parts.get("food_below", [])
    return {
        "sub": {"children": _("督导在期与责任人")},
        "total": {"children": _say(total) if total else None},
        "below": {"children": [head_row(BELOW), *map(_below, below)] if below else None},
        "rows": {"children": [head_row(LATE), *map(_row, answer.rows[:LISTED])] if answer.rows else None},
        "rule": {"children": _rule()},
    }


def _say(one: Row) -> str:
    words = _("食品主体 {n} 家，督导在期 {done} 家，{soon} 家将到期，逾期 {overdue} 家，未督导 {never} 家")
    return words.format(**{name: number(one[name]) for name in ("n", "done", "soon", "overdue", "never")})


def _rule() -> str:
    words = _("督导间隔：A、B级 {long} 天，C、D级 {short} 天（本系统默认值）；{soon} 天内到期为将到期")
    return words.format(long=EVERY["A"].days, short=EVERY["D"].days, soon=SOON.days)


def _below(one: Row) -> Safe:
    whole = int(one["n"] or 0)
    cells = [
        text(str(one["name"])),
        num(number(whole)),
        num(percent(100 * (int(one["done"] or 0) + int(one["soon"] or 0)) / whole if whole else None)),
        num(number(one["soon"])),
        num(number(one["overdue"]), "over" if one["overdue"] else ""),
        num(number(one["never"]), "over" if one["never"] else ""),
        num(number(one["problems"])),
    ]
    return region_row(str(one["code"]), cells)


def _row(one: Row) -> Safe:
    tier = _(TIERS[str(one["tier"])]) if one["tier"] else NONE
    about = [tag("b", str(one["name"])), tag("small", f"{tier} · {one['place']}")]
    due = str(one["due"])
    late = _("{n}天").format(n=number(one["days"])) if one["days"] is not None else ""
    cells = [
        tag("a", about, "two", href=f"/things/food/{one['code']}", data_carry="lang"),
        text(str(one["person"] or _("无人")), "" if one["person"] else "over"),
        num(_day(one["checked"])),
        num(_day(one["due_at"])),
        tag("span", [tag("span", _(DUE[due]), LOOKS[due]), tag("small", late, "n")], "food-due"),
    ]
    return row(cells)


def _day(told: object) -> str:
    return f"{local(datetime.fromisoformat(told)):%Y-%m-%d}" if isinstance(told, str) else NONE


panel = Panel(
    key=KEY,
    title="食品安全包保",
    slot="study-right",
    order=578,
    topics=("features",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记食品主体",
)
