"""A leader opens one page, sees the city, and goes down to one grid and back."""

import re

import pytest

from tests.browser import wait_drawn, wait_for

SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (5760, 1080)]
STATES = {"fresh", "late", "stale", "empty"}
# [the page is wider than the screen, pairs of panels that cover each other where their slots let them be seen]
OVERFLOW = """() => {
  const clipped = (one) => {
    const [box, slot] = [one.getBoundingClientRect(), one.parentElement.getBoundingClientRect()];
    return { name: one.dataset.panel, left: Math.max(box.left, slot.left), top: Math.max(box.top, slot.top),
             right: Math.min(box.right, slot.right), bottom: Math.min(box.bottom, slot.bottom) };
  };
  const seen = [...document.querySelectorAll('[data-panel]:not([data-panel="kpi"])')].map(clipped)
    .filter((box) => box.right > box.left && box.bottom > box.top);
  const cover = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  const pairs = seen.flatMap((a, n) => seen.slice(n + 1).filter((b) => cover(a, b)).map((b) => `${a.name}/${b.name}`));
  return [document.documentElement.scrollWidth > innerWidth + 1, pairs];
}"""

# Whether something of the title bar's left covers its neighbour, or the way up is longer than its room
COVERED = """() => {
  const box = (one) => one.getBoundingClientRect();
  const boxes = (where) => [...document.querySelectorAll(where)].map(box).filter(({ width }) => width);
  const over = (all) => all.some((box, n) => n && all[n - 1].right > box.left + 1);
  const [way] = boxes('.titlebar .crumbs');
  return over(boxes('.title-left > *')) || boxes('.titlebar .crumbs > *').some((one) => one.right > way.right + 1);
}"""


def _below(page) -> list[str]:
    """Codes of the rows of the level below."""
    rows = page.locator('[data-panel="ranking"] [data-region-code]')
    return rows.evaluate_all("rows => rows.map(row => row.dataset.regionCode)")


def _enter(page, code: str) -> None:
    page.locator(f'[data-panel="ranking"] [data-region-code="{code}"]').dispatch_event("click")
    wait_drawn(page, code)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_wall_shows_every_panel_at_every_size(open_wall, width, height):
    page = open_wall("/", width, height)
    wait_drawn(page)
    panels = page.locator("[data-panel]")
    assert set(panels.evaluate_all("all => all.map(one => one.dataset.state)")) <= STATES
    assert panels.evaluate_all("all => all.map(one => one.dataset.region)") == ["350300"] * panels.count()
    assert all(panels.evaluate_all("all => all.map(one => !Number.isNaN(Date.parse(one.dataset.asOf)))"))
    assert page.evaluate(OVERFLOW) == [False, []]


def test_every_panel_says_where_its_numbers_come_from(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    bare = "all => all.filter(one => !one.querySelector('.chip')).map(one => one.dataset.panel)"
    assert page.locator("[data-panel]").evaluate_all(bare) == []
    assert re.search(r"演示数据", page.locator(".titlebar").inner_text())


def test_down_to_one_grid_and_up_again(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    walked = ["350300"]
    for _level in range(4):
        walked.append(_below(page)[0])
        _enter(page, walked[-1])
        assert f"region={walked[-1]}" in page.url
        assert not page.evaluate(COVERED), walked[-1]
    assert [len(code) for code in walked] == [6, 6, 9, 12, 15]
    crumbs = page.get_by_test_id("breadcrumb").locator("[data-region-code]")
    assert crumbs.evaluate_all("all => all.map(one => one.dataset.regionCode)")[: len(walked) - 1] == walked[:-1]
    page.keyboard.press("Escape")
    wait_drawn(page, walked[-2])
    page.go_back()
    wait_drawn(page, walked[-1])
    page.get_by_test_id("breadcrumb").locator('[data-region-code="350300"]').click()
    wait_drawn(page, "350300")


def test_a_click_on_the_map_goes_down_and_the_view_stays_put_otherwise(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    page.wait_for_timeout(800)
    where = "() => { const m = document.querySelector('.leaflet-map-pane'); return m.style.transform }"
    before = page.evaluate(where)
    page.locator("a[href='?window=7d']").click()
    wait_for(page, "() => location.search.includes('window=7d')")
    page.wait_for_timeout(1_000)
    assert page.evaluate(where) == before
    box = page.get_by_test_id("map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.45)
    wait_for(page, "() => /region=350\\d{3}/.test(location.search)")
    wait_drawn(page, re.search(r"region=(\d+)", page.url)[1])


def test_no_redraw_replaces_the_element_it_draws_on(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    drawn_on = "[...document.querySelectorAll('[data-panel], .leaflet-container, .js-plotly-plot')]"
    page.evaluate(f"() => {drawn_on}.forEach(one => {{ one.mine = 1 }})")
    _enter(page, _below(page)[0])
    assert page.evaluate(f"() => {drawn_on}.every(one => one.mine)")


IN_ITS_ROW = """(one) => {
  const [a, row] = [one.getBoundingClientRect(), one.parentElement.getBoundingClientRect()];
  return a.left >= row.left - 1 && a.right <= row.right + 1;
}"""
MOVED_ALONG = """() => {
  const row = document.querySelector('.siblings');
  return row.scrollLeft > 0 && row.scrollLeft + row.clientWidth >= row.scrollWidth - 1;
}"""
INSET_FITS = """() => {
  const [frame, city] = ['.map-inset', '.inset-city'].map((one) => document.querySelector(one).getBoundingClientRect());
  const across = city.left >= frame.left && city.right <= frame.right;
  const inside = across && city.top >= frame.top && city.bottom <= frame.bottom;
  return inside && Math.max(city.width / frame.width, city.height / frame.height) > 0.8;
}"""


def test_what_stands_over_a_map_fits_a_window_that_is_made_smaller_and_larger(open_wall):
    page = open_wall("/events?region=350322100")
    wait_drawn(page, "350322100")
    neighbours = page.locator(".siblings a")
    row = page.locator(".siblings")
    row.evaluate("(row) => (row.style.maxWidth = '300px')")  # on a narrow map
    row.hover()
    page.mouse.wheel(0, 500)
    wait_for(page, MOVED_ALONG)
    for width, height in ((1100, 768), (2560, 1440)):
        page.set_viewport_size({"width": width, "height": height})
        wait_for(page, INSET_FITS)
        for one in (neighbours.first, neighbours.last):  # by the keyboard, too
            one.focus()
            assert one.evaluate(IN_ITS_ROW)
