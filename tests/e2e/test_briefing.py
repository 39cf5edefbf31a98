"""A briefing: a presenter with two windows and a telephone; the server is started anew meanwhile, an alarm comes."""

import re
import shutil
import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from data.commands.group_turns import follow, steer
from data.commands.kiosks import NewScreen, add_screen
from data.commands.rotations import add_rotation
from data.commands.takeovers import acknowledge
from data.life.actor import Actor
from data.schema import event, rotation, screen_group
from data.scope import Scope
from tests.browser import Contexts, Watched, wait_for
from tests.e2e.test_barriers import SKINS, grave
from tests.e2e.test_push import ALARM, Town
from tests.quiet import alone
from tests.scanner import scanned

STAGE = "(n) => document.querySelector('[data-stage]')?.dataset.drawn === `${n}|`"
STAGED = f"(n) => [...document.querySelectorAll('iframe.seen')].some(({{ contentDocument: document }}) => ({STAGE})(n))"
ROTATES = "(page) => document.querySelector('[data-kiosk-stage]').dataset.page === page"
UNDRAWN = 8  # seconds that a screen waits for what does not come
OFFICER = Actor(name="值班员", role="duty_officer", scope=Scope.guest())
AT = "(n) => document.querySelector('[data-stage]')?.dataset.n === String(n)"
DRILLED = "() => document.querySelector('[data-stage]').dataset.drawn?.includes('region=')"
HAS = "([name, value]) => document.querySelector('[data-stage]').dataset[name] === value"
STRIP = "(n) => document.querySelector('.speaker-strip .on .n')?.textContent === String(n)"
WAYS = """() => ["/risk?tab=cover", "//elsewhere.example", "/\\\\elsewhere.example"]
  .map((way) => cockpit.noted(`水位 3.2 m → ${way}`, true)[0].getAttribute("href"))"""
PRESSED = "(act) => document.querySelector(`[data-speaker-act=${act}]`).getAttribute('aria-pressed') === 'true'"
ON_A_BEZEL = """(screens) => [...document.querySelectorAll(
  '.stage-beside, .stage-caption, .stage-figures, .outline, .map-label > span:not(.away), .show-stage .legend',
)].filter((part) => {
  const { left, right, width } = part.getBoundingClientRect();
  const module = innerWidth / screens;
  return width && Math.floor((left + 1) / module) !== Math.floor((right - 1) / module);
}).map((part) => part.outerHTML.slice(0, 80))"""
POINTED = """() => { const { left, width } = document.querySelector('.stage-pointer').getBoundingClientRect();
  return width && Math.abs((left + width / 2) / innerWidth - 0.25) < 0.02; }"""
FADING = "() => document.querySelector('[data-stage]').classList.contains('fading')"
PLACE = """() => {
  const { left, top, width, height } = document.querySelector(".alarm-told").getBoundingClientRect();
  return [left / innerWidth, top / innerHeight, (width * height) / (innerWidth * innerHeight)];
}"""


@pytest.fixture(scope="module")
def town(city_database, tmp_path_factory):
    one = Town(shutil.copy(city_database, tmp_path_factory.mktemp("briefing") / "own.db"))
    yield one
    one.kill()
    one.engine.dispose()


@pytest.fixture(scope="module")
def contexts(browser, town):
    return Contexts(browser, town.url)


@pytest.fixture
def window(contexts, town):
    """`window(path, width, height)`: a browser of its own."""
    opened = []

    def open_(path, width=1920, height=1080):
        watched = Watched.on(contexts.take().new_page())
        opened.append(watched)
        watched.page.set_viewport_size({"width": width, "height": height})
        watched.page.goto(town.url + path)
        return watched

    yield open_
    contexts.give_back()
    assert [url for one in opened for url in one.outside] == []


def played(window):
    """The presenter's window of the briefing that the demo comes with, and the audience's."""
    speaker = window("/briefing")
    row = speaker.page.locator("tr[data-briefing]", has_text="防台风工作汇报")
    row.locator("[data-briefing-act=show]").click()
    speaker.page.wait_for_url(re.compile("/briefing/speak/"))
    speaker.page.wait_for_selector(".speaker-strip button")
    code = speaker.page.evaluate("() => document.querySelector('[data-speaker]').dataset.briefing")
    show = speaker.page.url.rpartition("/")[2]
    audience = window(f"/briefing/stage/{code}/{show}/audience")
    wait_for(audience.page, STAGE, 1)
    return speaker, audience, show


