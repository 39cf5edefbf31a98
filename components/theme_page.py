"""A page of a theme: its tabs, and in each the blocks that its data file names, made of panels and of ways."""

from typing import TypeVar

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar
from components.fields import link
from components.frame import framed
from components.ids import MAP, THEME_ACT, THEME_ACTED
from components.link import link_down
from components.markup import still, tag
from components.registry import panels
from components.titlebar import breadcrumb, search, window_switch
from components.wall import engine, notice
from data.errors import UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.themes import Block, Tab, Theme, themes
from data.view import View

One = TypeVar("One", Theme, Tab)
LAYERS = "boundary,heritage,typhoon"  # where a tab names none


def theme_page(house: House, view: View, refused: tuple[str, ...], key: str, tab_key: str) -> Component:
    """The first theme, and the first tab of a theme, where none is named. UnknownThing for one that is not there."""
    with speaking(view.lang):
        every = themes(house)
        theme = _named(every, key)
        tab = _named(theme.tabs, tab_key)
        bar = desk_bar(house, view, "/themes", _(theme.name), breadcrumb(), search(), window_switch())
        shown = [panels()[one] for block in tab.blocks for one in block.panels if one in panels()]
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused), _ways(every, theme, tab)]),
                html.Main([_block(block) for block in tab.blocks], className="theme-body"),
                *stores(),
                *engine(view, list(dict.fromkeys(shown))),
            ],
            className="page theme-page",
            **{
                "data-live": "theme",
                "data-testid": "theme-page",
                "data-theme": theme.key,
                "data-tab": tab.key,
                "data-own-layers": tab.layers or LAYERS,
            },
        )


def stores() -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=THEME_ACT), dcc.Store(id=THEME_ACTED)]


def _named(some: tuple[One, ...], key: str) -> One:
    if not key:
        return some[0]
    found = next((one for one in some if one.key == key), None)
    if found is None:
        raise UnknownThing(_("没有这个专题"))
    return found


def _ways(every: tuple[Theme, ...], theme: Theme, tab: Tab) -> Component:
    """All themes, then the tabs of this one."""
    first = [_way(f"/themes/{one.key}", one.name, one.key == theme.key) for one in every]
    second = [_way(f"/themes/{theme.key}/{one.key}", one.name, one.key == tab.key) for one in theme.tabs]
    tabs = [html.Nav(second, className="segments", **{"aria-label": _("板块")})] if len(second) > 1 else []
    return html.Div(
        [html.Nav(first, className="segments theme-names", **{"aria-label": _("专题")}), *tabs], className="theme-ways"
    )


def _way(path: str, name: str, here: bool) -> Component:
    on = {"data-carry": "view"} | ({"aria-current": "page"} if here else {})
    return html.A(_(name), href=path, className="segment on" if here else "segment", **on)


def _block(block: Block) -> Component:
    """Its name and what it is for, its panels, and where it leads."""
    about = [html.Small(_(block.about))] if block.about else []
    head = [still(html.H2([_(block.name), *about], className="theme-block-name"))] if block.name else []
    frames = [_frame(one) for one in block.panels if one in panels()]
    ways = [link(_(way.name), way.to, "button small", data_carry="view") for way in block.ways]
    led = [still(tag("nav", ways, "theme-block-ways"))] if ways else []
    return html.Section([*head, *frames, *led], className="theme-block theme-wide" if block.wide else "theme-block")


def _frame(key: str) -> Component:
    """The map is a live component; all else is plain HTML."""
    frame = framed(panels()[key])
    return html.Div(frame, className="theme-map") if key == MAP else still(frame)
