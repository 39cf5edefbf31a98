"""专项整治: a card a campaign: its days and how many are over, its cases, and how far each target is."""

from datetime import date

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, change_text, number, percent
from components.registry import Panel, Props
from components.tables import bar
from data.answer import Answer, Row
from data.campaigns import AIMS
from data.language import gettext as _
from data.queries.campaigns import answer, holds
from data.queries.wilson import LEAST
from data.view import View

KEY = "campaigns"
STATES = {"going": "进行中", "ahead": "未开始", "over": "已结束"}
NAMES = {"closed": "结案率", "on_time": "按时办结", "change": "比此前"}


def body() -> list[Component]:
    return [part(KEY, "cards", className="campaign-cards"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    going = sum(one["state"] == "going" for one in answer.rows)
    rule = _("件数为专项期间上报、至今的；结案率占立案，按时办结占应结；不足 {least} 件不与此前比较")
    return {
        "sub": {"children": _("进行中 {n} 项").format(n=number(going))},
        "cards": {"children": [_card(one) for one in answer.rows]},
        "rule": {"children": rule.format(least=LEAST)},
    }


def _card(one: Row) -> Safe:
    state = tag("span", _(STATES[str(one["state"])]), "mark mark-stage" if one["state"] == "going" else "mark")
    days = f"{_day(one['first'])} – {_day(one['last'])}"
    lead = [_("牵头 {name}").format(name=_(str(one["lead"]))), " · ", tag("span", days, "n")]
    aims = [_aim(one, name) for name in AIMS if one[f"{name}_target"] is not None]
    parts = [
        tag("header", [tag("b", _(str(one["label"]))), state]),
        tag("p", lead),
        _line(_("时间进度"), percent(one["passed"]), one["passed"]),
        tag("p", _told(one), "campaign-told"),
        tag("ul", aims),
    ]
    return tag("section", parts, "campaign")


def _day(told: object) -> str:
    return f"{date.fromisoformat(str(told)):%m-%d}"


def _line(label: str, words: str, share: object) -> Safe:
    width = share if isinstance(share, int | float) else 0
    return tag("div", [tag("span", label), bar(f"{width:.0f}%"), tag("b", words, "n")], "campaign-line")


def _told(one: Row) -> str:
    if one["state"] == "ahead":
        return _("还没有开始")
    told = _("上报 {n} 件 · 结案 {done} 件 · 达标 {reached} / {aims} 项")
    names = {"n": "reported", "done": "done", "reached": "reached", "aims": "aims"}
    return told.format(**{name: number(one[key]) for name, key in names.items()})


def _aim(one: Row, name: str) -> Safe:
    """Value, target, and in words whether it is reached."""
    value, target = one[name], one[f"{name}_target"]
    met = holds(name, value, float(target or 0))
    said = _("暂无可比") if met is None else _("已达标") if met else _("▲ 未达标")
    shown = (
        change_text(value) if name == "change" and value is not None else percent(value) if value is not None else NONE
    )
    goal = _("目标 {n}").format(n=change_text(target) if name == "change" else percent(target))
    cells = [tag("span", _(NAMES[name])), tag("b", shown, "n"), tag("small", goal), tag("em", said)]
    return tag("li", cells, "unmet" if met is False else "")


panel = Panel(
    key=KEY,
    title="专项整治",
    slot="theme",
    order=624,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有专项整治",
)
