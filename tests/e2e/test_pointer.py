"""What lies under the pointer is what is drawn there, on every screen and at every zoom of the browser."""

from pathlib import Path

import pytest

from tests.browser import wait_drawn, wait_for
from tests.profiles import PROFILES

FEATURES = 1_000
ZOOMS = (0.8, 1.0, 1.5)
SPOTS = Path(__file__).with_name("pointer.js").read_text()
LAYERS = "boundary,event,risk_point,key_site,resource"
CHOSEN = "(code) => cockpit.map.chosen === code"
SETTLED = """() => cockpit.map.layers.points?.getLayers().length > 20
  && Math.abs(innerWidth - document.documentElement.clientWidth) < 20"""


@pytest.mark.parametrize(("name", "width", "height"), PROFILES)
def test_a_thousand_features_lie_under_the_pointer(open_wall, name, width, height):
    page = open_wall(f"/?layers={LAYERS}", width, height)
    wait_drawn(page)
    session = page.context.new_cdp_session(page)
    for zoom in ZOOMS:
        _zoomed(session, width, height, zoom)
        wait_for(page, SETTLED)
        page.wait_for_timeout(700)  # the map has fitted itself, and has what it asked for
        told = page.evaluate(SPOTS, [FEATURES, int(zoom * 100)])
        assert told["missed"] == [], (name, zoom)
        assert told["hits"] == FEATURES, (name, zoom)
        assert min(told["areas"], told["points"]) >= FEATURES / 10, (name, zoom)
        _pointed(page, told["spots"])


def _zoomed(session, width, height, zoom):
    """As the browser's own zoom: fewer and larger pixels of style sheets on the same screen."""
    seen = {"width": round(width / zoom), "height": round(height / zoom), "deviceScaleFactor": zoom, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", seen)


def _pointed(page, spots):
    """A real pointer there chooses the area."""
    for x, y, code in spots:
        page.mouse.move(x, y)
        wait_for(page, CHOSEN, code, seconds=3)