def test_a_presenter_with_two_windows_and_a_telephone(window, town):
    speaker, audience, show = played(window)
    speaker.page.get_by_text("观众屏 已连接 1920×1080").wait_for()
    speaker.page.keyboard.press("ArrowRight")
    wait_for(audience.page, STAGE, 2)
    wait_for(speaker.page, STRIP, 2)
    assert speaker.page.evaluate(WAYS) == ["/risk?tab=cover", None, None], "no way of a note leaves the machine"
    assert audience.page.evaluate(FADING)
    audience.page.set_viewport_size({"width": 3840, "height": 1080})  # two screens side by side
    wait_for(audience.page, "() => innerWidth === 3840 && !cockpit.map.underWay.size")
    assert audience.page.evaluate(ON_A_BEZEL, 2) == []
    audience.page.set_viewport_size({"width": 1920, "height": 1080})
    _points(speaker.page, audience.page)
    _freezes(speaker.page, audience.page)
    speaker.page.locator("[data-speaker-act=phone]").click()
    speaker.page.locator(".speaker-code svg").wait_for()
    assert scanned(speaker.page) == [f"{town.url}/briefing/remote/{show}"]
    phone = window(f"/briefing/remote/{show}", 390, 844)
    phone.page.locator("[name=pin]").fill(speaker.page.locator("[data-speaker-part=pin]").inner_text())
    speaker.page.locator("[data-speaker-dialog=phone] [data-speaker-act=close]").click()
    phone.page.locator("[type=submit]").click()
    phone.page.locator("[data-remote-act=next]").click()
    wait_for(audience.page, STAGE, 3)
    wait_for(speaker.page, STRIP, 3)
    phone.page.locator("[data-remote-act=black]").click()
    wait_for(audience.page, HAS, ["black", "1"])
    wait_for(speaker.page, PRESSED, "black")
    speaker.page.keyboard.press("b")
    wait_for(audience.page, HAS, ["black", ""])
    audience.page.evaluate(
        "() => window.cockpit.view.go({ region: document.querySelector('[data-testid=map]') && '350302' })"
    )
    wait_for(audience.page, DRILLED)
    speaker.page.keyboard.press("Backspace")
    wait_for(audience.page, STAGE, 3)
    speaker.page.keyboard.press("g")
    speaker.page.keyboard.press("4")
    wait_for(audience.page, STAGE, 4)
    for page in (audience.page, speaker.page, phone.page):
        assert {skin: grave(page, skin, rules) for skin, rules in SKINS.items()} == dict.fromkeys(SKINS, {})
    speaker.page.keyboard.press("Escape")
    speaker.page.get_by_role("button", name="结束汇报").click()
    wait_for(audience.page, HAS, ["over", "1"])
    phone.page.get_by_text("汇报已结束").wait_for()
    assert (speaker.console, audience.console, phone.console) == ([], [], [])


def _points(speaker, audience):
    """The pointer moves over the picture, and is put away."""
    speaker.keyboard.press("l")
    picture = speaker.locator("[data-speaker-part=point]").bounding_box()
    speaker.mouse.move(picture["x"] + picture["width"] / 4, picture["y"] + picture["height"] / 2)
    wait_for(audience, POINTED)
    speaker.keyboard.press("Escape")
    wait_for(audience, "() => document.querySelector('.stage-pointer').hidden")


def _freezes(speaker, audience):
    """The audience sees since when, and that it is over."""
    speaker.keyboard.press("f")
    wait_for(audience, HAS, ["frozen", "1"])
    expect(audience.locator(".stage-corner")).to_contain_text("已冻结 · 数据截至 20")
    wait_for(speaker, "() => document.querySelector('[data-speaker-part=data]').innerText.includes('已冻结')")
    speaker.keyboard.press("f")
    wait_for(audience, HAS, ["frozen", ""])


