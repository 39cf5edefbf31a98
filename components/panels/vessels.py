"""渔船安全动态: how many vessels are in which state, by port, those that need attention with why, what was told."""

import json
from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.dispatch.words import MESSAGE_STATES
from data.language import gettext as _
from data.queries.vessels import answer
from data.vessel_words import ATTENTION, VESSEL_STATES, Reason, reason_words
from data.view import View
from data.words import ROLES, VESSEL_KINDS

KEY = "vessels"
LISTED, PORTS = 40, 24
RULE = "应回未回：出海，且船籍地有台风、大风预警生效；位置静默：出海 2 小时、在港 24 小时没有船位"


def body() -> list[Component]:
    return [
        part(KEY, "states", className="vessel-states"),
        part(KEY, "tools", className="vessel-tools"),
        part(KEY, "attention", className="vessel-list", tabIndex=0),
        part(KEY, "ports", className="table ports-table"),
        part(KEY, "notices", className="vessel-notices"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    found = [one for one in answer.rows if one["attention"]]
    may = any(one["may"] for one in answer.parts.get("hand", []))
    states = next(iter(answer.parts.get("states", [])), {})
    past = [_("按此刻的登记，不回看")] if view.at else []
    return {
        "sub": {"children": " · ".join([_("{n} 艘").format(n=number(len(answer.rows))), *past])},
        "states": {"children": [_state(state, states.get(state) or 0) for state in VESSEL_STATES]},
        "tools": {"children": _tools(found, may)},
        "attention": {"children": _list(found, answer, may)},
        "ports": {"children": _ports(answer.parts.get("ports", []))},
        "notices": {"children": _notices(answer.parts.get("notices", []), answer.as_of)},
        "rule": {"children": _(RULE)},
    }


def _state(state: str, n: object) -> Safe:
    """A tile; with a sign where somebody has to look after them."""
    sign = [tag("i", "▲")] if state in ATTENTION and n else []
    look = "tile attn" if state in ATTENTION and n else "tile"
    figure = tag("b", [number(n if isinstance(n, int) else 0), tag("small", _("艘"))], "n")
    return tag("div", [tag("span", [*sign, _(VESSEL_STATES[state])]), figure], look)


def _tools(found: list[Row], may: bool) -> list[Safe]:
    every = (
        [_button(_("通知全部 {n} 艘").format(n=number(len(found))), "button primary", found)] if may and found else []
    )
    way = tag("a", _("渔船台账与位置"), "button", href="/things?register=vessel", data_carry="view")
    return [*every, way, tag("p", None, "act-say", role="status", data_theme_say="1")]


def _button(words: str, look: str, found: list[Row]) -> Safe:
    told = {"act": "vessels", "codes": [one["code"] for one in found]}
    return tag("button", words, look, type="button", data_theme_act=json.dumps(told, ensure_ascii=False))


def _list(found: list[Row], answer: Answer, may: bool) -> list[Safe]:
    """Those that need attention, the gravest first; none is good news and is said."""
    if not found:
        return [tag("p", _("没有需要关注的渔船"), "quiet")]
    reasons: dict[str, list[Reason]] = {}
    for one in answer.parts.get("reasons", []):
        parts = {name: one[name] for name in Reason._fields}
        reasons.setdefault(str(one["code"]), []).append(Reason(**parts))  # type: ignore[arg-type]
    shown = [_vessel(one, reasons.get(str(one["code"]), []), answer.as_of, may) for one in found[:LISTED]]
    rest = len(found) - LISTED
    more = [tag("li", _("另有 {n} 艘，见“全部数据”").format(n=number(rest)), "quiet")] if rest > 0 else []
    return [tag("ol", [*shown, *more])]


def _vessel(one: Row, reasons: list[Reason], now: datetime | None, may: bool) -> Safe:
    name = tag("a", str(one["name"]), "vessel-name", href=f"/things/vessel/{one['code']}", data_carry="view")
    kind = _(VESSEL_KINDS.get(str(one["kind"]), str(one["kind"])))
    crew = _("船员 {n} 人").format(n=number(one["crew"])) if one["crew"] is not None else ""
    about = tag("small", " · ".join(filter(None, (kind, str(one["port"] or ""), crew))))
    state = tag("span", ["▲ ", _(VESSEL_STATES[str(one["state"])])], f"mark vessel-{one['state']}")
    why = tag("p", "；".join(reason_words(reason) for reason in reasons) or NONE)
    position = tag("small", _("定位 {at}").format(at=_moment(one["position_at"], now)), "n")
    return tag("li", [tag("div", [name, about]), state, why, position, tag("div", _told(one, now, may), "vessel-told")])


def _told(one: Row, now: datetime | None, may: bool) -> list[Safe]:
    last: list[Safe] = []
    if one["told_at"]:
        words = f"{_moment(one['told_at'], now)} {_(MESSAGE_STATES.get(str(one['told']), ''))}"
        last = [tag("small", _("通知 {when}").format(when=words), "n")]
    return [*last, _button(_("通知"), "button small", [one])] if may else last


def _ports(rows: list[Row]) -> list[Safe]:
    """By port, those with most to look after first."""
    lines = [
        row(
            [
                text(str(one["port"] or NONE)),
                num(number(one["total"])),
                num(number(one["in_port"])),
                num(number(one["at_sea"])),
                num(f"▲ {number(one['attention'])}" if one["attention"] else "0", "attn" if one["attention"] else ""),
            ]
        )
        for one in rows[:PORTS]
    ]
    rest = [tag("p", _("另有 {n} 个港").format(n=number(len(rows) - PORTS)), "quiet")] if len(rows) > PORTS else []
    return [head_row(["船籍港（未登记的按所在镇街）", "渔船", "在港", "出海", "需关注"]), *lines, *rest] if rows else []


def _notices(rows: list[Row], now: datetime | None) -> list[Safe]:
    if not rows:
        return [tag("p", _("还没有发过通知"), "quiet")]
    return [tag("h3", _("通知记录")), tag("ol", [_notice(one, now) for one in rows], tabindex="0")]


def _notice(one: Row, now: datetime | None) -> Safe:
    cells = [
        tag("time", _moment(one["at"], now), "n"),
        tag("span", str(one["words"]), title=str(one["words"])),
        tag("small", _(ROLES.get(str(one["role"]), str(one["role"])))),
        tag("span", _(MESSAGE_STATES.get(str(one["state"]), str(one["state"]))), "mark"),
    ]
    return tag("li", cells)


def _moment(told: object, now: datetime | None) -> str:
    at = datetime.fromisoformat(str(told)) if told else None
    return moment(at, now or at) if at else NONE


panel = Panel(
    key=KEY,
    title="渔船安全动态",
    slot="theme",
    order=600,
    topics=("features", "warnings", "storms", "letters", "regions"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记渔船",
)
