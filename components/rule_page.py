"""The page of one warning rule: what it says, how it has served, what it raised last, who changed it, and how to."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import event_forms, rule_forms, rule_parts
from components.desk import desk_bar, pulse
from components.ids import RULE, RULE_ASKED, RULE_DRAWN, RULE_MOVE, RULE_MOVED
from components.link import link_down
from components.markup import markup, still
from components.wall import notice
from data.acting import PLAYED, looking, may_act, playing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.rule_sheet import RuleSheet, rule_sheet
from data.view import View


@dataclass(frozen=True, kw_only=True)
class AskedRule:
    """What a drawing of the page depends on beside the data."""

    code: str
    region: str = ""
    role: str = PLAYED[0]
    number: int = 1


def rule_page(house: House, view: View, refused: tuple[str, ...], code: str) -> Component:
    """UnknownThing when there is no such rule."""
    asked = AskedRule(code=code, region=view.region)
    with speaking(view.lang):
        one = rule_sheet(house, code, asked.region, looking(house))
        parts = _parts(house, one, asked)
        bar = desk_bar(house, view, "/rules", _("预警模型 {name}").format(name=_(one.rule.name)))
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(_columns(parts), className="event-body"),
                *pulse(view),
                *stores({"id": code, "region": view.region, "lang": view.lang}),
            ],
            className="page event-page rule-page",
            **{"data-live": "rule", "data-testid": "rule-page"},
        )


def stores(rule: dict[str, Any] | None = None) -> list[Component]:
    """What its callbacks speak through."""
    return [
        dcc.Store(id=RULE, data=rule),
        *(dcc.Store(id=one) for one in (RULE_ASKED, RULE_DRAWN, RULE_MOVE, RULE_MOVED)),
    ]


def rule_drawn(house: House, asked: AskedRule) -> dict[str, str]:
    """{part: HTML} as things stand now."""
    return _parts(house, rule_sheet(house, asked.code, asked.region, looking(house)), asked)


def _parts(house: House, one: RuleSheet, asked: AskedRule) -> dict[str, str]:
    forms = rule_forms.actions(one, playing(asked.role), asked.number) if may_act(house) else event_forms.read_only()
    drawn: dict[str, Any] = {
        "head": rule_parts.head(one),
        "when": rule_parts.told(one),
        "served": rule_parts.served(one),
        "warnings": rule_parts.warnings(one, judging=may_act(house)),
        "actions": forms,
        "timeline": rule_parts.timeline(one),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _columns(parts: dict[str, str]) -> list[Component]:
    left = [_card("", "head", parts), _card(_("何时预警"), "when", parts)]
    middle = [_card(_("命中与评判"), "served", parts), _card(_("最近的预警"), "warnings", parts)]
    right = [_card(_("办理"), "actions", parts), _card(_("变更记录"), "timeline", parts)]
    return [
        html.Div(column, className=f"event-{name}") for name, column in zip("lmr", (left, middle, right), strict=True)
    ]


def _card(title: str, name: str, parts: dict[str, str]) -> Component:
    """A card laid out once; its inside is filled again whenever something moves."""
    head = [html.Header(html.H2(title, className="panel-title"), className="panel-head")] if title else []
    body = html.Div(className="panel-body", **{"data-html": parts[name], "data-event-part": name})
    return html.Section([*head, body], className=f"panel card event-{name}-card")
