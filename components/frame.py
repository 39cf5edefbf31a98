"""The frame around every panel: title, provenance, as-of and freshness, always in the same order and place."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.registry import Panel
from data.language import gettext as _

# Slots whose panels wear a header; map and strip carry theirs inside.
COLUMNS = (
    *("left", "right", "centre-left", "centre-mid", "centre-right"),
    *("risk-top", "risk-left", "risk-mid", "risk-right"),
    *("study-left", "study-right", "economy-left", "economy-right", "theme"),
)


def part(panel: str, name: str, children: Any = None, *, tag: type[Component] = html.Div, **props: Any) -> Component:
    """A place that redraws fill with HTML: `assets/js/draw.js` finds it by panel and name."""
    return tag(children, **{"data-of": panel, "data-part": name}, **props)


def title(panel: Panel, text: Any = None) -> Component:
    """The title leads to the panel's own page; the browser adds the View it shows."""
    link = html.A(
        _(panel.title) if text is None else text,
        href=f"/panel/{panel.key}",
        className="panel-title",
        **{"data-carry": "1"},
    )
    return html.H2(link)


def head(panel: Panel) -> Component:
    return html.Header(
        [
            title(panel),
            part(panel.key, "sub", tag=html.Span, className="panel-sub"),
            part(panel.key, "meta", className="panel-meta"),
        ],
        className="panel-head",
    )


def framed(panel: Panel) -> Component:
    """The panel as it hangs on the wall: empty until its first drawing arrives."""
    headed = [head(panel), part(panel.key, "note", className="panel-note")] if panel.slot in COLUMNS else []
    body = html.Div(panel.body(), className="panel-body")
    say = part(panel.key, "say", className="panel-say", role="status")
    return html.Section([*headed, body, say], className=f"panel panel-{panel.key}", **hooks(panel.key, "loading"))


def hooks(key: str, state: str, as_of: str = "", region: str = "") -> dict[str, str]:
    """What checks and stylesheets read off a panel's root."""
    return {"data-panel": key, "data-state": state, "data-as-of": as_of, "data-region": region}
