"""The page of risks: warnings, stations and gates around the map, what an area holds, and what is to be done."""

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar
from components.hand_dialog import hand_dialog
from components.ids import AREA_ASKED, AREA_DRAWN, HAND, HANDED, MAP, TICK, TICKED
from components.link import link_down
from components.markup import still, tag
from components.titlebar import breadcrumb, search
from components.wall import RISK_SLOTS, engine, hung, notice, of_slots
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.risk_lists import PHASES
from data.view import View

SLOTS = (MAP, *RISK_SLOTS)
LAYERS = "boundary,risk_point,station,control,typhoon"  # what its map shows until somebody chooses
POLYGON_HINT = "单击加角点，双击或回车完成；空格在十字处加点，方向键移动地图，退格删一点，Esc 取消"
SINGLE_HINT = "单击地图上一处，看哪些视频看得到那里；空格取十字处，方向键移动地图，Esc 取消"
CIRCLE_HINT = "先单击圆心，再单击圆周；空格在十字处定点，方向键移动地图，Esc 取消"


def risk_page(house: House, view: View, refused: tuple[str, ...], phase: str) -> Component:
    """`phase`: one of PHASES, shown until another is chosen."""
    with speaking(view.lang):
        bar = desk_bar(house, view, "/risk", _("风险预警"), breadcrumb(), search(), _phases())
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(
                    [
                        html.Div([hung(slot) for slot in ("risk-top", MAP, "risk-mid")], className="risk-centre"),
                        html.Div([hung("risk-left"), _aside()], className="risk-sides"),
                    ],
                    className="risk-body",
                ),
                still(hand_dialog()),
                *stores(),
                *engine(view, of_slots(SLOTS)),
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


def stores() -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=one) for one in (AREA_ASKED, AREA_DRAWN, HAND, HANDED, TICK, TICKED)]


def _aside() -> Component:
    return html.Div([_area(), hung("risk-right")], className="risk-aside")


def _area() -> Component:
    """The card of the picked area: its parts are filled by `assets/js/49-area.js`."""
    names = (("held", _("受影响")), ("cover", _("视频覆盖")), ("videos", _("视频")))
    tabs = [
        tag("button", words, "segment", type="button", role="tab", data_area_tab=name, aria_selected=on)
        for (name, words), on in zip(names, ("true", "false", "false"), strict=True)
    ]
    head = tag(
        "header",
        [tag("h2", _("影响分析"), "panel-title"), tag("div", tabs, "segments area-tabs", role="tablist")],
        "panel-head",
    )
    hint = tag(
        "p",
        None,
        "area-hint",
        role="status",
        data_polygon=_(POLYGON_HINT),
        data_circle=_(CIRCLE_HINT),
        data_single=_(SINGLE_HINT),
    )
    broken = tag("p", None, "area-broken", role="alert")
    parts = [tag("div", None, "area-part", data_area_part=name) for name in ("ways", "held", "cover", "videos")]
    busy = tag("p", _("正在计算…"), "area-busy", role="status")
    return still(
        [head, tag("div", [parts[0], hint, busy, broken, *parts[1:]], "panel-body")], className="panel card area-card"
    )
