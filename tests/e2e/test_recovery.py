"""Line cut, database away, laptop asleep: the wall says so, greys what it shows, and is back within ten seconds."""

import os
import signal
import time
from collections import Counter
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil
import pytest
from sqlalchemy import make_url

from data.commands.revisions import bump
from data.engine import make_engine, writing
from tests.browser import Watched, wait_drawn, wait_for
from tests.cable import Cable
from tests.databases import admin, copied
from tests.live.conftest import city_served
from tests.quiet import alone

BACK = 10  # seconds after the cause is gone
LINK = "(state) => document.documentElement.dataset.link === state"
GREY = """() => [...document.querySelectorAll('[data-panel]')]
  .every((one) => getComputedStyle(one).filter === 'grayscale(1)')"""
WELL = """() => document.documentElement.dataset.link === 'up' && cockpit.pending.size === 0
  && [...document.querySelectorAll('[data-panel]')].every(
    (one) => getComputedStyle(one).filter === 'none' && !['loading', 'broken'].includes(one.dataset.state))"""
FUNNEL = "() => document.querySelector('[data-panel=\"funnel\"] .bar-count .n').innerText"
OTHER = f"(was) => ({FUNNEL})() !== was"


@pytest.fixture(scope="module")
def city(toy_dir, postgres, postgres_template):
    with copied(postgres, postgres_template) as url, city_served(toy_dir, url, YITU_POLL_SECONDS="2") as one:
        one.postgres = postgres
        yield one


@pytest.fixture
def cable(city):
    one = Cable(urlsplit(city.url).port)
    yield one
    one.close()


@pytest.fixture
def wall(browser, cable):
    context = browser.new_context(locale="zh-CN", viewport={"width": 1920, "height": 1080})
    watched = Watched.on(context.new_page())
    watched.page.goto(cable.url)
    wait_drawn(watched.page)
    wait_for(watched.page, LINK, "up")
    yield watched.page
    context.close()


def _counted(city):
    """Something happens that the wall has to show."""
    engine = make_engine(city.engine.url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE event_sum SET reported = reported + 7")
        bump(connection, "events")
    engine.dispose()


def _is_back(page, was):
    began = time.monotonic()
    wait_for(page, OTHER, was, seconds=BACK)
    wait_for(page, WELL, seconds=BACK)
    assert time.monotonic() - began <= BACK


def test_a_cut_line_is_told_and_the_wall_is_back_by_itself(wall, cable, city):
    was = wall.evaluate(FUNNEL)
    with alone():
        cable.cut()
        wait_for(wall, LINK, "down", seconds=30)
        assert wall.get_by_text("与服务器的连接中断，显示的是最后收到的数据").is_visible()
        assert wall.evaluate(GREY)
        assert wall.evaluate(FUNNEL) == was
        _counted(city)
        cable.mend()
        _is_back(wall, was)


@contextmanager
def _away(city):
    """The database takes nobody and lets go of all it had."""
    name = make_url(city.engine.url).database
    admin(city.postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    admin(city.postgres, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        yield
    finally:
        admin(city.postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_database_that_is_away_is_told_and_panels_that_failed_come_back(wall, city):
    was = wall.evaluate(FUNNEL)
    with alone():
        with _away(city):
            wall.evaluate("() => cockpit.view.go({ window: '7d' })")
            wait_for(wall, "() => document.querySelector('[data-panel=\"funnel\"]').dataset.state === 'broken'")
            wait_for(wall, LINK, "away", seconds=30)
            assert wall.get_by_text("数据库没有应答，显示的是最后收到的数据").is_visible()
            assert wall.evaluate(GREY)
        _counted(city)
        _is_back(wall, was)


def test_a_laptop_that_slept_is_up_to_date_soon_after_it_woke(wall, city):
    was = wall.evaluate(FUNNEL)
    with alone():
        asleep = [one.pid for one in psutil.Process().children(recursive=True) if one.name().startswith("chrom")]
        for pid in asleep:
            os.kill(pid, signal.SIGSTOP)
        try:
            _counted(city)
            time.sleep(8)
        finally:
            for pid in asleep:
                os.kill(pid, signal.SIGCONT)
        _is_back(wall, was)


def test_figures_that_grow_old_are_asked_for_again_when_they_do(wall):
    asked = []
    wall.on("request", lambda request: asked.append(request.post_data or ""))
    wall.evaluate(
        "() => (document.querySelector('[data-panel=\"economy\"]').dataset.turns = '2000-01-01T00:00:00.000Z')"
    )
    wall.wait_for_timeout(7000)
    assert sum('"economy"' in body for body in asked) == 1


def test_a_panel_has_one_question_under_way_however_much_moves(wall, city):
    """A storm of news, and a level switch in the middle of it, on a server that takes its time."""
    under_way, most = set(), 0

    def begun(request):
        if "drawings" in (request.post_data or ""):
            under_way.add((request.post_data.split('"slot":"')[1].split('"')[0], request))

    def ended(request):
        under_way.difference_update({one for one in under_way if one[1] is request})

    wall.on("request", begun)
    wall.on("requestfinished", ended)
    wall.on("requestfailed", ended)
    slow = {"offline": False, "latency": 2500, "downloadThroughput": -1, "uploadThroughput": -1}
    wall.context.new_cdp_session(wall).send("Network.emulateNetworkConditions", slow)
    was = wall.evaluate(FUNNEL)
    for n in range(60):
        if n % 5 == 0:
            _counted(city)
        if n in (18, 30):
            wall.evaluate("(window) => cockpit.view.go({ window })", "7d" if n == 18 else "30d")
        wall.wait_for_timeout(150)
        most = max(most, *Counter(slot for slot, _request in under_way).values(), 0)
    wait_for(wall, OTHER, was, seconds=20)
    assert most == 1
