"""Screens on walls: registered at the desk, in step, taken over by an alarm and given back, shut out within seconds."""

import re
import shutil
import time
from dataclasses import asdict
from datetime import UTC, datetime
from random import Random

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from data.commands.group_turns import follow, new_group, steer
from data.commands.kiosks import NewScreen, add_screen
from data.commands.rotations import add_rotation, drop_page, put_page
from data.commands.warnings import NewWarning, raise_warning
from data.life.actor import Actor
from data.queries.regions import region_of
from data.queries.turns import rotation_pages
from data.schema import event, rotation
from data.scope import Scope
from data.screens.turn import Page, Turn
from tests.browser import Contexts, Watched, wait_for
from tests.e2e.test_barriers import grave
from tests.e2e.test_push import Town
from tests.quiet import alone
from tests.scanner import scanned

PAGES = (("/panel/trend", 12, "dark"), ("/panel/economy", 12, "light"))
SEEN = "(path) => document.querySelector('[data-kiosk-stage]')?.dataset.page === path"
STATE = "(state) => document.querySelector('[data-kiosk]')?.dataset.state === state"
STAGE = "[data-kiosk-stage]"
SKIN = "() => document.documentElement.dataset.skin"
TYPE = "() => getComputedStyle(document.documentElement).fontSize"
IN_STEP = 300  # ms
OFFICER = Actor(name="值班员", role="duty_officer", scope=Scope.guest())


@pytest.fixture(scope="module")
def town(city_database, tmp_path_factory):
    one = Town(shutil.copy(city_database, tmp_path_factory.mktemp("screens") / "own.db"))
    yield one
    one.kill()
    one.engine.dispose()


@pytest.fixture(scope="module")
def contexts(browser, town):
    return Contexts(browser, town.url)


@pytest.fixture
def opened(contexts, town):
    """`opened(path)`: a page in a context of its own, watched to the end. `refused`: what it asks once shut out is."""
    watched, shut_out = [], []

    def open_(path, *, refused=False):
        page = contexts.take().new_page()
        page.set_viewport_size({"width": 1920, "height": 1080})
        watched.append(Watched.on(page))
        shut_out.extend(watched[-1:] if refused else [])
        page.goto(path if path.startswith("http") else town.url + path)
        return page

    yield open_
    contexts.give_back()
    refusals = {id(one) for one in shut_out}
    said = [(one, line) for one in watched for line in one.console]
    assert [line for one, line in said if id(one) not in refusals or "401 (UNAUTHORIZED)" not in line] == []
    assert [url for one in watched for url in one.outside] == []


@pytest.fixture(scope="module")
def room(town):
    """A group of two screens with a rotation: (number of the group, ways in)."""
    now = datetime.now(UTC)
    with town.engine.begin() as connection:
        here = region_of(connection, "", Scope.guest())
        group = new_group(connection, "指挥大厅", here.id)
        code = add_rotation(connection, "常规轮播", "", OFFICER, now)
        number = connection.scalar(select(rotation.c.id).where(rotation.c.code == code))
        old = rotation_pages(connection, number)
        for path, seconds, skin in PAGES:
            put_page(connection, code, "", {"path": path, "seconds": str(seconds), "skin": skin}, OFFICER.scope)
        for one in old:
            drop_page(connection, code, str(one["id"]), OFFICER.scope)
        follow(connection, group["id"], number)
        far = (("左屏", ""), ("右屏", "4.5"))
        new = [NewScreen(name=name, group=group["code"], distance=heights) for name, heights in far]
        tokens = [add_screen(connection, one, OFFICER, now)[1] for one in new]
    return group["id"], [f"{town.url}/kiosk/{token}" for token in tokens]


def at(page):
    return int(page.locator(STAGE).get_attribute("data-at"))


def city_now(town):
    """The city's clock stands, as its files have it."""
    with town.engine.connect() as connection:
        return connection.scalar(select(func.max(event.c.reported_at)))


def said(page):
    return page.locator("[data-kiosk-said]").inner_text()


def test_browsers_count_the_turn_as_the_server_does(opened, room):
    """The same few lines stand twice, in Python and in JavaScript."""
    page, dice, cases = opened(room[1][0]), Random(21), []
    for _ in range(300):
        pages = [Page(id=n, seconds=dice.randint(1, 60)) for n in range(dice.randint(0, 5))]
        among = tuple(one.id for one in pages if dice.random() < 0.7)
        first, paused = dice.choice(pages).id if pages else None, dice.random() < 0.2
        since = 1_700_000_000_000 + dice.randint(-90_000, 90_000)
        turn = Turn(pages=tuple(pages), among=among, page=first, spent=dice.randint(0, 999), since=since, paused=paused)
        cases.append((turn, 1_700_000_000_000 + dice.randint(0, 600_000)))
    told = page.evaluate(
        "(cases) => cases.map(([turn, now]) => cockpit.turn(turn, now)).map(({ page, left }) => [page, left])",
        [[asdict(turn), now] for turn, now in cases],
    )
    shown = [turn.at(now) for turn, now in cases]
    assert told == [[one.page, one.left] for one in shown]


