"""工作台 "/home": what waits for who looks, what is on today, and the ways to all pages that are open to him."""

from dash import html
from dash.development.base_component import Component

from components.desk import desk_bar, ways_of
from components.fields import link
from components.frame import framed
from components.link import link_down
from components.listing import listing_card
from components.markup import Safe, still, tag
from components.registry import panels
from components.theme_page import stores
from components.titlebar import breadcrumb, search
from components.wall import engine, notice
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View

BLOCKS = (("todo", True), ("warnings", False), ("ticker", False))  # panel, over the whole width
LAST = "entries"


def home_page(house: House, view: View, refused: tuple[str, ...]) -> Component:
    with speaking(view.lang):
        bar = desk_bar(house, view, "/home", _("工作台"), breadcrumb(), search())
        named = [*(key for key, _wide in BLOCKS), LAST]
        shown = [panels()[key] for key in named if key in panels()]
        blocks = [_block(framed(panels()[key]), wide) for key, wide in BLOCKS if key in panels()]
        last = [_block(framed(panels()[LAST]), True)] if LAST in panels() else []
        apps = _block(listing_card(_("全部应用"), _apps(house)), True)
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main([*blocks, apps, *last], className="theme-body"),
                *stores(),
                *engine(view, shown),
            ],
            className="page theme-page",
            **{"data-live": "theme", "data-testid": "home-page"},
        )


def _block(inside: Component, wide: bool) -> Component:
    return html.Section([still(inside)], className="theme-block theme-wide" if wide else "theme-block")


def _apps(house: House) -> Safe:
    """By what people come for, as the bar has them; what is not open to the asker is not shown."""
    groups = [
        tag("section", [tag("h3", _(name)), tag("div", [_app(*one) for one in ways], "home-ways")])
        for name, ways in ways_of(house).items()
        if ways
    ]
    return tag("div", groups, "home-apps")


def _app(path: str, words: str) -> Safe:
    return link(_(words), path, "button", data_carry="view")
