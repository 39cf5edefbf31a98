"""重点场所常态监管: places with today's video alarms, the cameras that see them, and who answers for each."""

from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from components.thing_words import kind_text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.watched import AROUND_M, answer
from data.view import View

KEY = "watched"
HEADS = ("重点场所", "今日告警", "最近告警", "视频", "责任人")
RULE = (
    "重点场所：设消防档案的台账；告警：今日零时起、{n} 米内的视频告警；"
    "视频：登记视域看得到该处的路数；责任人：台账责任人，没有的为网格管家"
)


def body() -> list[Component]:
    return [
        part(KEY, "total", className="study-say"),
        part(KEY, "rows", className="table watched-table", tabIndex=0),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    total = next(iter(answer.parts.get("watched", [])), None)
    lines = [_row(one, n, answer.as_of) for n, one in enumerate(answer.rows, start=1)]
    return {
        "sub": {"children": _("今日视频告警、视频与责任人")},
        "total": {"children": _say(total) if total else None},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "rule": {"children": _(RULE).format(n=AROUND_M)},
    }


def _say(one: Row) -> str:
    words = _("重点场所 {places} 处，今日 {alarmed} 处有告警 {alarms} 条，待研判 {waiting} 条；视频看得到 {seen} 处")
    return words.format(**{name: number(value) for name, value in one.items()})


def _row(one: Row, n: int, now: datetime | None) -> Safe:
    layer = str(one["layer"])
    told = f"{one['name']} · {_('今日告警 {n} 条').format(n=number(one['alarms']))}"
    at = {"data_hot": str(n), "data_lon": str(one["lon"]), "data_lat": str(one["lat"]), "data_told": told}
    about = [tag("b", str(one["name"])), tag("small", f"{kind_text(layer, str(one['kind']))} · {one['place']}")]
    name = tag("a", about, "two", href=f"/things/{layer}/{one['code']}", data_carry="view")
    cells = [
        tag("span", [tag("i", str(n), "fire-no n"), name], "sight-name", **at),
        _alarms(one),
        _latest(one, now),
        num(_("{n} 路").format(n=number(one["cameras"])), "" if one["cameras"] else "attn"),
        text(str(one["person"] or _("无人")), "" if one["person"] else "attn"),
    ]
    return row(cells)


def _alarms(one: Row) -> Safe:
    """To the signals, where they are judged."""
    if not one["alarms"]:
        return num(number(0))
    words = [tag("b", _("{n} 条").format(n=number(one["alarms"])), "n")]
    words += [tag("small", _("待研判 {n}").format(n=number(one["waiting"])))] if one["waiting"] else []
    return tag("a", words, "two", href="/signals?of=video", data_carry="view")


def _latest(one: Row, now: datetime | None) -> Safe:
    if not one["what"] or not one["at"]:
        return text(NONE)
    at = datetime.fromisoformat(str(one["at"]))
    return tag("span", [tag("span", _(str(one["what"]))), tag("small", moment(at, now or at), "n")], "two")


panel = Panel(
    key=KEY,
    title="重点场所常态监管",
    slot="theme",
    order=642,
    topics=("features", "signals", "regions"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记重点场所",
)