def test_a_server_started_anew_finds_the_briefing_where_it_was_and_an_alarm_takes_a_corner(window, town):
    speaker, audience, show = played(window)
    speaker.page.keyboard.press("ArrowRight")
    wait_for(audience.page, STAGE, 2)
    with alone():
        town.kill()
        audience.page.get_by_text("正在重新连接，画面停在最后一刻").wait_for(timeout=15_000)
        assert audience.page.evaluate(AT, 2)
        town.begin()
        began = time.monotonic()
        wait_for(audience.page, HAS, ["link", "up"], seconds=10)
        speaker.page.keyboard.press("ArrowRight")
        wait_for(audience.page, STAGE, 3, seconds=10)
        assert time.monotonic() - began <= 10
    town.report("堤防渗漏", grade="S")
    wait_for(audience.page, ALARM, "堤防渗漏")
    left, top, share = audience.page.evaluate(PLACE)
    assert left > 0.5 and top > 0.5 and share < 0.05
    assert audience.page.evaluate(AT, 3)
    speaker.page.evaluate("(show) => cockpit.post(`/briefing/data/shows/${show}/moves`, { move: 'end' })", show)


def test_a_rooms_screen_follows_the_briefing_through_a_restart_and_an_alarm_and_has_its_page_back(window, town):
    with town.engine.begin() as connection:
        _code, token = add_screen(connection, NewScreen(name="指挥大厅"), OFFICER, datetime.now(UTC))
        group = connection.scalar(select(func.max(screen_group.c.id)))
        add_rotation(connection, "常规", "", OFFICER, datetime.now(UTC))
        follow(connection, group, connection.scalar(select(func.max(rotation.c.id))))
    wall = window(f"/kiosk/{token}").page
    wait_for(wall, "() => Boolean(document.querySelector('[data-kiosk-stage]')?.dataset.page)", seconds=40)
    wait_for(wall, "() => /剩 \\d+/.test(document.querySelector('[data-kiosk-said]').textContent)", seconds=40)
    with town.engine.begin() as connection:
        steer(connection, group, "pause")
    wait_for(wall, "() => document.querySelector('[data-kiosk]').dataset.state === 'paused'")
    before = _seen(wall)
    speaker, audience, _show = played(window)
    speaker.page.keyboard.press("g")
    speaker.page.keyboard.press("8")
    wait_for(audience.page, STAGE, 8)
    speaker.page.locator("[data-speaker-act=rooms]").click()
    with alone():
        speaker.page.locator(".speaker-rooms > div", has_text="指挥大厅").get_by_role("button").click()
        began = time.monotonic()
        wait_for(wall, STAGED, 8, seconds=40)
        assert time.monotonic() - began < UNDRAWN  # of a scene without a map no map is awaited
    speaker.page.locator(".speaker-rooms > .on").wait_for()
    speaker.page.locator("[data-speaker-dialog=rooms] [data-speaker-act=close]").click()
    speaker.page.keyboard.press("g")
    speaker.page.keyboard.press("2")
    wait_for(wall, STAGED, 2)
    with alone():
        town.kill()
        town.begin()
        began = time.monotonic()
        wait_for(speaker.page, "() => document.querySelector('[data-speaker-part=lost]').textContent === ''")
        speaker.page.keyboard.press("ArrowRight")
        wait_for(wall, STAGED, 3)
        assert time.monotonic() - began <= 10
    town.report("海堤管涌", grade="S")
    expect(wall.locator(".kiosk-taken.corner")).to_contain_text("海堤管涌", timeout=20_000)
    assert wall.evaluate(STAGED, 3)
    speaker.page.keyboard.press("Escape")
    speaker.page.get_by_role("button", name="结束汇报").click()
    wait_for(wall, ROTATES, before[0], seconds=30)
    with town.engine.begin() as connection:
        number = connection.scalar(select(event.c.id).where(event.c.title == "海堤管涌"))
        acknowledge(connection, "event", number, "值班员", OFFICER.scope)
    wait_for(wall, "() => document.querySelector('[data-kiosk-taken]').hidden")
    assert _seen(wall) == before


def _seen(wall):
    """The page of the rotation, and the seconds it has left."""
    page = wall.locator("[data-kiosk-stage]").get_attribute("data-page")
    return page, re.search(r"剩 \d+", wall.locator("[data-kiosk-said]").inner_text())[0]
