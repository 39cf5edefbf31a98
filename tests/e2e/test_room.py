"""A room in two browsers: one speaks and the other hears; a conclusion becomes a task; the list, 问效 and letters."""

import re
import time

import pytest

from data.engine import make_engine
from data.schema import event
from tests.browser import Watched, wait_for
from tests.e2e.test_barriers import grave
from tests.quiet import alone

SAID = "(text) => document.querySelector('.room-minutes')?.innerText.includes(text)"
STATE = "(text) => document.querySelector('[data-conclusion=\"1\"]')?.innerText.includes(text)"
SIZES = ((1920, 1080), (1366, 768))
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture(scope="module")
def open_event(city_database):
    """The code of one."""
    engine = make_engine(f"sqlite:///{city_database}")
    with engine.connect() as connection:
        open_ = event.select().where(event.c.ended_at.is_(None)).order_by(event.c.reported_at.desc()).limit(1)
        code = connection.execute(open_).one().code
    engine.dispose()
    return code


@pytest.fixture
def open_desk(contexts):
    """`open_desk(url, size)`: a page in a context of its own."""
    watched = []

    def open_(url, size=SIZES[1]):
        watched.append(Watched.on(contexts.take().new_page()))
        watched[-1].page.set_viewport_size({"width": size[0], "height": size[1]})
        watched[-1].page.goto(url)
        return watched[-1].page

    yield open_
    contexts.give_back()
    assert [line for one in watched for line in one.console] == []
    assert [url for one in watched for url in one.outside] == []


def act(page, name, **given):
    form = page.locator(f'[data-act="{name}"]')
    form.locator("summary").click()
    for field, value in given.items():
        control = form.locator(f"[name={field}]")
        control.select_option(value) if control.evaluate("one => one.tagName") == "SELECT" else control.fill(value)
    form.locator("[type=submit]").click()


def test_one_speaks_the_other_hears_and_a_conclusion_becomes_a_task(open_desk, server, open_event):
    chair = open_desk(f"{server}/events/{open_event}")
    chair.locator(".room-ways a", has_text="发起会商").click()
    chair.locator("form[data-listing-move=open] [name=title]").fill("涵洞积水处置会商")
    chair.locator("form[data-listing-move=open] [type=submit]").click()
    chair.wait_for_url(re.compile("/rooms/R"))
    room = chair.url.split("?")[0]
    other = open_desk(room, SIZES[0])
    other.locator(".room-compose").wait_for()
    chair.locator(".room-compose textarea").fill("水位 32 厘米，仍在上涨")
    with alone():
        chair.locator(".room-compose [type=submit]").click()
        began = time.monotonic()
        wait_for(other, SAID, "水位 32 厘米", seconds=10)
        assert time.monotonic() - began < 3
    owner = chair.locator("[data-act=conclude] optgroup").last.locator("option").first.get_attribute("value")
    act(chair, "conclude", words="调最近的力量到涵洞口", owner=owner)
    wait_for(other, STATE, "未下达")
    box = chair.locator('[data-act="ask-1"]')
    box.locator("summary").click()
    box.locator("[name=confirmed]").check()
    box.locator("[type=submit]").click()
    wait_for(other, STATE, "办理中")
    assert re.search(r"D\d{8}-\d{4}", other.locator('[data-conclusion="1"]').inner_text())
    act(chair, "close", words="按结论办")
    wait_for(other, "() => document.querySelector('.event-compose-card').innerText.includes('只读')")
    assert other.locator(".room-compose").count() == 0
    other.goto(f"{server}/rooms")
    other.locator("[data-room] a", has_text="涵洞积水处置会商").click()
    other.wait_for_url(room)


@pytest.mark.parametrize("path", ["/rooms", "/accountability", "/dispatch/messages"])
def test_the_lists_fit_their_screens_are_without_barriers_and_their_menu_works_by_keyboard(open_desk, server, path):
    for size in SIZES:
        page = open_desk(server + path, size)
        page.locator(".listing-body .panel").first.wait_for()
        assert page.evaluate(FITS)
    more = page.locator("[data-more] > summary")
    more.focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-more] a", has_text="隔离区").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("[data-more] a", has_text="隔离区").is_visible()
    assert grave(page) == {}
