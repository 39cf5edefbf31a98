"""What the desk pages of events share: the bar above, their view, the designed failures."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.ids import FOLLOWS, VIEW
from components.titlebar import clock, looks
from data.acting import looking
from data.errors import CockpitError, NotReady
from data.house import House
from data.language import gettext as _
from data.scope import EVERY_CELL
from data.view import View

PLACES = (
    ("/", "一张图"),
    ("/events", "事件中心"),
    ("/risk", "风险预警"),
    ("/rules", "预警模型"),
    ("/things", "台账"),
    ("/report", "事件上报"),
    ("/quarantine", "隔离区"),
    ("/exercises", "演练"),
)
OF_THE_CITY = ("/quarantine", "/exercises")  # what lies nowhere in particular: for those who see all of it


def desk_bar(house: House, view: View, here: str, title: str, *inside: Component) -> Component:
    """Where one can go, what is shown, and the city's clock."""
    ways = [
        html.A(
            _(words),
            href=path,
            className="desk-way on" if path == here else "desk-way",
            **{"data-carry": "view"} | ({"aria-current": "page"} if path == here else {}),
        )
        for path, words in PLACES
        if path not in OF_THE_CITY or looking(house).covers(*EVERY_CELL)
    ]
    simulated = [html.Span(_("演示数据 · 模拟"), className="chip chip-simulated")] if house.settings.demo else []
    past = _past(view, here) if view.at else []
    now = clock(view.at or house.clock.now(), still=view.at is not None)
    right = html.Div([*simulated, *past, looks(view, here), now], className="desk-right")
    nav = html.Nav(ways, className="desk-ways", **{"aria-label": _("页面")})
    return html.Header([nav, html.H1(title), *inside, right], className="page-bar desk-bar")


def _past(view: View, here: str) -> list[Component]:
    """A past moment says so, and leads back to now."""
    back = html.A(_("回到现在"), href=f"{here}{view.but(at=None).query()}", className="segment on to-now")
    return [html.Span(_("回看"), className="chip chip-past"), back]


def pulse(view: View) -> list[Component]:
    """The view and what follows it, for a page without panels."""
    return [dcc.Store(id=VIEW, data=view.query()), dcc.Store(id=FOLLOWS, data={})]


def failed(error: Exception) -> Component:
    """A page that cannot be shown now, in one plain sentence, and a way to try again."""
    words = _("城市数据尚未装入") if isinstance(error, NotReady) else _("暂时取不到数据")
    told = str(error) if isinstance(error, CockpitError) and error.status == 400 else words
    retry = html.A(_("重试"), href="", className="button", **{"data-reload": "1"})
    return html.Main([html.P(told), retry], className="missing")


def kept_ids(page: Component, stores: Sequence[Component]) -> Component:
    """A page that cannot be shown, with what its callbacks name: Dash learns at its first look which ids there are."""
    still = [dcc.Store(id=VIEW), dcc.Store(id=FOLLOWS, data={})]
    return html.Div([page, html.Div([*still, *stores], hidden=True)])
