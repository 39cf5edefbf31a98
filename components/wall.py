"""The wall as a tree: stores of the engine, title bar, and a slot for every place a panel can hang."""

from dash import dcc, html
from dash.development.base_component import Component

from components.frame import framed
from components.ids import CLOCK, FOLLOWS, REVISIONS, VIEW, asked_id, drawings_id
from components.registry import Panel, panels
from components.titlebar import titlebar
from data.cities.pack import Pack
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View

SLOTS = ("map", "strip", "left", "right")  # in the order in which they are asked


def wall(house: House, view: View, query: str) -> Component:
    with speaking(view.lang):
        slots = [_slot(slot) for slot in SLOTS]
        bar = titlebar(_city_name(house, view.lang), view, house.clock.now(), simulated=house.settings.demo)
        away = html.Div(_("与服务器的连接中断，显示的是最后收到的数据"), className="link-down", role="alert")
        return html.Div([bar, *slots, away, *engine(house, query)], className="wall")


def engine(house: House, query: str) -> list[Component]:
    """One clock, one View, one set of revisions; what follows what is data, not code."""
    return [
        dcc.Store(id=VIEW, data=query),
        dcc.Store(id=REVISIONS),
        dcc.Store(id=FOLLOWS, data={panel.key: _follows(panel) for panel in panels().values()}),
        dcc.Interval(id=CLOCK, interval=1000 * house.settings.poll_seconds),
    ]


def _follows(panel: Panel) -> dict[str, object]:
    fields = {"fields": list(panel.follows), "topics": list(panel.topics), "rolling": panel.rolling}
    return fields | {"slot": panel.slot}


def _slot(slot: str) -> Component:
    hung = [framed(panel) for panel in panels().values() if panel.slot == slot]
    stores = [dcc.Store(id=asked_id(slot)), dcc.Store(id=drawings_id(slot))]
    return html.Div([*hung, *stores], className=f"slot slot-{slot}")


def _city_name(house: House, lang: str) -> str:
    """From the pack, so that the page can be built before the database is filled."""
    manifest = Pack(house.settings.cities_dir / house.settings.city).manifest
    return str(manifest["name_en" if lang == "en" else "name"])
