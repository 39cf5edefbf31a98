"""空天地人力量: people, drones, cameras, stations and screens, with how many can be used at this moment."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.dispatch.words import DESKS, RESPONDER_KINDS
from data.language import gettext as _
from data.queries.forces import answer
from data.view import View

KEY = "forces"
HEADS = ("力量", "总数", "可用", "占用", "不可用", "待核实")
DEVICES = {"camera": "视频", "station": "测站", "screen": "大屏"}
UNITS = {"people": "支", "desk": "个", "police": "人", "grid": "人", "camera": "路", "station": "站", "screen": "块"}
RULE = (
    "可用：队伍空闲且 30 分钟内有定位、视频在线、测站按时上报、大屏在线；"
    "待核实：定位过旧、视频未检查、测站迟报、大屏未启用；值班室、民警与网格员不按定位时间"
)


def body() -> list[Component]:
    return [part(KEY, "rows", className="table forces-table", tabIndex=0), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    people = [one for one in answer.rows if one["group"] == "people" and one["key"] not in DESKS]
    free, every = (sum(int(one[name] or 0) for one in people) for name in ("ready", "n"))
    return {
        "sub": {"children": _("队伍 {n} 支 · 可用 {free} 支").format(n=number(every), free=number(free))},
        "rows": {"children": [head_row(HEADS), *map(_row, answer.rows)] if answer.rows else None},
        "rule": {"children": _(RULE)},
    }


def _row(one: Row) -> Safe:
    key, group = str(one["key"]), str(one["group"])
    words = _(RESPONDER_KINDS[key] if group == "people" else DEVICES[key])
    unit = _(UNITS.get(key, UNITS["people"]))
    cells = [
        text(words),
        num(f"{number(one['n'])} {unit}"),
        num(number(one["ready"]), "strong" if one["ready"] else "attn"),
        num(number(one["busy"]) if one["busy"] is not None else NONE),
        *(num(number(one[name]), "attn" if one[name] else "") for name in ("off", "old")),
    ]
    return row(cells)


panel = Panel(
    key=KEY,
    title="空天地人力量",
    slot="theme",
    order=646,
    topics=("responders", "crews", "dispatch", "videos", "readings", "stations", "screens"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记力量与设备",
)
