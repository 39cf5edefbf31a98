"""视频覆盖: how many key sites some camera sees, region by region, and those that none sees, numbered as on the map."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, region_row, row
from components.thing_words import kind_text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.blind import answer
from data.view import View

KEY = "sight"
LISTED = 40
BELOW = ("区划", "重点部位", "看得到", "盲区", "覆盖率")
BLIND = ("盲区", "受威胁人口")
RULE = "看得到：落在某路视频登记的朝向、可视距离与视场角之内；不计房屋、山体遮挡，未登记视域的视频不计入"


def body() -> list[Component]:
    return [
        part(KEY, "total", className="study-say"),
        part(KEY, "below", className="table sight-below"),
        part(KEY, "rows", className="table sight-table", tabIndex=0),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    total, below = next(iter(answer.parts.get("sight", [])), None), answer.parts.get("sight_below", [])
    lines = [_row(one, n) for n, one in enumerate(answer.rows[:LISTED], start=1)]
    return {
        "sub": {"children": _("重点部位与视频视域")},
        "total": {"children": _say(total) if total else None},
        "below": {"children": [head_row(BELOW), *map(_below, below)] if below else None},
        "rows": {"children": [head_row(BLIND), *lines] if lines else None},
        "rule": {"children": _(RULE)},
    }


def _say(one: Row) -> str:
    words = _("重点部位 {sites} 处，看得到 {seen} 处，盲区 {blind} 处；视频 {cameras} 路，已登记视域 {known} 路")
    told = {name: number(one[name]) for name in ("sites", "seen", "cameras", "known")}
    return words.format(**told, blind=number(int(one["sites"] or 0) - int(one["seen"] or 0)))


def _below(one: Row) -> Safe:
    sites, seen = int(one["sites"] or 0), int(one["seen"] or 0)
    figures = [num(number(n)) for n in (sites, seen, sites - seen)]
    share = num(percent(100 * seen / sites if sites else None))
    return region_row(str(one["code"]), [tag("span", str(one["name"])), *figures, share])


def _row(one: Row, n: int) -> Safe:
    told = f"{one['name']} · {kind_text('key_site', str(one['kind']))}"
    at = {"data_hot": str(n), "data_lon": str(one["lon"]), "data_lat": str(one["lat"]), "data_told": told}
    about = [tag("b", str(one["name"])), tag("small", f"{kind_text('key_site', str(one['kind']))} · {one['place']}")]
    name = tag("a", about, "two", href=f"/things/key_site/{one['code']}", data_carry="view")
    people = _("{n} 人").format(n=number(one["people"])) if one["people"] is not None else NONE
    return row([tag("span", [tag("i", str(n), "fire-no n"), name], "sight-name", **at), num(people)])


panel = Panel(
    key=KEY,
    title="视频覆盖与盲区",
    slot="theme",
    order=645,
    topics=("features", "regions"),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有登记重点部位",
)
