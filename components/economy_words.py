"""Words of the economy: what the city's own data calls things, and the ways between the pages."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.numbers import NONE, number
from data.economy.words import AMOUNT_UNIT
from data.language import gettext as _
from data.language import spoken
from data.ledgers.fields import english

PAGES = (
    ("/economy", "经济总览"),
    ("/economy/chains", "产业链"),
    ("/economy/enterprises", "企业"),
    ("/economy/projects", "招商项目"),
    ("/economy/policies", "惠企政策"),
    ("/economy/signs", "城市体征"),
)


def data_word(word: str, code: str) -> str:
    """A word of the city's data; English follows from its code."""
    return word if spoken() == "zh" else english(code)


def worth(total: Any) -> str:
    """An investment in its unit; a dash where none is told."""
    return f"{number(total)} {_(AMOUNT_UNIT)}" if isinstance(total, int | float) else NONE


def economy_ways(here: str) -> Component:
    return html.Nav(
        [_way(path, words, path == here) for path, words in PAGES],
        className="segments economy-ways",
        **{"aria-label": _("经济运行")},
    )


def _way(path: str, words: str, on: bool) -> Component:
    more = {"data-carry": "view"} | ({"aria-current": "page"} if on else {})
    return html.A(_(words), href=path, className="segment on" if on else "segment", **more)
