"""When something behind the wall fails, the wall says so, keeps what it has, and comes back by itself."""

import re
import shutil

import pytest
from sqlalchemy import text

from data.commands.revisions import bump
from data.engine import make_engine
from tests.browser import Watched, wait_drawn, wait_for
from tests.server import serving

BROKEN = "() => document.querySelector('[data-panel=\"funnel\"]').dataset.state === 'broken'"
FINE = "() => document.querySelector('[data-panel=\"funnel\"]').dataset.state !== 'broken'"


@pytest.fixture(scope="module")
def own_city(city_database, tmp_path_factory):
    path = shutil.copy(city_database, tmp_path_factory.mktemp("trouble") / "own.db")
    engine = make_engine(f"sqlite:///{path}")
    with serving(path, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false", YITU_POLL_SECONDS="1") as url:
        yield url, engine
    engine.dispose()


def _statement(engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))
        bump(connection, "events")


def test_a_failing_panel_fails_alone_keeps_its_drawing_and_recovers(browser, own_city):
    url, engine = own_city
    watched = Watched.on(browser.new_page(viewport={"width": 1920, "height": 1080}))
    watched.page.goto(url)
    wait_drawn(watched.page)
    before = watched.page.locator('[data-panel="funnel"] .bar-count .n').first.inner_text()
    _statement(engine, "ALTER TABLE event_dwell RENAME TO event_dwell_away")
    wait_for(watched.page, BROKEN)
    assert watched.page.locator('[data-panel="funnel"] .bar-count .n').first.inner_text() == before
    assert watched.page.locator('[data-panel="ranking"]').get_attribute("data-state") in {"fresh", "late"}
    _statement(engine, "ALTER TABLE event_dwell_away RENAME TO event_dwell")
    wait_for(watched.page, FINE)
    assert watched.console == []
    watched.page.close()


def test_new_events_reach_the_wall_without_a_reload(browser, own_city):
    url, engine = own_city
    watched = Watched.on(browser.new_page(viewport={"width": 1920, "height": 1080}))
    watched.page.goto(url)
    wait_drawn(watched.page)
    _statement(engine, "UPDATE event_sum SET reported = reported + 5000")
    wait_for(
        watched.page,
        "() => /\\b[5-9],\\d{3}|\\d{2},\\d{3}/.test(document.querySelector('[data-panel=\"kpi\"]').innerText)",
    )
    assert watched.console == []
    watched.page.close()


def test_a_lost_answer_is_asked_for_again(browser, server):
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(server)
    wait_drawn(page)
    lost = []

    def lose(route):
        lost.append(route.request.url)
        route.abort() if len(lost) <= 4 else route.continue_()

    page.route(re.compile("_dash-update-component"), lose)
    page.evaluate("() => cockpit.view.go({ region: '350304' })")
    wait_drawn(page, "350304", seconds=20)
    assert len(lost) > 4
    page.close()
