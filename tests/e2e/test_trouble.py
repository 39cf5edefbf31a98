"""When something behind the wall fails, the wall says so, keeps what it has, and comes back by itself."""

import re

import pytest
from sqlalchemy import text

from data.commands.revisions import bump
from data.engine import make_engine
from tests.browser import wait_drawn, wait_for

BROKEN = "() => document.querySelector('[data-panel=\"funnel\"]').dataset.state === 'broken'"
FINE = "() => document.querySelector('[data-panel=\"funnel\"]').dataset.state !== 'broken'"


@pytest.fixture(scope="module")
def engine(city_database):
    engine = make_engine(f"sqlite:///{city_database}")
    yield engine
    engine.dispose()


def _statement(engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))
        bump(connection, "events")


def test_a_failing_panel_fails_alone_keeps_its_drawing_and_recovers(open_wall, engine):
    page = open_wall()
    wait_drawn(page)
    before = page.locator('[data-panel="funnel"] .bar-count .n').first.inner_text()
    _statement(engine, "ALTER TABLE event_dwell RENAME TO event_dwell_away")
    wait_for(page, BROKEN)
    assert page.locator('[data-panel="funnel"] .bar-count .n').first.inner_text() == before
    assert page.locator('[data-panel="ranking"]').get_attribute("data-state") in {"fresh", "late"}
    _statement(engine, "ALTER TABLE event_dwell_away RENAME TO event_dwell")
    wait_for(page, FINE)


def test_new_events_reach_the_wall_without_a_reload(open_wall, engine):
    page = open_wall()
    wait_drawn(page)
    _statement(engine, "UPDATE event_sum SET reported = reported + 5000")
    wait_for(
        page,
        "() => /\\b[5-9],\\d{3}|\\d{2},\\d{3}/.test(document.querySelector('[data-panel=\"kpi\"]').innerText)",
    )
    _statement(engine, "UPDATE event_sum SET reported = reported - 5000")


def test_a_lost_answer_is_asked_for_again(contexts, server):
    page = contexts.take().new_page()
    page.set_viewport_size({"width": 1920, "height": 1080})
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
    contexts.give_back()
