"""Screens are pushed to: what one does the other shows at once, and while nothing happens nobody asks for anything."""

import json
import re
import shutil
import time
import urllib.request
from datetime import UTC, datetime

import psutil
import pytest

from data.commands.senders import add_sender
from data.engine import make_engine
from tests.browser import Contexts, Watched, wait_drawn, wait_for
from tests.quiet import alone
from tests.server import free_port, start, wait_until_served

SIZE = {"width": 1920, "height": 1080}
LINK = "(state) => document.documentElement.dataset.link === state"
TICKER = "(title) => document.querySelector('[data-panel=\"ticker\"]').innerText.includes(title)"
ALARM = "(title) => document.querySelector('[data-alarms]').innerText.includes(title)"
STAGE = """([title, was]) => [...document.querySelectorAll('[data-panel="ticker"] .row')].some(
  (row) => row.innerText.includes(title) && row.querySelector(".stage").innerText !== was,
)"""
GREY = """() => [...document.querySelectorAll('[data-panel]')]
  .every((one) => getComputedStyle(one).filter === 'grayscale(1)')"""
AT_ONCE = 1.0  # seconds


class Town:
    """A city of its own that can be killed and started again at the same address."""

    def __init__(self, database):
        self.engine = make_engine(f"sqlite:///{database}")
        told = {"source": "hotline", "role": "system", "region_code": "", "now": datetime.now(UTC)}
        with self.engine.begin() as connection:
            self.key = add_sender(connection, "热线平台", **told)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {"YITU_DATABASE_URL": f"sqlite:///{database}", "YITU_DEMO_FEED": "false"}
        self.settings |= {"YITU_DEMO_CLOCK": "false", "YITU_POLL_SECONDS": "2", "YITU_PUBLIC_URL": self.url}
        self.begin()

    def begin(self, **more):
        self.process = start(self.port, **(self.settings | more))
        wait_until_served(self.url, self.process)

    def kill(self):
        for one in (*psutil.Process(self.process.pid).children(recursive=True), self.process):
            one.kill()
        self.process.wait()

    def report(self, title, **more):
        body = {"title": title, "category": "flood", **self.place(), **more}
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1/events", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def place(self):
        with urllib.request.urlopen(f"{self.url}/api/v1/regions/350302", timeout=20) as answer:
            told = json.load(answer)
        return {"lon": told["lon"], "lat": told["lat"]}


@pytest.fixture(scope="module")
def town(city_database, tmp_path_factory):
    one = Town(shutil.copy(city_database, tmp_path_factory.mktemp("push") / "own.db"))
    yield one
    one.kill()
    one.engine.dispose()


@pytest.fixture(scope="module")
def contexts(browser, town):
    return Contexts(browser, town.url)


@pytest.fixture
def screen(contexts, town):
    """`screen()`: a wall in a context of its own, drawn and pushed to."""

    def open_():
        page = contexts.take().new_page()
        page.set_viewport_size(SIZE)
        watched = Watched.on(page)
        page.goto(town.url)
        wait_drawn(page)
        wait_for(page, LINK, "up")
        return watched

    yield open_
    contexts.give_back()


def test_what_one_does_the_other_shows_within_a_second(screen, town):
    desk, wall = screen(), screen()
    made = town.report("先来的一件")
    for one in (desk, wall):
        wait_for(one.page, TICKER, "先来的一件")
    desk.page.goto(f"{town.url}/events/{made['code']}")
    was = wall.page.locator("[data-panel=ticker] .row", has_text="先来的一件").locator(".stage").inner_text()
    form = desk.page.locator('[data-act="file"]')
    form.locator("summary").click()
    with alone():
        form.locator("[type=submit]").click()
        began = time.monotonic()
        wait_for(wall.page, STAGE, ["先来的一件", was], seconds=5)
        assert time.monotonic() - began <= AT_ONCE
        town.report("堤防渗漏", grade="S")
        wait_for(wall.page, ALARM, "堤防渗漏", seconds=2)
    assert (desk.console, wall.console) == ([], [])


def test_while_nothing_changes_nobody_asks_for_anything(screen, town):
    wall = screen()
    wall.page.wait_for_timeout(2500)
    asked = []
    wall.page.on("request", lambda request: asked.append(request.url))
    wall.page.wait_for_timeout(8000)
    assert asked == []
    assert wall.console == []


def test_the_tabs_of_a_browser_share_one_stream_and_another_takes_over(screen, town):
    first = screen()
    second = Watched.on(first.page.context.new_page())
    streams = []
    second.page.on("request", lambda request: streams.append(request.url) if "/api/v1/live" in request.url else None)
    second.page.goto(town.url)
    wait_drawn(second.page)
    with alone():
        town.report("两页都见")
        for one in (first, second):
            wait_for(one.page, TICKER, "两页都见", seconds=3)
        assert streams == []
        first.page.close()
        wait_for(second.page, LINK, "up")
        town.report("剩下一页")
        wait_for(second.page, TICKER, "剩下一页", seconds=5)
    assert len(streams) == 1


def test_of_many_alarms_three_are_shown_and_the_others_are_counted_with_the_way_to_their_list(screen, town):
    wall = screen()
    for n in range(5):
        town.report(f"险情之{n}", grade="S")
    wait_for(wall.page, ALARM, "另有 2 件重大事件")
    wait_for(wall.page, ALARM, "险情之4")
    assert wall.page.locator(".alarm-told").count() == 3
    wall.page.get_by_text("另有 2 件重大事件").click()
    wall.page.wait_for_url(re.compile(r"/events\?grade=S"))
    wait_for(wall.page, "() => document.body.innerText.includes('险情之0')")
    assert wall.page.locator(".alarm-more").count() == 0


def test_a_server_that_was_killed_is_back_on_the_screen_and_nothing_was_missed(screen, town):
    wall = screen()
    with alone():
        town.kill()
        wait_for(wall.page, LINK, "down", seconds=15)
        assert wall.page.locator(".link-down").is_visible()
        assert wall.page.get_by_text("与服务器的连接中断，显示的是最后收到的数据").is_visible()
        assert wall.page.evaluate(GREY)
        town.begin()
        town.report("断线时的险情", grade="S")
        began = time.monotonic()
        wait_for(wall.page, LINK, "up", seconds=10)
        wait_for(wall.page, ALARM, "断线时的险情", seconds=10)
        wait_for(wall.page, TICKER, "断线时的险情", seconds=10)
        assert time.monotonic() - began <= 10
    assert wall.page.locator('[data-panel="funnel"] .bar-count .n').count() == 7


def test_without_a_stream_the_screen_says_so_and_asks_now_and_then(screen, town):
    wall = screen()
    wall.page.route(re.compile("/api/v1/live"), lambda route: route.abort())
    wall.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    wait_for(wall.page, LINK, "poll", seconds=15)
    assert wall.page.get_by_text("推送中断，改为轮询").is_visible()
    with alone():
        town.report("轮询得知", grade="S")
        wait_for(wall.page, TICKER, "轮询得知", seconds=6)
        wait_for(wall.page, ALARM, "轮询得知", seconds=6)
    wall.page.unroute(re.compile("/api/v1/live"))
    wait_for(wall.page, LINK, "up", seconds=10)
    assert not wall.page.get_by_text("推送中断，改为轮询").is_visible()
