"""The duty officer on the page of risks: an area, what it holds, a suggestion, an order, its answer, a tick."""

import re

import pytest
from sqlalchemy import delete, select

from data.clock import Clock
from data.commands.control_register import register_controls
from data.commands.readings import Told, take
from data.commands.revisions import bump
from data.engine import make_engine, writing
from data.schema import control_order, control_step, region
from data.scope import Scope
from data.settings import Settings
from data.view import LAYERS
from tests.browser import wait_drawn, wait_for
from tests.gauges import plant_station

SAID = "([where, text]) => document.querySelector(where)?.innerText.includes(text)"
DRAWN = "() => document.querySelector('.area-card').dataset.state === 'held'"
PUMP = "试验下穿泵站"
EAST = "350304"
WATCHED = """() => {
  const card = document.querySelector('.area-card'), seen = (window.seen = { states: [], asked: 0 });
  new MutationObserver((all) => all.forEach(({ target, attributeName }) => {
    if (attributeName === 'data-state') seen.states.push(target.dataset.state);
    else seen.asked += target.hasAttribute('aria-busy');
  })).observe(card, { subtree: true, attributeFilter: ['data-state', 'aria-busy'] });
}"""
ASKS_AGAIN = """(topic) => {
  const ask = window.dash_clientside.cockpit.askArea, before = { warnings: 1, indicators: 1, features: 1 };
  const last = ask(null, before, null);
  return ask(null, { ...before, [topic]: 2 }, last) !== window.dash_clientside.no_update;
}"""
ANSWERED = "() => window.seen.asked > 0 && !document.querySelector('.area-card [aria-busy]')"


@pytest.fixture(scope="module")
def ponding(city_database):
    """An underpass with 42 cm of water and a pump that stands still."""
    url = f"sqlite:///{city_database}"
    engine = make_engine(url)
    now = Clock(engine, Settings(database_url=url, _env_file=None)).now()
    with writing(engine) as connection:
        cell = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo)).first()
        where = {"lon": cell.lon, "lat": cell.lat}
        plant_station(
            connection, "E2EW", "waterlog", cell.id, {"depth": {"caution": 15.0}}, now, name="试验下穿", **where
        )
        take(connection, [Told("E2EW", "depth", now.isoformat(), 42.0, "cm")], "test", Scope.guest(), now)
        row = {"code": "E2EP", "name": PUMP, "kind": "pump", "system": "试验水系", "region": cell.code}
        more = {"state": "stopped", "capacity": "3", "ponding": "E2EW"}
        register_controls(connection, [(2, row | more)], now, "simulated")
    yield
    with writing(engine) as connection:
        for table in (control_step, control_order):
            connection.execute(delete(table))
        bump(connection, "controls")
    engine.dispose()


def row_of(page):
    return page.locator('[data-control="E2EP"]')


def test_from_the_area_to_the_order_and_its_answer(ponding, open_wall):
    page = open_wall("/risk")
    wait_drawn(page)
    wait_for(page, SAID, [".area-card", "还没有选择范围"])
    page.locator(".area-ways a", has_text="当前区域").click()
    wait_for(page, DRAWN)
    held = page.locator("[data-area-part=held]").inner_text()
    assert "受影响人口" in held and "需转移" in held and "模拟" in held
    assert page.evaluate("() => location.search") == "?area=here"
    with page.expect_download() as file:
        page.locator("[data-area-file=csv]").click()
    assert file.value.suggested_filename == "exposure.csv"
    assert "受影响" not in (text := file.value.path().read_text("utf-8-sig")) and "名称" in text

    page.locator("[data-area-tab=videos]").click()
    wait_for(page, SAID, ["[data-area-part=videos]", "演示无画面"])

    row = row_of(page)
    assert "建议启动" in row.inner_text() and "42 cm ≥ 27 cm" in row.inner_text() and "封闭" in row.inner_text()
    row.get_by_role("button", name="下令").click()
    dialog = page.locator(".hand-dialog[open]")
    assert PUMP in dialog.inner_text()
    dialog.locator("[name=why]").fill("积水超过封路深度")
    dialog.locator("[type=submit]").click()
    wait_for(page, SAID, [".drain-log", "积水超过封路深度"])
    wait_for(page, SAID, ['[data-control="E2EP"]', "已与建议一致"])
    assert "已记录" in page.locator(".drain-log").inner_text() and "值班员" in page.locator(".drain-log").inner_text()

    row_of(page).get_by_role("button", name="回执").click()
    dialog.locator("[name=what]").select_option("running")
    dialog.locator("[type=submit]").click()
    wait_for(page, SAID, ['[data-control="E2EP"]', "运行"])
    wait_for(page, SAID, [".drain-log", "已回执"])

    box = page.locator(".check-list.phase-during input").first
    box.check()
    wait_for(page, SAID, [".check-list.phase-during", "值班员"])
    page.reload()
    wait_drawn(page)
    assert page.locator(".check-list.phase-during input").first.is_checked()
    page.locator(".check-list.phase-during input").first.uncheck()
    wait_for(page, "() => !document.querySelector('.check-list.phase-during li.done')")


