"""The way up: from the city down to here; every step but the last leads up."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.language import gettext as _


def crumbs(line: Sequence[tuple[str, str]]) -> list[Component]:
    """`line` holds (code, name) of each level, the city first."""
    steps: list[Component] = []
    for code, name in line[:-1]:
        steps.append(html.A(name, href=f"?region={code}", className="crumb", **{"data-region-code": code}))
        steps.append(html.I("›", className="crumb-gap"))
    steps += [html.B(name, className="crumb here", **{"data-region-code": code}) for code, name in line[-1:]]
    if len(line) > 1:
        above = f"?region={line[-2][0]}"
        steps.append(html.A([html.Kbd("Esc"), html.Span(_("上一级"))], href=above, className="crumb-up"))
    return steps
