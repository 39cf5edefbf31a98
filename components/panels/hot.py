"""多发问题, 易发区域, 高发时段: in a sentence each, and the tables behind them."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number, percent, share
from components.registry import Panel, Props
from components.slices import FOLLOWS, slice_row, whole
from components.tables import bar, head_row, num, region_row, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.hot import answer
from data.view import View
from data.words import WINDOWS

KEY = "hot"
KINDS = {"leaf": "多发问题", "region": "易发区域", "place": "易发地点", "hour": "高发时段"}
HEADS = {"leaf": "问题", "region": "区域", "hour": "时段"}
SAID = 3  # names in a sentence


def body() -> list[Component]:
    groups = [
        html.Div(
            [html.H3(_(words)), part(KEY, f"{kind}-say", tag=html.P), part(KEY, kind, className="table hot-table")],
            className=f"hot-group hot-{kind}",
        )
        for kind, words in KINDS.items()
    ]
    return [html.Div(groups, className="hot")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    parts: dict[str, Props] = {"sub": {"children": [f"{_(WINDOWS[view.window])} · {_(answer.unit)}", *whole()]}}
    for kind in HEADS:
        rows = [one for one in answer.rows if one["kind"] == kind]
        most = max((float(one["n"] or 0) for one in rows), default=0.0)
        heads = [head_row([HEADS[kind], "", "上报", "占比", "与平均比"])] if rows else []
        parts[kind] = {"children": [*heads, *(_row(kind, one, most) for one in rows)]}
        parts[f"{kind}-say"] = {"children": _say(rows) + _left(answer, kind)}
    return parts | _places(answer)


def _places(answer: Answer) -> dict[str, Props]:
    """Numbered as on the map, which reads them here: `assets/js/26-map-hot.js`."""
    found = answer.parts.get("places", [])
    most = max((float(one["n"] or 0) for one in found), default=0.0)
    narrowed = [_(str(one["label"])) for one in answer.parts.get("slice", [])] or [_("全部事件")]
    words = _("{what}，编号见地图").format(what=narrowed[0]) if found else _("没有下一级")
    heads = [head_row(["", "地点", "", "上报"])] if found else []
    rows = [_place(n, one, most) for n, one in enumerate(found, 1)]
    return {"place": {"children": [*heads, *rows]}, "place-say": {"children": words + _left(answer, "place")}}


def _place(rank: int, one: Row, most: float) -> Safe:
    name, n = str(one["name"]), number(one["n"])
    cells = [tag("b", str(rank), "n rank-pin"), text(name), bar(share(one["n"], most)), num(n, "strong")]
    at = {"data_lon": str(one["lon"]), "data_lat": str(one["lat"]), "data_told": f"{name} {n} {_('件')}"}
    code = str(one["code"])
    return tag("a", cells, "row", href=f"?region={code}", data_region_code=code, data_hot=str(rank), **at)


def _say(rows: list[Row]) -> str:
    """The first few by name, and their share together."""
    if not rows:
        return _("没有下一级")
    first = rows[:SAID]
    together = sum(float(one["share"] or 0) for one in first)
    listed = " · ".join(_(str(one["label"])) for one in first)
    return _("{names}，合占 {share}").format(names=listed, share=percent(together))


def _left(answer: Answer, kind: str) -> str:
    """What is left out because only a region around was named."""
    one = next((one for one in answer.parts.get("vague", []) if one["kind"] == kind and one["n"]), None)
    if one is None:
        return ""
    part = percent(100 * float(one["n"] or 0) / float(one["of"] or 1))
    return _("；另有 {n} 件（{share}）只知上级区划，不计").format(n=number(one["n"]), share=part)


def _row(kind: str, one: Row, most: float) -> Safe:
    times = f"×{number(one['times'], 1)}" if isinstance(one["times"], int | float) else ""
    cells = [
        text(_(str(one["label"]))),
        bar(share(one["n"], most)),
        num(number(one["n"]), "strong"),
        num(percent(one["share"])),
        num(times, "times"),
    ]
    if kind == "leaf":
        return slice_row("leaf", one, cells)
    return region_row(str(one["key"]), cells) if kind == "region" else row(cells)


panel = Panel(
    key=KEY,
    title="高发分析",
    slot="centre-mid",
    order=220,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有事件",
)