def test_screens_of_a_room_change_together_and_keep_their_seconds(opened, room, town):
    group, ways = room
    left, right = (opened(way) for way in ways)
    assert left.url == f"{town.url}/kiosk"
    for page in (left, right):
        wait_for(page, SEEN, PAGES[0][0], 40)
    assert [page.evaluate(TYPE) for page in (left, right)] == ["16px", "24px"]  # the bar and alarms, as the pages
    with alone():  # two changes from here on: what stands was drawn while others were at work
        now = left.locator(STAGE).get_attribute("data-page")
        for path, _seconds, skin in sorted(PAGES, key=lambda one: one[0] == now):
            for page in (left, right):
                wait_for(page, SEEN, path, 40)
                assert page.evaluate(SKIN) == skin  # of its bar and of alarms, too
            assert abs(at(left) - at(right)) <= IN_STEP
    left.keyboard.press(" ")  # its own keys
    for page in (left, right):
        wait_for(page, STATE, "paused")
    before = re.search(r"\d+", said(left))[0]
    left.reload()
    wait_for(left, STATE, "paused", 40)
    assert re.search(r"\d+", said(left))[0] == before == re.search(r"\d+", said(right))[0]
    with town.engine.begin() as connection:
        steer(connection, group, "resume")


def test_an_alarm_takes_the_wall_over_and_the_desk_gives_it_back_as_it_was(opened, room, town):
    wall, desk = opened(room[1][0]), opened("/screens")
    wait_for(wall, "() => Boolean(document.querySelector('[data-kiosk-stage]')?.dataset.page)", seconds=40)
    with town.engine.begin() as connection:
        steer(connection, room[0], "next")
    wait_for(wall, "() => document.querySelector('.kiosk-said').textContent.includes('剩')", seconds=40)
    with alone():
        town.report("化工园区起火", grade="S")
        wait_for(wall, STATE, "taken", 20)
        expect(wall.locator(".taken")).to_contain_text("化工园区起火")
        page, left = wall.locator(STAGE).get_attribute("data-page"), int(re.search(r"剩 (\d+)", said(wall))[1])
        desk.locator(".screen-alarms [type=submit]").click()
        wait_for(wall, "() => document.querySelector('[data-kiosk-taken]').hidden", seconds=10)
        assert wall.locator(STAGE).get_attribute("data-page") == page
        assert left - 3 <= int(re.search(r"剩 (\d+)", said(wall))[1]) <= left
    town.report("海堤管涌", grade="S")
    expect(wall.locator(".taken")).to_contain_text("海堤管涌", timeout=20_000)
    assert grave(wall, wall.evaluate(SKIN)) == {}
    before = wall.locator(".taken-foot").inner_text()
    with town.engine.begin() as connection:  # the card follows what happens while it is shown
        told = {"field": "rain", "title": "暴雨", "colour": 2, "words": "1 小时 60 毫米", "origin": "气象台"}
        told |= {"region_id": region_of(connection, "", Scope.guest()).id, "provenance": "published"}
        raise_warning(connection, NewWarning(**told, at=city_now(town)), OFFICER, city_now(town))
    expect(wall.locator(".taken-foot")).not_to_have_text(before, timeout=10_000)
    expect(wall.locator(".taken-foot")).to_contain_text("另有")


def test_a_screen_is_registered_opened_by_its_address_and_shut_out_within_seconds(opened, town):
    desk = opened("/screens")
    form = desk.locator("form", has=desk.locator('input[name="act"][value="add"]'))
    form.locator("[name=name]").fill("会议室")
    form.locator("[type=submit]").click()
    way = desk.get_by_test_id("screen-address").inner_text()
    assert scanned(desk) == [way]
    wall = opened(way, refused=True)
    wait_for(wall, SEEN, "/", 40)
    row = desk.locator("[data-screen]", has_text="会议室")
    expect(row).to_contain_text("在线", timeout=30_000)
    with alone():
        row.locator('[data-act="revoke"] summary').click()
        row.locator('[data-act="revoke"] [type=submit]').click()
        began = time.monotonic()
        expect(wall.locator(".kiosk-over")).to_contain_text("已吊销", timeout=10_000)
        assert time.monotonic() - began <= 5
