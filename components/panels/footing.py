"""平战态势: which regions are on a war footing, why and since when; a button puts this one on it, or back."""

import json
from collections.abc import Mapping
from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import area, choice, field
from components.frame import part
from components.markup import Safe, still, tag
from components.numbers import NONE, number, stay
from components.registry import Panel, Props
from components.theme_dialog import theme_dialog
from data.answer import Answer, Row
from data.footing_words import FOOTINGS, LONGEST
from data.language import gettext as _
from data.queries.footings import answer
from data.view import View
from data.words import ROLES

KEY = "footing"


def body() -> list[Component]:
    """The dialogs are laid out once: a redraw leaves what is written in them alone."""
    why = field("what", _("理由"), area("what", rows=2, maxlength=str(LONGEST), required=""))
    about = field("found", _("所涉事项"), choice("found", [], data_theme_options="1"))
    war = theme_dialog("war", _("转为战时"), [about, why])
    return [
        part(KEY, "cards", className="footing-cards"),
        part(KEY, "tools", className="vessel-tools"),
        part(KEY, "past", className="footing-past"),
        still([war, theme_dialog("peace", _("转为平时"), [why])]),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    war = [one for one in answer.rows if one["footing"] == "war"]
    hand = next(iter(answer.parts.get("declare", [])), None)
    may = bool(hand and hand["may"])
    cards = [_card(one, answer.as_of, may) for one in war] or [_calm(one) for one in answer.rows[:1]]
    say = tag("p", None, "act-say", role="status", data_theme_say="1")
    new = [_declare(hand, answer.parts.get("subjects", []))] if hand and may and not hand["war"] else []
    return {
        "sub": {"children": _("战时 {n} 处").format(n=number(len(war))) if war else _(FOOTINGS["peace"])},
        "cards": {"children": cards},
        "tools": {"children": [*new, say]},
        "past": {"children": _past(answer.parts.get("ended", []), answer.as_of)},
    }


def _calm(one: Row) -> Safe:
    words = _("没有处于战时的区划；重大事件或预警来临时转为战时，各页与大屏随即标明")
    head = tag("header", [tag("b", str(one["name"])), tag("span", _(FOOTINGS["peace"]), "mark")])
    return tag("article", [head, tag("p", words, "quiet")], "footing-card")


def _card(one: Row, now: datetime | None, may: bool) -> Safe:
    begun = datetime.fromisoformat(str(one["begun_at"]))
    lasts = stay(((now or begun) - begun).total_seconds() / 60)
    told = _("{time} 起，已 {lasts} · {role}").format(time=moment(begun, now or begun), lasts=lasts, role=_role(one))
    head = tag("header", [tag("span", _(FOOTINGS["war"]), "mark footing-war"), tag("b", str(one["name"]))])
    inside = [head, tag("p", str(one["words"]), "footing-why"), *_about(one), tag("p", told, "quiet n")]
    return tag("article", [*inside, tag("nav", _ways(one, may), "footing-ways")], "footing-card war")


def _about(one: Row) -> list[Safe]:
    """What it is about, for who may see that."""
    if not one["on"]:
        return []
    kind, _dash, code = str(one["on"]).partition("-")
    name = [tag("b", str(one["title"])), tag("small", code, "n")]
    return [tag("a", name, "two", href=f"/{kind}s/{code}", data_carry="view")]


def _ways(one: Row, may: bool) -> list[Safe]:
    on = f"?on={one['on']}" if one["on"] else ""
    ways = [tag("a", _("调度台"), "button small", href=f"/dispatch{on}", data_carry="view")]
    ways.append(tag("a", _("会商"), "button small", href=f"/rooms{on}", data_carry="view"))
    told = {"act": "peace", "code": one["code"], "about": f"{one['name']} · {one['words']}"}
    return [*ways, _button(_("转为平时"), "button small", "peace", told)] if may else ways


def _declare(hand: Row, subjects: list[Row]) -> Safe:
    options = [[str(one["on"]), str(one["title"])] for one in subjects]
    options.append(["", _("不涉及系统内的事件或预警")])
    told = {"act": "war", "code": hand["code"], "about": str(hand["name"]), "options": options}
    return _button(_("{name}转为战时").format(name=hand["name"]), "button primary", "war", told)


def _button(words: str, look: str, dialog: str, told: Mapping[str, object]) -> Safe:
    data = json.dumps(told, ensure_ascii=False)
    return tag("button", words, look, type="button", data_theme_open=dialog, data_theme_told=data)


def _past(rows: list[Row], now: datetime | None) -> list[Safe]:
    if not rows:
        return []
    return [tag("h3", _("最近转换")), tag("ol", [_line(one, now) for one in rows])]


def _line(one: Row, now: datetime | None) -> Safe:
    begun, ended = (datetime.fromisoformat(str(one[name])) for name in ("begun_at", "ended_at"))
    when = f"{moment(begun, now or begun)}–{moment(ended, now or ended)}"
    words = f"{one['words']} → {one['ended_words']}"
    return tag("li", [tag("time", when, "n"), tag("b", str(one["name"])), tag("span", words, title=words)])


def _role(one: Row) -> str:
    """A panel names roles, never people."""
    return _(ROLES[str(one["role"])]) if one["role"] in ROLES else NONE


panel = Panel(
    key=KEY,
    title="平战态势",
    slot="theme",
    order=645,
    topics=("footing", "warnings", "events", "regions"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
)
