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
CHOSEN = "() => cockpit.map.chosen"
# Laid out for that window, fitted to it, and nothing is on its way: signs still asked for would come to stand on spots.
AT_REST = """async ([width, height]) => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const { main, underWay, layers } = cockpit.map;
  const [{ x, y }, box] = [main.getSize(), main.getContainer()];
  const fitted = innerWidth === width && innerHeight === height && x === box.clientWidth && y === box.clientHeight;
  return fitted && !underWay.size && layers.points?.getLayers().length > 20;
}"""


@pytest.mark.parametrize(("profile", "pointed"), zip(PROFILES, ZOOMS, strict=True))
def test_a_thousand_features_lie_under_the_pointer_at_every_zoom(open_wall, profile, pointed):
    """All of them as the page tells what lies there; at one zoom a real pointer goes to some of them, too."""
    name, width, height = profile
    page = open_wall(f"/?layers={LAYERS}", width, height)
    wait_drawn(page)
    session = page.context.new_cdp_session(page)
    for zoom in ZOOMS:
        wait_for(page, AT_REST, _zoomed(session, width, height, zoom))
        told = page.evaluate(SPOTS, [FEATURES, int(zoom * 100)])
        assert told["missed"] == [], (name, zoom)
        assert told["hits"] == FEATURES, (name, zoom)
        assert min(told["areas"], told["points"]) >= FEATURES / 10, (name, zoom)
        if zoom == pointed:
            _pointed(page, told["spots"])


def _zoomed(session, width, height, zoom):
    """As the browser's own zoom: fewer and larger pixels of style sheets on the same screen: how many it then has."""
    seen = [round(width / zoom), round(height / zoom)]
    told = {"width": seen[0], "height": seen[1], "deviceScaleFactor": zoom, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", told)
    return seen


def _pointed(page, spots):
    """A real pointer there chooses the area, on one of the pixels of the screen that counted as hits above: on a border
    the pixel beside is of the other area, and a busy browser need not see each of a hand that trembles over both.
    """
    for code, pixels in spots:
        end = time.monotonic() + 10
        for x, y in itertools.cycle(pixels):
            page.mouse.move(x, y)
            page.wait_for_timeout(LOOKS)
            if (now := page.evaluate(CHOSEN)) == code:
                break
            assert time.monotonic() < end, (code, x, y, now)
