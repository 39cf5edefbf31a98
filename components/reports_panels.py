"""What a piece of a report shows: a panel of the house, or the card of an indicator, which asks and draws like one.

The same panel may stand in a report twice, and one that is held to a View of its own has a name of its own, so that the
engine of the pages keeps them apart: `kpi`, `kpi@3`, `indicator.gdp@4`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.drawn import Drawing, drawn
from components.fields import link
from components.frame import framed, part
from components.ids import MAP
from components.indicator_words import whole_period
from components.markup import Safe, markup, tag
from components.numbers import number
from components.registry import Panel, Props, panels
from components.scene_panels import answer_of
from data.answer import Answer
from data.errors import ReportRefused
from data.house import House
from data.language import gettext as _
from data.language import spoken
from data.queries.indicator_card import IndicatorCard
from data.reports.piece import Piece
from data.scope import Scope
from data.view import View

CARD = "indicator."
GROUPS: Mapping[str, str] = {  # by the page on which a panel hangs first
    "left": "一张图",
    "right": "一张图",
    "map": "一张图",
    "strip": "一张图",
    "centre": "事件中心",
    "risk": "风险预警",
    "study": "研判",
    "economy": "经济运行",
    "theme": "专题",
}


def panel_of(key: str) -> Panel | None:
    """By its name on a page of panels, whatever stands behind the @."""
    name = key.partition("@")[0]
    if name.startswith(CARD):
        return indicator_panel(name.removeprefix(CARD))
    return panels().get(name)


def name_of(piece: Piece, pieces: Sequence[Piece]) -> str:
    """The first of several that follows the page has the panel's own name."""
    if piece.kind == "indicator":
        return f"{CARD}{piece.key}@{piece.n}"
    following = [one.n for one in pieces if one.kind == "panel" and one.key == piece.key and one.view is None]
    return piece.key if piece.key == MAP or following[:1] == [piece.n] else f"{piece.key}@{piece.n}"


def shown_by(piece: Piece) -> Panel:
    """ReportRefused, naming it, where the panel is not there any more."""
    panel = panel_of(f"{CARD}{piece.key}" if piece.kind == "indicator" else piece.key)
    if panel is None:
        raise ReportRefused(_("报告里的面板已不存在：{name}。请在编辑中移除后再生成").format(name=piece.key))
    return panel


def answers(
    house: House, pieces: Sequence[Piece], page: View, scope: Scope, moment: datetime | None = None
) -> dict[int, Answer]:
    """What its pieces say now, or said at `moment`; a piece held to a past moment stays there."""
    told: dict[int, Answer] = {}
    for piece in pieces:
        if piece.kind in ("panel", "indicator"):
            view = piece.seen(page)
            told[piece.n] = asked(house, shown_by(piece), view.but(at=view.at or moment), scope)
    return told


def asked(house: House, panel: Panel, view: View, scope: Scope) -> Answer:
    """A card is not remembered: one question stands behind all of them."""
    if isinstance(panel.ask, IndicatorCard):
        return panel.ask(house, view, replace(scope, clearance=0))
    return answer_of(house, panel, view, scope)


def redrawn(house: House, key: str, view: View, scope: Scope, *, ledger: bool = False) -> Drawing:
    """The drawing of a panel by its name on the page. KeyError where it is not there."""
    panel = panel_of(key)
    if panel is None:
        return drawn(house, key, view, scope)
    kept = asked(house, panel, view, scope) if key.startswith(CARD) else None
    return drawn(house, panel, view, scope, ledger=ledger, kept=kept)


def frame_of(panel: Panel, name: str) -> Safe:
    """The panel's frame with its parts, under the name that it has on this page."""
    text = markup(framed(panel))
    for hook in ("data-of", "data-panel"):
        text = text.replace(f'{hook}="{panel.key}"', f'{hook}="{escape(name)}"')
    return Safe(text)


def grouped() -> dict[str, list[Panel]]:
    """All panels under the pages that people know."""
    found: dict[str, list[Panel]] = {}
    for panel in panels().values():
        found.setdefault(GROUPS[panel.slot.partition("-")[0]], []).append(panel)
    return found


def indicator_panel(code: str) -> Panel:
    return Panel(
        key=f"{CARD}{code}",
        title="指标卡",
        slot="strip",
        order=0,
        topics=("indicators",),
        ask=IndicatorCard(code),
        body=partial(_body, f"{CARD}{code}"),
        draw=partial(_drawn, code),
        follows=("region", "at", "lang"),
        nothing="还没有这个指标的数",
    )


def _body(key: str) -> list[Component]:
    """Its name and how good the number is, the number, and of when it is."""
    head = html.Div([part(key, "name", className="card-name"), part(key, "meta", className="panel-meta")])
    return [head, part(key, "value", className="n card-value"), part(key, "period", className="card-period")]


def _drawn(code: str, answer: Answer, _view: View) -> dict[str, Props]:
    if not answer.rows:
        return {"name": {"children": code}, "value": {"children": "—"}, "period": {"children": _("还没有这个指标的数")}}
    row = answer.rows[0]
    name = str(row["name_en" if spoken() == "en" else "name"])
    told: list[Any] = [whole_period(str(row["period"]))]
    if isinstance(row["before"], int | float):
        told.append(_("去年同期 {value}").format(value=f"{number(row['before'])} {_(answer.unit)}"))
    told += [_("上级口径 {name}").format(name=answer.upper)] if answer.upper else []
    value = [number(row["value"]), tag("small", _(answer.unit))]
    way = link(name, f"/indicators?code={code}", data_carry="beside")
    return {"name": {"children": way}, "value": {"children": value}, "period": {"children": " · ".join(told)}}
