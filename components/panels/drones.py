"""空地联动: drones with state, battery and task, numbered as on the map; missions to points and what they found."""

import json
from collections.abc import Mapping
from datetime import datetime

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import area, choice, entry, field
from components.frame import part
from components.markup import Safe, still, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from components.theme_dialog import theme_dialog
from data.answer import Answer, Row
from data.dispatch.words import MESSAGE_STATES
from data.language import gettext as _
from data.mission_words import DRONE_STATES, FOUND, LEAST_BATTERY
from data.queries.drones import answer
from data.view import View
from data.words import ROLES

KEY = "drones"
LISTED = 20
HEADS = ("无人机", "状态", "电量", "任务", "定位", "")
RULE = "派机只登记任务并按派遣的政务平台渠道转发，飞行由飞控平台执行；电量低于 {least}% 不派；到达时间为估算"


def body() -> list[Component]:
    """The dialogs are laid out once: a redraw leaves what is written in them alone."""
    dialogs = [theme_dialog("fly", _("派机到点"), _fly()), theme_dialog("land", _("结束飞行任务"), _land())]
    return [
        part(KEY, "tools", className="vessel-tools"),
        part(KEY, "rows", className="table drones-table", tabIndex=0),
        part(KEY, "missions", className="drone-missions"),
        part(KEY, "rule", className="rule"),
        still(dialogs),
    ]


def _fly() -> list[Safe]:
    hint = _("十进制度，WGS-84；也可先在地图上点一下")
    where = [field("lon", _("经度"), entry("lon", inputmode="decimal", required="", maxlength="12"), hint=hint)]
    where.append(field("lat", _("纬度"), entry("lat", inputmode="decimal", required="", maxlength="12")))
    return [
        *where,
        field("what", _("任务"), area("what", _("核查现场情况并回传"), rows=2, maxlength="200", required="")),
    ]


def _land() -> list[Safe]:
    """The kinds of fires come with each drawing, on the button."""
    found = field("found", _("结果"), choice("found", [], data_theme_options="1"))
    return [found, field("what", _("说明"), area("what", rows=2, maxlength="2000"))]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    may = any(one["may"] for one in answer.parts.get("hand", []))
    fires = [
        [f"fire:{one['key']}", f"{_(FOUND['fire'])} · {_(str(one['label']))}"] for one in answer.parts.get("fires", [])
    ]
    results = [*([key, _(word)] for key, word in FOUND.items() if key != "fire"), *fires]
    able = sum(1 for one in answer.rows if one["doing"] == "idle")
    nearest = {"act": "fly", "drone": "", "about": _("由最近的待命无人机前往")}
    lines = [_row(one, n, answer.as_of, may, results) for n, one in enumerate(answer.rows[:LISTED], start=1)]
    tools = [_button(_("派最近的无人机"), "button primary", "fly", nearest)] if may and able else []
    return {
        "sub": {"children": _("{n} 架 · 可派 {able} 架").format(n=number(len(answer.rows)), able=number(able))},
        "tools": {"children": [*tools, tag("p", None, "act-say", role="status", data_theme_say="1")]},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "missions": {"children": _missions(answer.parts.get("missions", []), answer.as_of)},
        "rule": {"children": _(RULE).format(least=LEAST_BATTERY)},
    }


def _button(words: str, look: str, dialog: str, told: Mapping[str, object]) -> Safe:
    return tag(
        "button",
        words,
        look,
        type="button",
        data_theme_open=dialog,
        data_theme_told=json.dumps(told, ensure_ascii=False),
    )


def _row(one: Row, n: int, now: datetime | None, may: bool, results: list[list[str]]) -> Safe:
    doing = str(one["doing"])
    charge = f"{number(one['battery'])}%" if one["battery"] is not None else _("未报")
    told = f"{one['name']} · {_(DRONE_STATES[doing])} · {_('电量')} {charge}" + (
        f" · {one['task']}" if one["task"] else ""
    )
    at = {"data_hot": str(n), "data_lon": str(one["lon"]), "data_lat": str(one["lat"]), "data_told": told}
    low = isinstance(one["battery"], int) and one["battery"] < LEAST_BATTERY
    buttons: list[Safe] = []
    if may and doing == "idle":
        buttons = [
            _button(_("派机"), "button small", "fly", {"act": "fly", "drone": one["code"], "about": one["name"]})
        ]
    elif may and doing == "flying":
        land: dict[str, object] = {"act": "land", "code": one["mission"], "about": told, "options": results}
        buttons = [_button(_("结束"), "button small", "land", land)]
    cells = [
        tag("span", [tag("i", str(n), "fire-no n"), " ", str(one["name"])], "", **at),
        text(_(DRONE_STATES[doing]), f"drone-{doing}"),
        num(("▲ " if low else "") + charge, "attn" if low else ""),
        tag("span", str(one["task"] or NONE), title=str(one["task"] or "")),
        num(_when(one["seen_at"], now)),
        tag("span", buttons),
    ]
    return row(cells)


def _missions(rows: list[Row], now: datetime | None) -> list[Safe]:
    if not rows:
        return [tag("p", _("还没有派过机"), "quiet")]
    return [tag("h3", _("飞行任务记录")), tag("ol", [_mission(one, now) for one in rows], tabindex="0")]


def _mission(one: Row, now: datetime | None) -> Safe:
    found = (
        _(FOUND[str(one["found"])]) if one["found"] else _("在途，预计 {n} 分钟").format(n=number(one["minutes"], 0))
    )
    fire = [tag("a", _("火情记录"), href=f"/events/{one['fire']}", data_carry="view")] if one["fire"] else []
    until = f"–{_when(one['ended_at'], now)}" if one["ended_at"] else ""
    return tag(
        "li",
        [
            tag("time", f"{_when(one['at'], now)}{until}", "n"),
            tag("span", f"{one['name']} → {one['place']}：{one['what']}", title=str(one["words"] or "")),
            tag("span", [tag("b", found), *fire], "drone-found"),
            tag(
                "small",
                f"{_(ROLES.get(str(one['role']), str(one['role'])))} · {_(MESSAGE_STATES.get(str(one['state']), ''))}",
            ),
        ],
    )


def _when(told: object, now: datetime | None) -> str:
    at = datetime.fromisoformat(str(told)) if told else None
    return moment(at, now or at) if at else NONE


panel = Panel(
    key=KEY,
    title="无人机空地联动",
    slot="theme",
    order=615,
    topics=("responders", "dispatch", "crews", "letters"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记无人机",
)
