"""The frame around every panel: title, provenance, as-of and freshness, always in the same order and place."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.ids import drawing_id, key_id, link_id
from components.registry import Panel
from data.language import gettext as _

COLUMNS = ("left", "right")  # slots whose panels wear a header; map and strip carry theirs inside


def part(panel: str, name: str, children: Any = None, *, tag: type[Component] = html.Div, **props: Any) -> Component:
    """A place that redraws fill with HTML: `assets/js/draw.js` finds it by panel and name."""
    return tag(children, **{"data-of": panel, "data-part": name}, **props)


def head(panel: Panel, title: Component | None = None, *extra: Component) -> Component:
    """Title (a link to the panel's own page), subtitle, and on the right what `marks.meta` says."""
    text = _(panel.title) if title is None else title
    link = dcc.Link(text, href=f"/panel/{panel.key}", id=link_id(panel.key), className="panel-title")
    return html.Header(
        [
            html.H2(link),
            part(panel.key, "sub", tag=html.Span, className="panel-sub"),
            *extra,
            part(panel.key, "meta", className="panel-meta"),
        ],
        className="panel-head",
    )


def framed(panel: Panel) -> Component:
    """The panel as it hangs on the wall: empty until its first drawing arrives."""
    inside = [html.Div(panel.body(), className="panel-body"), part(panel.key, "say", className="panel-say", role="status")]
    headed = [head(panel), part(panel.key, "note", className="panel-note")] if panel.slot in COLUMNS else []
    return html.Section(
        [*headed, *inside, dcc.Store(id=key_id(panel.key)), dcc.Store(id=drawing_id(panel.key))],
        className=f"panel panel-{panel.key}",
        **hooks(panel.key, "loading"),
    )


def hooks(key: str, state: str, as_of: str = "", region: str = "") -> dict[str, str]:
    """What checks and stylesheets read off a panel's root."""
    return {"data-panel": key, "data-state": state, "data-as-of": as_of, "data-region": region}
