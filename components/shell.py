"""What stands around every page: the HTML document and the one element Dash Pages fills."""

import dash
from dash import html
from dash.development.base_component import Component

INDEX = """<!DOCTYPE html>
<html lang="zh-CN" data-skin="dark">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{%title%}</title>
{%favicon%}
{%css%}
</head>
<body>
{%app_entry%}
<footer>
{%config%}
{%scripts%}
{%renderer%}
</footer>
</body>
</html>"""


def page_index() -> str:
    """The document: no inline script of our own, nothing from another machine."""
    return INDEX


def shell() -> Component:
    return html.Div(dash.page_container, className="shell")
