"""Field staff on a phone: the signed link, receipts, position and photos; without network they wait and count once."""

import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from PIL import Image

from data.commands.dispatch_life import cancel
from data.dispatch.links import token_of
from data.engine import writing
from data.house import open_house
from tests.browser import Watched, wait_for
from tests.conftest import toy_settings
from tests.e2e.duty import OFFICER, Duty
from tests.e2e.test_barriers import grave
from tests.server import serving
from tests.toycity import TOY

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
HERE = {"permissions": ["geolocation"], "geolocation": {"longitude": 119.131, "latitude": 25.031}}
SAYS = "(words) => document.querySelector('[data-field=says]').innerText.includes(words)"
SHOWN = "(step) => document.querySelector(`[data-step=${step}]`)?.hidden === false"
WORKER = """async () => Boolean(navigator.serviceWorker.controller)
  && (await (await caches.open('yitu-field-1')).keys()).some(({ url }) => url === location.href)"""
CRAMPED = """() => [...document.querySelectorAll('.field-card *')]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.checkVisibility())
  .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.innerText]).filter(([size]) => size < 16)"""
LOW = """() => [...document.querySelectorAll('.field-card .button')].filter((one) => one.checkVisibility())
  .map((one) => one.getBoundingClientRect().height).filter((height) => height < 56)"""


@pytest.fixture(scope="module")
def duty(sqlite_template, toy_dir, tmp_path_factory):
    """(the duty room, the server's address)"""
    folder = tmp_path_factory.mktemp("field")
    database = shutil.copy(sqlite_template, folder / "toy.db")
    settings = toy_settings(toy_dir, f"sqlite:///{database}", photos_dir=folder / "photos")
    house = open_house(settings, Flask("duty"))
    own = {"YITU_CITY": TOY, "YITU_CITIES_DIR": str(toy_dir), "YITU_PHOTOS_DIR": str(folder / "photos")}
    own |= {"YITU_DEMO_FEED": "false", "YITU_DEMO_CLOCK": "false", "YITU_PUBLIC_URL": "https://city.example"}
    with serving(database, **own) as url:
        yield Duty(house), url
    house.engine.dispose()


@pytest.fixture
def phone(browser, duty):
    """`phone(link)`: its page in a context of its own, watched to the end."""
    watched = []

    def open_(link, **more):
        context = browser.new_context(**(PHONE | HERE | more))
        watched.append(Watched.on(context.new_page()))
        watched[-1].page.goto(duty[1] + link)
        return watched[-1].page

    yield open_
    for one in watched:
        one.page.context.close()
    assert [line for one in watched for line in one.console if "Failed to load resource" not in line] == []
    assert [url for one in watched for url in one.outside] == []


@pytest.fixture
def picture(tmp_path):
    Image.effect_noise((1200, 900), 80).convert("RGB").save(tmp_path / "there.jpg", quality=95)
    return tmp_path / "there.jpg"


