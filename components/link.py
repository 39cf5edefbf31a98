"""What stands in the shell of every page so that it is pushed to: the revisions, the state of the link, alarms."""

from dash import dcc, html
from dash.development.base_component import Component

from components.ids import REVISIONS
from data.house import House
from data.language import gettext as _
from data.live.pulse import at_first


def link(house: House) -> list[Component]:
    """The page begins with the revisions as they are; what comes later is told by the stream (`assets/js/live.js`)."""
    more = {"data-more-warning": _("另有 {n} 条预警 ›"), "data-more-event": _("另有 {n} 件重大事件 ›")}
    said = more | {"data-alarms": "1", "data-simulated": _("模拟")}
    alarms = html.Div(className="alarms-told", role="alert", **said)
    asks = html.Div(hidden=True, **{"data-live-poll": str(house.settings.poll_seconds)})
    return [dcc.Store(id=REVISIONS, data=at_first(house)), asks, alarms]


def link_down() -> Component:
    """Hidden while all is well; `html[data-link]` says which of them is shown."""
    down = html.Span(_("与服务器的连接中断，显示的是最后收到的数据"), className="link-is-down")
    away = html.Span(_("数据库没有应答，显示的是最后收到的数据"), className="link-is-away")
    poll = html.Span(_("推送中断，改为轮询"), className="link-is-poll")
    return html.Div([down, away, poll], className="link-down", role="alert")
