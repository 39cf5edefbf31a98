"""防汛排涝全景: underpasses, streets and low places by how deep the water stands, with warning, pump and cameras."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.ahead_curve import by_code
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.road_cells import depth_words, pump_cell, seen_cell, warning_cell, water_cell
from components.sparks import spark
from components.tables import head_row, row, tile
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.panorama import answer
from data.risk_words import STATION_KINDS, STATION_STATES
from data.view import View

KEY = "panorama"
PINNED = 20  # at most so many stand on the map, and none that is dry
HEADS = ("监测点", "水深", "24小时", "生效预警", "闸泵", "视频")
RULE = (
    "先列超限、再列静默与存疑，其余由深到浅；存疑读数不作水深；"
    "闸泵：以该测站为依据的闸泵；视频：登记视域看得到该处的路数"
)


def body() -> list[Component]:
    return [
        part(KEY, "tiles", className="flood-tiles"),
        part(KEY, "rows", className="table flood-table", tabIndex=0),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    wet, series = answer.parts.get("wet", []), by_code(answer, "series")
    above = sum(int(one["above"] or 0) for one in wet)
    total = sum(int(one["total"] or 0) for one in wet)
    classes = answer.parts.get("classes", [])
    looks = {one["label"]: int(one["grade"] or 0) for one in classes}
    lines = [_row(one, n, series[str(one["code"])], answer.as_of, looks) for n, one in enumerate(answer.rows, start=1)]
    past = [_("闸泵为此刻状态，不回看")] if view.at else []
    source = [_("分级依据：{source}").format(source=_(str(one["source"]))) for one in classes[:1]]
    tiles = [*map(_kind, wet), *(_controls(one, past) for one in answer.parts.get("controls", []))]
    return {
        "sub": {"children": _("{n} 处 · 超限 {over} 处").format(n=number(total), over=number(above))},
        "tiles": {"children": tiles},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "rule": {"children": " · ".join([_(RULE), *source, *past])},
    }


def _kind(one: Row) -> Component:
    label = _(STATION_KINDS[str(one["kind"])])
    words = _("▲ 超限 {above} · 静默 {silent}").format(above=number(one["above"]), silent=number(one["silent"]))
    words += f" · {_(STATION_STATES['doubted'])} {number(one['doubted'])}" if one["doubted"] else ""
    return tile(
        label, [_("{n} 处").format(n=number(one["total"])), tag("small", words)], "attn" if one["above"] else ""
    )


def _controls(one: Row, past: list[str]) -> Component:
    words = _("运行 {working} · 待令 {due} · 故障不明 {dark}")
    words = words.format(**{name: number(one[name]) for name in ("working", "due", "dark")})
    about = [_("{n} 座").format(n=number(one["total"])), *(tag("small", word) for word in (words, *past))]
    return tile(_("闸泵"), about, "attn" if one["due"] else "")


def _row(one: Row, n: int, trace: list[Row], now: datetime | None, looks: Mapping[Any, Any]) -> Safe:
    """The name leads to what its water threatens, the cameras to their pictures."""
    kind = _(STATION_KINDS[str(one["kind"])])
    told = " · ".join([str(one["name"]), depth_words(one), *([_(str(one["label"]))] if one["label"] else [])])
    pinned = n <= PINNED and (one["state"] != "normal" or bool(one["value"]))
    at = {"data_hot": str(n), "data_lon": str(one["lon"]), "data_lat": str(one["lat"]), "data_told": told}
    at["data_look"] = f"ponding-{looks[one['label']]}" if one["label"] in looks else "ponding-none"
    about = [tag("b", str(one["name"])), tag("small", f"{kind} · {one['place']}")]
    name = tag("a", about, "two", href=f"/risk?area=station:{one['code']}", data_carry="view")
    cells = [
        tag("span", [tag("i", str(n), "fire-no n"), name], "sight-name", **(at if pinned else {})),
        water_cell(one, now, looks.get(one["label"])),
        tag("span", spark([float(point["value"] or 0) for point in trace], one["quality"] == "doubted"), "trace"),
        warning_cell(one),
        pump_cell(one),
        seen_cell(one),
    ]
    return row(cells, f"flood-{one['state']}")


panel = Panel(
    key=KEY,
    title="防汛排涝全景",
    slot="theme",
    order=655,
    topics=("stations", "readings", "warnings", "controls", "features"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有下穿通道、路段与低洼处测站",
)
