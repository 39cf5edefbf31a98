"""The dispatch desk: the queue left, map and subject in the middle, right the column of orders."""

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar
from components.dispatch_case import case_title
from components.dispatch_keys import keys_dialog, line_dialog
from components.dispatch_tools import map_tools
from components.ids import (
    CASE_ASKED,
    CASE_DRAWN,
    MAP,
    ORDER_ACT,
    ORDER_ACTED,
    ORDER_ASKED,
    ORDER_COLUMN,
    ORDER_DRAWN,
    ORDER_HEAR,
    ORDER_HEARD,
    PICKED,
    QUEUE_ASKED,
    QUEUE_DRAWN,
    SUBJECT,
)
from components.link import link_down
from components.markup import Safe, still, tag
from components.titlebar import breadcrumb
from components.wall import engine, hung, notice, of_slots
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.codes import SUBJECTS
from data.view import View

LAYERS = "boundary,camera,risk_point,resource"  # what its map shows until somebody chooses


def dispatch_page(house: House, view: View, refused: tuple[str, ...], on: str) -> Component:
    """`on`: the subject in the address; one that cannot be a subject is told as what else of it made no sense."""
    subject = on if SUBJECTS.fullmatch(on) else ""
    bad = ("on",) if on and not subject else ()
    with speaking(view.lang):
        keys = tag("button", ["?", " ", _("快捷键")], "button small", type="button", data_keys="1")
        bar = desk_bar(house, view, "/dispatch", _("调度台"), breadcrumb(), keys)
        return html.Div(
            [
                still([bar, link_down(), *notice(view, (*refused, *bad))]),
                html.Main(_columns(view, subject), className="dispatch-body"),
                still([keys_dialog(), line_dialog()]),
                *stores(subject),
                *engine(view, of_slots((MAP,))),
            ],
            className="page dispatch-page",
            **{"data-live": "dispatch", "data-testid": "dispatch-page", "data-own-layers": LAYERS},
        )


def stores(subject: str) -> list[Component]:
    """What its callbacks speak through."""
    rest = (
        QUEUE_ASKED,
        QUEUE_DRAWN,
        CASE_ASKED,
        CASE_DRAWN,
        ORDER_ASKED,
        ORDER_DRAWN,
        ORDER_ACT,
        ORDER_ACTED,
        ORDER_HEAR,
        ORDER_HEARD,
    )
    return [dcc.Store(id=SUBJECT, data=subject), dcc.Store(id=PICKED, data=[]), *(dcc.Store(id=one) for one in rest)]


def _columns(view: View, subject: str) -> list[Component]:
    on_map = html.Div([hung(MAP), still(map_tools())], className="desk-map")
    middle = [on_map, still(_case(subject), className="desk-case")]
    return [
        still(_queue(view), className="desk-queue"),
        html.Div(middle, className="desk-centre"),
        html.Div(id=ORDER_COLUMN, className="desk-order"),
    ]


def _head(title: str, sub: str, part: str, **named: str) -> Safe:
    inside = [tag("h2", title, "panel-title", **named), tag("span", sub, "panel-sub")]
    return tag("header", [*inside, tag("div", None, "panel-meta", data_desk_part=part)], "panel-head")


def _queue(view: View) -> Safe:
    past = [tag("p", _("正在回看过去，只读"), "queue-past", role="status")] if view.at else []
    inside = [
        _head(_("待办队列"), _("按剩余时限 ↑"), "meta"),
        *past,
        tag("div", None, "queue-chips", data_desk_part="chips", role="group", aria_label=_("筛选")),
        tag("p", None, "queue-broken", role="alert"),
        tag("ol", tag("li", _("加载中"), "queue-none"), "queue-rows", data_desk_part="queue", aria_label=_("待办队列")),
        tag("footer", None, "queue-foot", data_desk_part="foot"),
    ]
    return tag("section", inside, "panel card queue-card")


def _case(subject: str) -> list[Safe]:
    broken = tag("p", None, "case-broken", role="alert")
    head = _head(case_title(subject), "", "detail-meta", data_desk_part="detail-title")
    detail = [head, broken, tag("div", None, "case-body", data_desk_part="detail")]
    named = {"tabindex": "0", "role": "region", "aria_label": _("过程")}  # it scrolls, and holds nothing to step to
    course = [_head(_("过程"), "", "course-meta"), tag("div", None, "case-body", data_desk_part="course", **named)]
    return [tag("section", detail, "panel card case-card"), tag("section", course, "panel card course-card")]
