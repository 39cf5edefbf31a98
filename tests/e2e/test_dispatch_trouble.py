"""The dispatch desk when there is little to show: no such subject, nothing to do, a database that does not answer."""

import pytest
from sqlalchemy import func, select, text

from data.engine import make_engine
from data.schema import dispatch
from tests.browser import Watched, wait_drawn, wait_for

ROWS = "() => document.querySelectorAll('.queue-row[data-subject]').length > 2"
SAID = "([where, text]) => document.querySelector(where)?.innerText.includes(text)"
BUTTON = "() => document.querySelector('.desk-order [data-dispatch-send]') !== null"
AWAY = ("event", "warning", "dispatch")


@pytest.fixture(scope="module")
def desk(city_database, server):
    """(url, engine)"""
    engine = make_engine(f"sqlite:///{city_database}")
    yield server, engine
    engine.dispose()


@pytest.fixture
def open_desk(contexts, desk):
    opened = []

    def open_(query=""):
        watched = Watched.on(contexts.take().new_page())
        opened.append(watched)
        watched.page.set_viewport_size({"width": 1920, "height": 1080})
        watched.page.goto(f"{desk[0]}/dispatch{query}")
        wait_drawn(watched.page)
        return watched.page

    yield open_
    contexts.give_back()
    for watched in opened:
        assert [line for line in watched.console if "503" not in line] == []


@pytest.mark.parametrize(
    ("on", "title"), [("event-E20200101-9999999", "事件详情"), ("warning-W20200101-999999", "预警详情")]
)
def test_a_subject_that_is_not_there_is_told_in_every_column(open_desk, on, title):
    page = open_desk(f"?on={on}")
    wait_for(page, SAID, [".case-card", "没有这个事件或预警，或不在可看范围内"])
    wait_for(page, SAID, [".desk-order .order-none", "没有这"])
    assert page.locator(".case-card .panel-title").inner_text() == title
    assert page.locator("[data-dispatch-send]").count() == 0


def test_an_empty_queue_is_calm_and_says_what_is_empty(open_desk):
    page = open_desk("?at=2023-01-01T00:00:00Z")
    wait_for(page, SAID, [".queue-none", "此刻无待办"])
    assert page.locator(".queue-row").count() == 0
    wait_for(page, SAID, [".desk-order .order-none", "在左侧队列中选择一件"])


def test_without_the_database_nothing_of_another_subject_stays_and_all_comes_back_by_itself(open_desk, desk):
    _url, engine = desk
    page = open_desk()
    wait_for(page, ROWS)
    page.keyboard.press("j")
    wait_for(page, BUTTON)
    title, orders = page.locator(".case-title").inner_text(), _orders(engine)
    _rename(engine, "{0}", "{0}_away")
    try:
        page.keyboard.press("j")
        page.keyboard.press("Control+Enter")  # what is still seen belongs to the subject before
        wait_for(page, SAID, [".desk-order .order-none", "暂时取不到数据"])
        wait_for(page, SAID, [".case-broken", "暂时取不到数据"])
        assert page.locator(".case-title").count() == page.locator("[data-dispatch-send]").count() == 0
        assert page.locator(".queue-row").count() > 2  # the last drawing of the queue stays
    finally:
        _rename(engine, "{0}_away", "{0}")
    wait_for(page, BUTTON)
    assert page.locator(".case-title").inner_text() != title
    assert "暂时取不到数据" not in page.locator(".dispatch-body").inner_text()
    assert _orders(engine) == orders


def _rename(engine, old, new):
    with engine.begin() as connection:
        for name in AWAY:
            connection.execute(text(f"ALTER TABLE {old.format(name)} RENAME TO {new.format(name)}"))


def _orders(engine):
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(dispatch))
