"""Dash HTML components as HTML text: what redraws send, so that a hundred rows cost the browser one assignment.

Every mounted Dash component listens to every change of the page's state; a wall of rows made of them takes seconds.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

RENAMED = {"className": "class", "tabIndex": "tabindex", "hrefLang": "hreflang"}
SILENT = {"children", "disable_n_clicks", "n_clicks", "key", "available_properties", "available_wildcard_properties"}
CAMEL = re.compile(r"(?<!^)(?=[A-Z])")


class Safe(str):
    """HTML made by our own code, passed on as it is."""


def markup(node: Any) -> str:
    """HTML of a component, a text, or a list of them; texts and attributes are escaped."""
    if node is None:
        return ""
    if isinstance(node, Safe):
        return node
    if isinstance(node, Component):
        return _element(node)
    if isinstance(node, str | int | float):
        return escape(str(node), quote=False)
    return "".join(markup(one) for one in node)


def tag(name: str, /, children: Any = None, classes: str = "", **attributes: str) -> Safe:
    """An element without the detour over a Dash component; `_` in a name of an attribute stands for `-`."""
    more = "".join(f' {key.replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    shown = f' class="{escape(classes)}"' if classes else ""
    return Safe(f"<{name}{shown}{more}>{markup(children)}</{name}>")


def still(children: Any, **props: Any) -> Component:
    """A `div` whose inside is plain HTML, put there by `assets/js/draw.js`: laid out once, listening to nothing."""
    return html.Div(**{"data-html": markup(children)}, **props)


def css(style: dict[str, Any]) -> str:
    """`{"flexGrow": 2, "--mark": "40%"}` as CSS text."""
    return ";".join(f"{_kebab(name)}:{value}" for name, value in style.items())


def _element(node: Component) -> str:
    if getattr(node, "_namespace", "") != "dash_html_components":
        raise TypeError(f"{type(node).__name__} is no HTML element; lay it out in the panel's body")
    props = vars(node)
    tag = type(node).__name__.lower()
    inside = markup(props.get("children"))
    return f"<{tag}{''.join(_attributes(props))}>{inside}</{tag}>"


def _attributes(props: dict[str, Any]) -> Iterable[str]:
    for name, value in props.items():
        if name in SILENT or name[0] == "_" or value is None or value is False:
            continue
        text = css(value) if name == "style" else "" if value is True else str(value)
        yield f' {RENAMED.get(name, name)}="{escape(text)}"'


def _kebab(name: str) -> str:
    return name if name.startswith("--") else CAMEL.sub("-", name).lower()
