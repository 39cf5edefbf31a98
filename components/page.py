"""A panel's own page: its drawing large, a chart to explore, every row, and where the figures come from."""

from dash import dcc, html
from dash.development.base_component import Component

from components.briefing_add import adding
from components.figures import WITHOUT, graph
from components.frame import framed, part
from components.ids import MAP
from components.markup import still
from components.registry import Panel
from components.titlebar import window_switch
from components.wall import engine, notice
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View


def panel_page(house: House, panel: Panel, view: View, refused: tuple[str, ...]) -> Component:
    with speaking(view.lang):
        chart = [] if panel.key in WITHOUT else [_card(_("图表"), graph(panel.key))]
        table = _card(_("全部数据"), part(panel.key, "table", className="ledger-box"), *_files(panel))
        source = _card(_("口径与来源"), part(panel.key, "source"), extra="source-card")
        drawing = framed(panel)
        shown = (
            html.Div(drawing, className="page-drawing")
            if panel.slot == MAP
            else still(drawing, className="page-drawing")
        )
        main = html.Div([shown, *chart, table], className="page-main")
        return html.Div(
            [
                still([_bar(panel), *notice(view, refused)]),
                html.Div([main, source], className="page-body"),
                *engine(view, [panel], ledger=True),
            ],
            className=f"page page-{panel.slot}",
            **{"data-live": "page"},
        )


def _bar(panel: Panel) -> Component:
    back = html.A(["‹ ", _("全市一张图")], href="/", className="page-back", **{"data-carry": "1"})
    way = part(panel.key, "where", tag=html.Nav, className="crumbs", **{"data-testid": "breadcrumb"})
    windows = [window_switch()] if "window" in panel.follows else []
    return html.Header([back, html.H1(_(panel.title)), way, *windows, *adding()], className="page-bar")


def _card(title: str, *inside: Component, extra: str = "") -> Component:
    head, tools = html.H2(title, className="panel-title"), html.Div(inside[1:], className="panel-meta")
    header = html.Header([head, tools], className="panel-head")
    return html.Section([header, html.Div(inside[0], className="panel-body")], className=f"panel card {extra}".strip())


def _files(panel: Panel) -> list[Component]:
    """The same rows as files, by the same query."""
    return [
        html.A(kind.upper(), href=f"/api/v1/panels/{panel.key}.{kind}", className="button", **{"data-carry": "api"})
        for kind in ("csv", "json")
    ]


def missing(text: str) -> Component:
    """A page that is not there, and the way back."""
    return html.Main(
        [html.H1("404"), html.P(text), dcc.Link(_("回到全市一张图"), href="/", className="button")], className="missing"
    )
