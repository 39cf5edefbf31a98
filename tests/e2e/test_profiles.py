"""Every screen has its layout: whole modules, nothing over a bezel, nothing cut, type as large as its readers need."""

import pytest

from tests.browser import wait_drawn, wait_for
from tests.profiles import PROFILES

FLOOR = 13.72  # px of the root: below it the smallest type is not read at a desk
ROOT = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"
SEEN = """() => [...document.querySelectorAll('[data-panel]')].map((one) => {
  const slot = one.closest('.slot').getBoundingClientRect();
  const { left, top, right, bottom } = one.getBoundingClientRect();
  const inside = left >= slot.left - 1 && right <= slot.right + 1 && top >= slot.top - 1 && bottom <= slot.bottom + 1;
  return { panel: one.dataset.panel, inside, left, top, right, bottom };
})"""
CUT = "() => [innerWidth - document.documentElement.scrollWidth, innerHeight - document.documentElement.scrollHeight]"
DRAWN_LAST = "([width, height]) => innerWidth === width && innerHeight === height"


def _modules(width, height):
    return 3 if width / height >= 4 else 2 if width / height >= 3 else 1


def _root(width, height, far=1.0):
    return max(FLOOR, min(height / 67.5, width / (120 * _modules(width, height))) * far)


@pytest.mark.parametrize("distance", ["", "3.4", "4.5"])
def test_each_profile_is_whole_modules(open_wall, distance):
    page = open_wall(f"/?distance={distance}" if distance else "/")
    wait_drawn(page)
    for name, width, height in PROFILES:
        page.set_viewport_size({"width": width, "height": height})
        wait_for(page, DRAWN_LAST, [width, height])
        far = max(1.0, float(distance or 1) / 3)
        assert page.evaluate(ROOT) == pytest.approx(_root(width, height, far), rel=0.01), name
        assert min(page.evaluate(CUT)) >= 0, name
        panels = page.evaluate(SEEN)
        seen = [one for one in panels if one["inside"]]
        assert {"map", "kpi"} <= {one["panel"] for one in seen} and len(seen) >= 4, name
        module = width / _modules(width, height)
        bound = [one for one in seen if one["panel"] != "kpi"]  # its groups are of one module each
        assert [one for one in bound if int(one["left"] // module) != int((one["right"] - 1) // module)] == [], name
        assert [(a, b) for a in seen for b in seen if a["panel"] < b["panel"] and _over(a, b)] == [], name
        if not distance and width >= 1600:
            assert len(seen) == len(panels), name


def _over(a, b):
    return (
        a["left"] < b["right"] - 1
        and b["left"] < a["right"] - 1
        and a["top"] < b["bottom"] - 1
        and b["top"] < a["bottom"] - 1
    )


ROTATED = ("/risk", "/events", "/studies", "/economy", "/themes/city/window", "/events/digest")
ROTATED += ("/panel/funnel", "/panel/map")
LAID_OUT = """() => document.querySelectorAll('.panel').length >= 3
  && !document.querySelector('[data-panel][data-state="loading"]')"""
PANELS = """() => [...document.querySelectorAll('.panel:not([hidden])')].map((one) => {
  const { left, right, width } = one.getBoundingClientRect();
  return { panel: one.className, left, right, width };
}).filter(({ width }) => width)"""


@pytest.mark.parametrize("path", ROTATED)
def test_pages_of_a_rotation_stand_in_whole_modules_too(open_wall, path):
    page = open_wall(path)
    wait_for(page, LAID_OUT)
    for name, width, height in PROFILES:
        module = width / _modules(width, height)
        if module == width:
            continue
        page.set_viewport_size({"width": width, "height": height})
        wait_for(page, DRAWN_LAST, [width, height])
        seen = page.evaluate(PANELS)
        assert len(seen) >= 3, name
        assert [one for one in seen if int(one["left"] // module) != int((one["right"] - 1) // module)] == [], name
        assert min(page.evaluate(CUT)[:1]) >= 0, name


def test_the_setting_of_the_wall_counts_on_the_wall_and_the_address_everywhere(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    assert page.evaluate(ROOT) == 16  # eight metres from 2.7 m are read as they are
    page.evaluate("() => { document.documentElement.dataset.distance = '3.75'; dispatchEvent(new Event('resize')); }")
    assert page.evaluate(ROOT) == 20
    page.set_viewport_size({"width": 1366, "height": 768})  # a desk
    wait_for(page, f"() => ({ROOT})() < 14")
    page = open_wall("/events?distance=3.75")
    assert page.evaluate(ROOT) == 20
