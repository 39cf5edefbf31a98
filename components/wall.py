"""The wall as a tree: stores of the engine, title bar, and a slot for every place a panel can hang."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from dash import dcc, html
from dash.development.base_component import Component

from components.frame import framed
from components.ids import FOLLOWS, MAP, VIEW, asked_id, drawings_id
from components.link import link_down
from components.markup import still
from components.registry import Panel, panels
from components.titlebar import titlebar
from data.accounts.seat import seated
from data.cities.pack import Pack
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.scope import EVERY_CELL
from data.view import View

SLOTS = ("map", "strip", "left", "right")  # in the order in which they are asked
CENTRE_SLOTS = ("centre-left", "centre-mid", "centre-right")  # of the event centre
RISK_SLOTS = ("risk-top", "risk-left", "risk-mid", "risk-right")  # of the page of risks
STUDY_SLOTS = ("study-left", "study-right")  # of the page of studies
ECONOMY_SLOTS = ("economy-left", "economy-right")  # of the page of the economy
THEME_SLOTS = ("theme",)  # of the pages of themes, which show panels of other pages too


def wall(house: House, view: View, refused: tuple[str, ...]) -> Component:
    with speaking(view.lang):
        slots = [hung(slot) for slot in SLOTS]
        bar = titlebar(wall_title(house, view.lang), view, house.clock.now(), simulated=house.settings.demo)
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)], className="wall-top"),
                *slots,
                *engine(view, of_slots(SLOTS)),
            ],
            className="wall",
            **{"data-live": "wall"},
        )


def notice(view: View, refused: tuple[str, ...]) -> list[Component]:
    """What of the address made no sense; the browser then takes the address that is shown instead."""
    if not refused:
        return []
    words = _("地址里的 {names} 看不懂，按缺省显示").format(names=", ".join(sorted(set(refused))))
    if "at" in refused:
        words += "；" + _("时刻 at 须是过去的时刻，现在显示的是此刻")
    return [html.Div(words, className="notice", role="status", **{"data-address": view.query()})]


def of_slots(slots: Sequence[str]) -> list[Panel]:
    """The panels of these slots, in hanging order."""
    return [panel for panel in panels().values() if {panel.slot, *panel.also} & set(slots)]


def engine(
    view: View,
    shown: Sequence[Panel],
    *,
    ledger: bool = False,
    names: Sequence[str] = (),
    held: Mapping[str, str] = MappingProxyType({}),
) -> list[Component]:
    """One View; what follows what is data, not code.

    `shown` are the panels of the page, of whatever slots; with `ledger` they come with all rows and their source.
    `names`: what they are called on this page, where that is not their keys; `held`: {name: query} of those that keep
    to a View of their own.
    """
    named = dict(zip(names or [panel.key for panel in shown], shown, strict=True))
    told = {name: follows(one, ledger=ledger) for name, one in named.items()}
    own = {name: told[name] | {"held": query} for name, query in held.items()}
    slots = [
        slot
        for slot in (*SLOTS, *CENTRE_SLOTS, *RISK_SLOTS, *STUDY_SLOTS, *ECONOMY_SLOTS, *THEME_SLOTS)
        if any(panel.slot == slot for panel in shown)
    ]
    return [
        dcc.Store(id=VIEW, data=view.query()),
        dcc.Store(id=FOLLOWS, data=told | own),
        *(dcc.Store(id=store(slot)) for slot in slots for store in (asked_id, drawings_id)),
    ]


def follows(panel: Panel, *, ledger: bool) -> dict[str, object]:
    """What makes this panel redraw, as the browser reads it."""
    moves = {"fields": list(panel.follows), "topics": list(panel.topics), "rolling": panel.rolling}
    return moves | {"slot": panel.slot, "ledger": ledger}


def hung(slot: str) -> Component:
    """A slot with its panels, empty until their first drawings arrive."""
    frames = [framed(panel) for panel in of_slots((slot,))]
    named = f"slot slot-{slot}"
    return html.Div(frames, className=named) if slot == MAP else still(frames, className=named)


def wall_title(house: House, lang: str) -> str:
    """Whose wall it is: an account's own region; the city by its pack, so that the page stands before its database."""
    if (one := seated()) and not one.scope.covers(*EVERY_CELL):
        return _("{place}一张图").format(place=one.region_name) if len(one.regions) == 1 else _("所辖区划一张图")
    manifest = Pack(house.settings.cities_dir / house.settings.city).manifest
    return _("{city}全市一张图").format(city=manifest["name_en" if lang == "en" else "name"])