def test_an_outline_is_drawn_by_mouse_and_by_keyboard_and_escape_leaves_nothing(open_wall):
    page = open_wall("/risk")
    wait_drawn(page)
    box = page.get_by_test_id("map").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("[data-draw=polygon]").click()
    for dx, dy in ((-60, -40), (60, -40)):
        page.mouse.click(middle[0] + dx, middle[1] + dy)
    page.mouse.dblclick(middle[0], middle[1] + 60)
    wait_for(page, "() => location.search.includes('area=polygon')")
    wait_for(page, DRAWN)
    assert len(re.findall(",", page.evaluate("() => new URLSearchParams(location.search).get('area')"))) == 3
    assert page.locator(".pane-picked path").count() >= 1

    page.locator("[data-draw=circle]").click()
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    wait_for(page, "() => location.search.includes('area=circle')")
    wait_for(page, DRAWN)

    page.locator("[data-draw=polygon]").click()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    wait_for(page, "() => !document.querySelector('.panel-map').dataset.drawing")
    assert "area=circle" in page.url and "region=" not in page.url  # Esc left the drawing, and nothing else


def test_what_cannot_be_reckoned_says_so_and_leads_out(open_wall):
    page = open_wall("/risk?area=circle:119,25.4,900")
    wait_drawn(page)
    wait_for(page, SAID, [".area-card", "范围过大"])
    page.locator(".area-card a", has_text="清除").first.click()
    wait_for(page, SAID, [".area-card", "还没有选择范围"])


def test_a_town_on_a_small_screen_in_english_and_light_shows_all_of_it(ponding, open_wall):
    page = open_wall(f"/risk?region={EAST}100&lang=en&skin=light&area=here", 1366, 768)
    wait_drawn(page)
    wait_for(page, DRAWN)
    for where in (".area-card .area-counts dt", ".area-hero > span", ".drain-heads", ".phase-word"):
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in "".join(page.locator(where).all_inner_texts())), where
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_new_numbers_of_the_area_that_stands_come_without_greying_it(city_database, open_wall):
    page = open_wall(f"/risk?region={EAST}100&area=here")
    wait_drawn(page)
    wait_for(page, DRAWN)
    page.evaluate(WATCHED)
    engine = make_engine(f"sqlite:///{city_database}")
    with writing(engine) as connection:
        bump(connection, "indicators")
    engine.dispose()
    wait_for(page, ANSWERED)
    assert set(page.evaluate("() => window.seen.states")) <= {"held"}
    topics = ("warnings", "indicators", "features")
    assert [page.evaluate(ASKS_AGAIN, topic) for topic in topics] == [True, True, True]
    page.locator('[data-area-tab="cover"]').click()
    assert [page.evaluate(ASKS_AGAIN, topic) for topic in topics] == [False, False, True], "what cameras see is dear"


def test_panning_with_every_layer_on_draws_what_comes_into_sight_and_changes_no_address(open_wall):
    page = open_wall(f"/risk?layers={','.join(LAYERS)}")
    wait_drawn(page)
    wait_for(page, "() => document.querySelectorAll('.map-point').length > 20")
    box, before = page.get_by_test_id("map").bounding_box(), page.url
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with page.expect_response(lambda answer: "points.json" in answer.url and "camera" in answer.url):
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] - 260, middle[1] - 60, steps=8)
        page.mouse.up()
    wait_for(page, "() => document.querySelectorAll('.map-point').length > 5")
    assert page.url == before


def test_the_slider_of_the_storm_shows_where_it_was_and_leads_to_that_moment(open_wall):
    page = open_wall("/risk")
    wait_drawn(page)
    slider = page.locator("[data-fixes]")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert page.locator(".storm-ghost").count() == 1
    said = page.locator(".storm-slide output").inner_text()
    page.locator("[data-storm-moment]").click()
    wait_for(page, "() => location.search.includes('at=')")
    wait_drawn(page)
    wait_for(page, SAID, [".storm-slide output", said])
