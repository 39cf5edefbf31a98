"""防汛排涝全景: underpasses, streets and low places by how deep the water stands, with warning, pump and cameras."""

from datetime import datetime

from dash.development.base_component import Component

from components.ahead_curve import by_code
from components.event_words import moment
from components.frame import part
from components.marks import glyph, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.sparks import spark
from components.tables import head_row, row, text, tile
from data.answer import Answer, Row
from data.control_words import CONTROL_ORDERS, CONTROL_STATES
from data.language import gettext as _
from data.queries.panorama import answer
from data.risk_words import LIMITS, STATION_KINDS, WARNING_COLOURS
from data.view import View

KEY = "panorama"
PINNED = 20  # at most so many stand on the map, and none that is dry
HEADS = ("监测点", "水深", "24小时", "生效预警", "闸泵", "视频")
RULE = "先列超限、再列静默；水深不计存疑读数；闸泵：以该测站为依据的闸泵；视频：登记视域看得到该处的路数"


def body() -> list[Component]:
    return [
        part(KEY, "tiles", className="flood-tiles"),
        part(KEY, "rows", className="table flood-table", tabIndex=0),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    wet, series = answer.parts.get("wet", []), by_code(answer, "series")
    above = sum(int(one["above"] or 0) for one in wet)
    total = sum(int(one["total"] or 0) for one in wet)
    lines = [_row(one, n, series[str(one["code"])], answer.as_of) for n, one in enumerate(answer.rows, start=1)]
    tiles = [*map(_kind, wet), *map(_controls, answer.parts.get("controls", []))]
    return {
        "sub": {"children": _("{n} 处 · 超限 {over} 处").format(n=number(total), over=number(above))},
        "tiles": {"children": tiles},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "rule": {"children": _(RULE)},
    }


def _kind(one: Row) -> Component:
    label = _(STATION_KINDS[str(one["kind"])])
    words = _("▲ 超限 {above} · 静默 {silent}").format(above=number(one["above"]), silent=number(one["silent"]))
    return tile(
        label, [_("{n} 处").format(n=number(one["total"])), tag("small", words)], "attn" if one["above"] else ""
    )


def _controls(one: Row) -> Component:
    words = _("运行 {working} · 待令 {due} · 故障不明 {dark}")
    words = words.format(**{name: number(one[name]) for name in ("working", "due", "dark")})
    about = [_("{n} 座").format(n=number(one["total"])), tag("small", words)]
    return tile(_("闸泵"), about, "attn" if one["due"] else "")


def _row(one: Row, n: int, trace: list[Row], now: datetime | None) -> Safe:
    """The name leads to what its water threatens, the cameras to their pictures."""
    kind = _(STATION_KINDS[str(one["kind"])])
    told = f"{one['name']} · {_depth(one)}"
    pinned = n <= PINNED and (one["state"] != "normal" or bool(one["value"]))
    at = {"data_hot": str(n), "data_lon": str(one["lon"]), "data_lat": str(one["lat"]), "data_told": told}
    about = [tag("b", str(one["name"])), tag("small", f"{kind} · {one['place']}")]
    name = tag("a", about, "two", href=f"/risk?area=station:{one['code']}", data_carry="view")
    cells = [
        tag("span", [tag("i", str(n), "fire-no n"), name], "sight-name", **(at if pinned else {})),
        _water(one, now),
        tag("span", spark([float(point["value"] or 0) for point in trace]), "trace"),
        _warning(one),
        _pump(one),
        _seen(one),
    ]
    return row(cells, f"flood-{one['state']}")


def _depth(one: Row) -> str:
    return NONE if one["value"] is None else _("{n} cm").format(n=number(one["value"]))


def _water(one: Row, now: datetime | None) -> Safe:
    above = one["state"] == "above"
    said = datetime.fromisoformat(str(one["at"])) if one["at"] else None
    when = moment(said, now or said) if said else NONE
    over = _("超{limit} {over} cm")
    words = over.format(limit=_(LIMITS.get(str(one["limit"]), "")), over=number(one["over"], 1)) if above else when
    return tag(
        "span",
        [
            tag("b", ["▲ " if above else "", _depth(one)], "n"),
            tag("small", [glyph(str(one["freshness"])), " ", words], "n"),
        ],
        "flood-depth",
    )


def _warning(one: Row) -> Safe:
    if not one["warning"]:
        return text(NONE)
    colour = int(one["colour"] or 4)
    shape = [level_shape(colour), " ", _(WARNING_COLOURS[colour])]
    return tag("a", shape, href=f"/warnings/{one['warning']}", data_carry="view")


def _pump(one: Row) -> Safe:
    """Its state, and what is suggested to it that it is not yet."""
    if not one["pump"]:
        return text(NONE)
    state = _(CONTROL_STATES[str(one["pump_state"])])
    advice = _("建议{order}").format(order=_(CONTROL_ORDERS[str(one["do"])])) if one["do"] else state
    words = [tag("span", str(one["pump_name"])), tag("small", advice, "attn" if one["do"] else "")]
    return tag("span", words, "two")


def _seen(one: Row) -> Safe:
    n = _("{n} 路").format(n=number(one["cameras"]))
    look = "n" if one["cameras"] else "n attn"
    return tag("a", n, look, href=f"/videos?spot={one['code']}", data_carry="view")


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