def until(page, true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        page.wait_for_timeout(20)


def press(page, step):
    wait_for(page, SHOWN, step)
    page.wait_for_timeout(850)  # a finger that touches twice means one
    page.locator(f"[data-step={step}] button").tap()


def test_a_phone_accepts_departs_tells_where_it_is_arrives_and_finishes_with_a_photo(duty, phone, picture):
    room, _url = duty
    link, code = room.sent()
    page = phone(link)
    assert room.state(code).state == "read"
    press(page, "accepted")
    press(page, "departed")
    wait_for(page, SAYS, "已送达值班室")
    page.get_by_role("button", name="上报当前位置").tap()
    wait_for(page, SAYS, "1 条已送达")
    press(page, "arrived")
    wait_for(page, SHOWN, "done")
    page.locator("[data-field=photo]").set_input_files(picture)
    wait_for(page, "() => document.querySelector('.field-times').innerText.includes('1 张')")
    press(page, "done")
    wait_for(page, "() => document.querySelector('.field-card').innerText.includes('任务已办结')")
    row = room.state(code)
    assert (row.state, round(row.lon, 3), round(row.lat, 3)) == ("done", 119.131, 25.031)
    assert room.photos(code) == 1 and page.locator("button:visible").count() == 0
    assert {move: n for move, n in room.steps(code).items() if n != 1} == {}


def test_without_network_receipts_photos_and_words_wait_are_seen_to_wait_and_count_once(duty, phone, picture):
    room, _url = duty
    link, code = room.sent()
    page = phone(link)
    wait_for(page, WORKER)  # cut off while it is fetched, the browser itself complains on the console
    page.context.set_offline(True)
    press(page, "accepted")
    wait_for(page, SAYS, "1 条待联网后发送")
    press(page, "departed")
    wait_for(page, SAYS, "2 条待联网后发送")
    assert "待发送" in page.locator("[data-stamp=departed]").inner_text()
    page.locator("[data-field=photo]").set_input_files(picture)
    wait_for(page, SAYS, "3 条待联网后发送")
    page.locator(".field-talk textarea").fill("水深 40 cm")
    page.locator(".field-talk button").tap()
    wait_for(page, SAYS, "4 条待联网后发送")
    assert room.state(code).state == "read" and room.photos(code) == 0
    page.context.set_offline(False)
    wait_for(page, SAYS, "4 条已送达值班室")
    assert (room.state(code).state, room.photos(code)) == ("departed", 1)
    assert {move: n for move, n in room.steps(code).items() if n != 1} == {}
    assert room.steps(code)["say"] == 1 and "水深 40 cm" in page.locator(".task-talk").inner_text()
    assert page.locator("[data-stamp=departed]").inner_text().count(":") == 2


def test_an_answer_that_is_lost_counts_once(duty, phone, picture):
    room, _url = duty
    link, code = room.sent()
    page = phone(link)
    lost = []

    def lose(route):
        """The house hears it; the phone does not hear the house."""
        if route.request.method == "POST" and len(lost) < 2 and route.request.url not in lost:
            lost.append(route.request.url)
            route.fetch()
            return route.abort()
        return route.continue_()

    page.route("**/field/**", lose)
    press(page, "accepted")
    until(page, lambda: lost and room.state(code).state == "accepted")
    wait_for(page, SAYS, "1 条待联网后发送")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    wait_for(page, SAYS, "1 条已送达值班室")
    page.locator("[data-field=photo]").set_input_files(picture)
    until(page, lambda: len(lost) == 2 and room.photos(code) == 1)
    wait_for(page, SAYS, "1 条待联网后发送")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    wait_for(page, SAYS, "1 条已送达值班室")
    assert len(lost) == 2 and room.photos(code) == 1
    assert {move: n for move, n in room.steps(code).items() if n != 1} == {}


def test_a_page_that_was_opened_once_is_there_without_network_and_what_waits_with_it(duty, phone, picture):
    room, url = duty
    link, code = room.sent()
    page = phone(link)
    wait_for(page, WORKER)
    page.context.set_offline(True)
    press(page, "accepted")
    page.locator("[data-field=photo]").set_input_files(picture)
    wait_for(page, SAYS, "2 条待联网后发送")
    page.reload()
    wait_for(page, SAYS, "2 条待联网后发送")
    wait_for(page, SHOWN, "departed")
    assert page.locator(".field-card h1").inner_text().startswith("路面积水")
    assert page.evaluate("() => getComputedStyle(document.querySelector('.field-card h1')).fontSize") == "24px"
    page.goto(f"{url}/field/{'x' * 40}")
    assert "本机也没有保存这个任务" in page.locator(".field-card").inner_text()
    page.context.set_offline(False)
    page.goto(url + link)
    wait_for(page, SAYS, "2 条已送达值班室")
    assert (room.state(code).state, room.photos(code)) == ("accepted", 1)


def test_what_is_kept_ends_with_the_task(duty, phone):
    room, _url = duty
    link, code = room.sent()
    page = phone(link)
    wait_for(page, WORKER)
    page.context.set_offline(True)
    press(page, "accepted")
    wait_for(page, SAYS, "1 条待联网后发送")
    with writing(room.house.engine) as connection:
        cancel(connection, room.code, "误报", OFFICER, room.house.clock.now(), datetime.now(UTC))
    page.context.set_offline(False)
    wait_for(page, SAYS, "1 条未能送达，请联系值班室")
    assert "任务已取消，不必前往。" in page.locator(".field-card").inner_text()
    assert page.locator("button:visible").count() == 0
    wait_for(page, f"async () => !(await ({WORKER})())")
    assert room.state(code).state == "cancelled"


def test_a_link_that_is_forged_or_too_old_says_so(duty, phone):
    room, _url = duty
    _link, code = room.sent()
    old = token_of(room.house, code, datetime.now(UTC) - timedelta(days=3, seconds=1))
    for link, words in ((f"/field/{old}", "链接已过期"), (f"/field/{old[:-4]}AAAA", "链接打不开")):
        page = phone(link)
        assert page.locator("h1").inner_text() == words and page.locator("form").count() == 0
        assert "请联系值班室" in page.locator(".field-card").inner_text()


def test_a_task_is_refused_with_a_reason(duty, phone):
    room, _url = duty
    link, code = room.sent()
    page = phone(link)
    page.locator("summary").tap()
    page.locator("[data-step=refused] textarea").fill("车辆故障")
    page.get_by_role("button", name="拒绝").tap()
    wait_for(page, "() => document.querySelector('.field-card').innerText.includes('您已拒绝这个任务')")
    assert (room.state(code).state, room.state(code).reason) == ("refused", "车辆故障")


@pytest.mark.parametrize(("width", "skin"), [(320, "dark"), (390, "light"), (844, "dark")])
def test_it_is_read_in_the_sun_and_pressed_with_wet_fingers(duty, phone, width, skin):
    room, _url = duty
    link, _code = room.sent()
    page = phone(f"{link}?skin={skin}", viewport={"width": width, "height": 844 if width < 500 else 390})
    page.locator("summary").tap()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.evaluate(CRAMPED) == [] and page.evaluate(LOW) == []
    assert grave(page, skin) == {}
