"""The storm of these days in one line: name, place, wind, pressure, how far now, when and how near at its nearest."""

import json
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.fields import void
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.storms import force, strength
from data.answer import Answer, Row, Value
from data.language import gettext as _
from data.queries.typhoon import answer
from data.times import local
from data.view import View

KEY = "typhoon"
RADII = tuple(f"r{force}_{what}" for force in (7, 10, 12) for what in ("km", "sides"))


def body() -> list[Component]:
    return [part(KEY, "facts", className="storm-line"), part(KEY, "slide", className="storm-slide"), _near()]


def _near() -> Component:
    """Folded: `assets/js/49-storm-near.js` asks the doors of storms for it when somebody opens it."""
    words = {
        "near": _("全市与各县区、镇街最近时刻"),
        "places": [_("区划"), _("最近距离"), _("最近时间"), _("状态"), _("中心风速")],
        "over": _("中心经过"),
        "past": _("已过"),
        "like": _("历史相似台风（300 km 内路径）"),
        "storms": [_("台风"), _("最近距离"), _("最近时间"), _("平均相距"), _("平均风速差")],
        "failed": _("暂时取不到，请稍后再试"),
    }
    told: dict[str, Any] = {"data-storm-near": json.dumps(words, ensure_ascii=False)}
    return html.Details(
        [html.Summary(_("各地最近时刻 · 历史相似")), html.Div(tabIndex=0)], className="storm-near", **told
    )


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    if not answer.rows:
        return {"facts": {"children": None}, "slide": {"children": None}}
    row = answer.rows[0]
    name = html.Div([html.I(className="sym sym-typhoon"), html.B([_("台风"), " ", str(row["name"])])])
    return {
        "sub": {"children": " · ".join((str(row["season"] or "—"), _("事后最佳路径，非预报")))},
        "facts": {"children": [name, *(_fact(*fact) for fact in _facts(row, answer.parts))]},
        "slide": {"children": _slide(answer.parts.get("fixes", []), str(row["track_id"]))},
    }


def _slide(fixes: list[Row], track: str) -> list[Component | Safe] | None:
    """A slider over the positions of the track; `assets/js/49-storm-slide.js` shows the one it stands at on the map."""
    if len(fixes) < 2:
        return None
    told = [
        {"at": one["at"], "lon": one["lon"], "lat": one["lat"], "past": one["past"], "words": _said(one)}
        | {name: km for name in RADII if (km := one.get(name))}
        for one in fixes
    ]
    now = max(sum(bool(one["past"]) for one in fixes) - 1, 0)
    about = {
        "data_track": track,
        "data_fixes": json.dumps(told, ensure_ascii=False),
        "aria_label": _("台风时间轴"),
        "aria_valuetext": _said(fixes[now]),
    }
    return [
        void("input", type="range", min="0", max=str(len(fixes) - 1), step="1", value=str(now), **about),
        tag("output", _said(fixes[now]), "n"),
        tag("button", _("看这一刻"), "button small", type="button", data_storm_moment="1", disabled="disabled"),
    ]


def _said(fix: Row) -> str:
    wind = f"{number(fix['wind_ms'])} m/s" if fix["wind_ms"] is not None else "— m/s"
    return " · ".join((f"{_local(str(fix['at'])):%m-%d %H:%M}", wind, _("距本市 {km} km").format(km=number(fix["km"]))))


def _facts(row: Row, parts: dict[str, list[Row]]) -> list[tuple[str, str, str]]:
    """(label, figure, what it comes to)."""
    wind, nearest = row["wind_ms"], _local(str(row["nearest_at"]))
    beaufort = force(wind) if wind is not None else ""
    told = [(str(one["winds"]), km) for one in parts.get("circles", []) if (km := row.get(f"r{one['force']}_km"))]
    reach = [
        (_("风圈半径"), f"{' / '.join(number(km) for _winds, km in told)} km", " / ".join(one for one, _km in told))
    ]
    return [
        (_("中心位置"), f"{number(row['lat'], 1)}°N {number(row['lon'], 1)}°E", ""),
        (_("中心风速"), f"{number(wind)} m/s", " ".join(filter(None, (beaufort, strength(row.get("category")))))),
        (_("中心气压"), f"{number(row['pressure'], 0)} hPa", ""),
        *(reach if told else []),
        (_("距本市"), f"{number(row['km'])} km" if row["km"] != 0 else _("在市内"), ""),
        (_("将最近") if row["ahead"] else _("曾最近"), _nearest(row["nearest_km"]), f"{nearest:%m-%d %H:%M}"),
    ]


def _nearest(km: Value) -> str:
    return _("中心经过") if km == 0 else f"{number(km)} km"


def _local(text: str) -> datetime:
    return local(datetime.fromisoformat(text))


def _fact(label: str, figure: str, more: str) -> Component:
    inside: list[Component] = [html.Span(label), html.B(figure, className="n")]
    return html.Div([*inside, html.Em(more, className="n")] if more else inside)


panel = Panel(
    key=KEY,
    title="台风",
    slot="risk-top",
    order=200,
    topics=("storms",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang", "storm"),
    nothing="当前没有台风",
)
