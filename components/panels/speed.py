"""处置时效对比: medians of this period beside those before, as pairs of bars; few cases are told, not compared."""

from collections.abc import Iterable

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, change_text, number, percent, share, stay
from components.registry import Panel, Props
from components.tables import head_row, num, piece, row, sure, text
from data.answer import Answer, Row, Value
from data.language import gettext as _
from data.queries.speed import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import WINDOWS

KEY = "speed"
DIMS = {"link": "各环节停留", "category": "分类处置时长", "agency": "单位处置时长"}
HEADS = ("", "本期中位", "九成内", "样本", "上期中位", "比上期", "去年同期", "比去年", "按时办结")


def body() -> list[Component]:
    tables = [part(KEY, dim, className=f"table speed-table speed-{dim}") for dim in DIMS]
    return [part(KEY, "say", className="study-say"), *tables, part(KEY, "rule", className="rule")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    parts: dict[str, Props] = {"sub": {"children": _(WINDOWS[view.window])}}
    for dim, title in DIMS.items():
        rows = [one for one in answer.rows if one["dim"] == dim]
        most = max((_most(one) for one in rows), default=0.0)
        heads = [tag("h3", _(title)), head_row(["", *HEADS])] if rows else []
        parts[dim] = {"children": [*heads, *(_row(one, most) for one in rows)]}
    rule = _("只计已走完该环节的件；两期样本都不少于 {least} 件才给变化；比前期短为负").format(least=LEAST)
    unlisted = [one for one in answer.parts.get("agencies", []) if not one["listed"]]
    more = [_("三期合计超过 {n} 件时不按单位列时长，到下级看").format(n=number(one["most"])) for one in unlisted]
    return parts | {"say": {"children": _say(answer.rows)}, "rule": {"children": "；".join([rule, *more])}}


def _most(one: Row) -> float:
    return max(float(one[name] or 0) for name in ("p50", "before_p50", "year_p50"))


def _row(one: Row, most: float) -> Safe:
    cells = [
        text(_(str(one["label"]))),
        _pair(one, most),
        sure(stay(one["p50"]), one["n"], "strong"),
        num(stay(one["p90"])),
        _begun(one),
        num(stay(one["before_p50"])),
        _change(one["before_change"]),
        num(stay(one["year_p50"])),
        _change(one["year_change"]),
        num(percent(one["on_time"])),
    ]
    return row(cells)


def _begun(one: Row) -> Safe:
    """How many stays have ended; on hovering also how many began."""
    words = _("已走完 {n} 件，进入前一环节 {all} 件").format(n=number(one["n"]), all=number(one["reached"]))
    return tag("span", number(one["n"]), "n num", title=words)


def _pair(one: Row, most: float) -> Safe:
    """This period above, the one before below."""
    bars = [piece(share(one["p50"], most), "now"), piece(share(one["before_p50"], most), "then")]
    return tag("span", bars, "bar speed-pair")


def _change(value: Value) -> Safe:
    """Shorter is better: said by a word, not by colour alone."""
    if not isinstance(value, int | float):
        return num(NONE)
    arrow = "▼ " if value < 0 else "▲ " if value > 0 else ""
    return num(f"{arrow}{change_text(value)}", "over" if value > 0 else "")


def _say(rows: Iterable[Row]) -> str:
    """What became quickest and what slowest against the period before, among those that can be compared."""
    compared = [one for one in rows if one["dim"] == "category" and isinstance(one["before_change"], int | float)]
    ordered = sorted(compared, key=lambda one: float(one["before_change"] or 0))
    said = []
    if ordered and float(ordered[0]["before_change"] or 0) < 0:
        said.append(_("提速最多：{what} {change}").format(**_words(ordered[0])))
    if ordered and float(ordered[-1]["before_change"] or 0) > 0:
        said.append(_("变慢最多：{what} {change}").format(**_words(ordered[-1])))
    return "；".join(said) or _("各类处置时长与上期相当，或样本不足以比较")


def _words(one: Row) -> dict[str, str]:
    return {"what": _(str(one["label"])), "change": change_text(one["before_change"])}


panel = Panel(
    key=KEY,
    title="处置时效对比",
    slot="study-left",
    order=510,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有事件",
)
