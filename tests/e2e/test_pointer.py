"""What lies under the pointer is what is drawn there, on every screen and at every zoom of the browser."""

import itertools
import time
from pathlib import Path

import pytest

from tests.browser import LOOKS, wait_drawn, wait_for
from tests.profiles import PROFILES

FEATURES = 1_000
ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.33, 1.5)
SPOTS = Path(__file__).with_name("pointer.js").read_text()
LAYERS = "boundary,event,risk_point,key_site,resource"
UNDER = """([code, x, y]) => {
  const top = document.elementFromPoint(x, y);
  const sign = top?.closest('.map-point, .hot-pin') ? 'sign' : top?.getAttribute('class');
  return [cockpit.map.chosen, cockpit.map.areas[code]?.getElement() === top ? 'area' : sign];
}"""
LIES = """() => {
  const { lat, lng } = cockpit.map.main.getCenter();
  return [lat, lng, cockpit.map.main.getZoom(), innerWidth, cockpit.map.layers.points.getLayers().length].join();
}"""
SETTLED = """() => cockpit.map.layers.points?.getLayers().length > 20
  && Math.abs(innerWidth - document.documentElement.clientWidth) < 20"""


def _tried(profile):
    """Three of the seven zooms at each of the seven profiles, so that each two of them meet at one."""
    return sorted(ZOOMS[(profile + step) % len(ZOOMS)] for step in (0, 1, 3))


@pytest.mark.parametrize(("name", "width", "height", "zooms"), [(*one, _tried(n)) for n, one in enumerate(PROFILES)])
def test_a_thousand_features_lie_under_the_pointer(open_wall, name, width, height, zooms):
    page = open_wall(f"/?layers={LAYERS}", width, height)
    wait_drawn(page)
    session = page.context.new_cdp_session(page)
    for zoom in zooms:
        _zoomed(session, width, height, zoom)
        wait_for(page, SETTLED)
        _rested(page)
        told = page.evaluate(SPOTS, [FEATURES, int(zoom * 100)])
        assert told["missed"] == [], (name, zoom)
        assert told["hits"] == FEATURES, (name, zoom)
        assert min(told["areas"], told["points"]) >= FEATURES / 10, (name, zoom)
        _pointed(page, told["spots"])


def _zoomed(session, width, height, zoom):
    """As the browser's own zoom: fewer and larger pixels of style sheets on the same screen."""
    seen = {"width": round(width / zoom), "height": round(height / zoom), "deviceScaleFactor": zoom, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", seen)


def _rested(page):
    """Until the map has fitted itself, has what it asked for, and stays where it is."""
    seen = None
    while seen != (seen := page.evaluate(LIES)):
        page.wait_for_timeout(700)


def _pointed(page, spots):
    """A real pointer there chooses the area, on one of the pixels of the screen that counted as hits above: on a border
    the pixel beside is of the other area, and a busy browser need not see each of a hand that trembles over both.

    Where a sign has come to stand meanwhile (the city lives on), the area is no longer under the pointer.
    """
    chosen = 0
    for code, pixels in spots:
        end = time.monotonic() + 10
        for x, y in itertools.cycle(pixels):
            page.mouse.move(x, y)
            page.wait_for_timeout(LOOKS)
            now, under = page.evaluate(UNDER, [code, x, y])
            if now == code or under != "area":
                break
            assert time.monotonic() < end, (code, x, y, now)
        chosen += now == code
    assert chosen >= len(spots) - 2, (chosen, len(spots))
