"""The page of risks: warnings and stations around the map, and what is to be done in each phase of a disaster."""

from dash import html
from dash.development.base_component import Component

from components.desk import desk_bar, link_down
from components.ids import MAP
from components.markup import still
from components.titlebar import breadcrumb, search
from components.wall import RISK_SLOTS, engine, hung, notice, of_slots
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.risk_lists import PHASES, Item, check_lists
from data.view import View

SLOTS = (MAP, *RISK_SLOTS)
LAYERS = "boundary,risk_point,station,typhoon"  # what its map shows until somebody chooses


def risk_page(house: House, view: View, refused: tuple[str, ...], phase: str) -> Component:
    """`phase`: one of PHASES, shown until another is chosen."""
    with speaking(view.lang):
        bar = desk_bar(house, view, "/risk", _("风险预警"), breadcrumb(), search(), _phases())
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(
                    [
                        *(hung(slot) for slot in SLOTS[:-1]),
                        html.Div([_lists(), hung(SLOTS[-1])], className="risk-aside"),
                    ],
                    className="risk-body",
                ),
                *engine(house, view, of_slots(SLOTS)),
            ],
            className="page risk-page",
            **{"data-live": "risk", "data-testid": "risk-page", "data-phase": phase, "data-own-layers": LAYERS},
        )


def _phases() -> Component:
    segments = [
        html.A(_(word), href=f"?phase={phase}", className="segment", **{"data-phase-way": phase})
        for phase, word in PHASES.items()
    ]
    return html.Nav(segments, className="segments phases", **{"aria-label": _("阶段")})


def _lists() -> Component:
    """The list of every phase; the style sheet shows the one that is chosen."""
    head = html.Header(
        [
            html.H2(_("工作清单"), className="panel-title"),
            *(html.Span(_(word), className=f"panel-sub phase-{phase}") for phase, word in PHASES.items()),
        ],
        className="panel-head",
    )
    lists = [_list(phase, items) for phase, items in check_lists().items()]
    return still([head, html.Div(lists, className="panel-body")], className="panel card phase-card")


def _list(phase: str, items: tuple[Item, ...]) -> Component:
    rows = [
        html.Li([html.B(str(n), className="n"), html.Div([html.Span(_(item.what)), html.Small(_(item.who))])])
        for n, item in enumerate(items, 1)
    ]
    return html.Ol(rows, className=f"check-list phase-{phase}")
