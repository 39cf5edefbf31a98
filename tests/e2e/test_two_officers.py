"""Two officers in two browsers: one dispatches by keyboard, the other sees it at once; recall, then final; receipts."""

import json
import time
import urllib.request
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from data.commands.senders import add_sender
from data.engine import make_engine
from data.schema import dispatch, event, task
from tests.browser import Watched, wait_for
from tests.called import on
from tests.quiet import alone

SEND = "[data-dispatch-send]"
READY = "() => { const b = document.querySelector('[data-dispatch-send]'); return b !== null && !b.disabled; }"
SHOWN = "([where, words]) => document.querySelector(where)?.innerText.includes(words)"
THERE = "(what) => document.querySelector(what) !== null"
GONE = "(what) => document.querySelector(what) === null"
LINK = "() => document.documentElement.dataset.link === 'up'"
FITS = "() => [...document.querySelectorAll('.desk-order .card')].every((one) => one.scrollWidth < one.clientWidth + 2)"
SOON = 2.0  # seconds: the promise is one, on a machine that does nothing else; what it took is printed
LATER = 5.0  # seconds for what follows it, on a loaded machine


@pytest.fixture(scope="module")
def city(city_database, server):
    """(address, engine, key of a sender, two open events of standing water that nobody has been sent to)"""
    engine = make_engine(f"sqlite:///{city_database}")
    told = {"source": "hotline", "role": "system", "region_code": "", "now": datetime.now(UTC)}
    with engine.begin() as connection:
        key = add_sender(connection, "现场终端", **told)
        water = (
            event.c.ended_at.is_(None),
            event.c.leaf.like("flood.road%"),
            event.c.id.not_in(select(dispatch.c.event_id)),
        )
        ids = connection.scalars(select(event.c.id).where(*water).order_by(event.c.id.desc()).limit(2)).all()
    yield server, engine, key, ids
    engine.dispose()


@pytest.fixture
def open_page(contexts):
    """`open_page(width, height)`: a page in a context of its own."""

    def open_(width, height):
        page = contexts.take().new_page()
        page.set_viewport_size({"width": width, "height": height})
        return page

    yield open_
    contexts.give_back()


@pytest.fixture
def officer(open_page, city):
    """`officer(event, number)`: at the desk, with that event chosen."""

    def sits(event_id, number):
        page = open_page(1920, 1080)
        page.add_init_script(
            f"sessionStorage.setItem('number', '{number}'); sessionStorage.setItem('role', 'duty_officer')"
        )
        watched = Watched.on(page)
        page.goto(f"{city[0]}/dispatch?on={on(city[1], event_id)}")
        wait_for(page, READY, seconds=30)
        wait_for(page, LINK, seconds=20)
        return watched

    return sits


def tasks_of(engine, event_id):
    """(code, state) of the units' tasks of the last order."""
    with engine.connect() as connection:
        query = select(task.c.code, task.c.state).join_from(task, dispatch).where(dispatch.c.event_id == event_id)
        return connection.execute(query.where(task.c.alone == 1).order_by(task.c.id)).all()


def receipt(url, key, code, what):
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    body = json.dumps({"what": what}).encode()
    request = urllib.request.Request(f"{url}/api/v1/tasks/{code}/receipts", body, headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200


def test_one_dispatches_the_other_sees_it_and_it_can_be_taken_back_until_it_is_final(officer, city):
    url, engine, key, (one, _two) = city
    first, second = officer(one, 1), officer(one, 2)
    for screen in (first, second):
        wait_for(screen.page, "() => cockpit.pending.size === 0", seconds=60)  # both have sat down
    label = first.page.locator(SEND).inner_text()
    assert "一键派遣" in label and "Ctrl" in label

    with alone():
        first.page.keyboard.press("Control+Enter")
        began = time.monotonic()
        wait_for(second.page, THERE, "[data-held-until]", seconds=20)
        took = time.monotonic() - began
    print(f"the other officer saw it after {took:.2f} s")
    assert took <= SOON
    wait_for(second.page, SHOWN, [".order-receipts", "值班员-001"])
    wait_for(first.page, THERE, "[data-held-until] [data-dispatch-recall]")
    count = first.page.locator("[data-held-until] [data-ring-left]")
    wait_for(first.page, "() => Number(document.querySelector('[data-ring-left]').innerText) > 5")
    assert 5 < int(count.inner_text()) <= 15

    first.page.keyboard.press("Escape")
    for screen in (first, second):
        wait_for(screen.page, GONE, "[data-held-until]", seconds=LATER)
        wait_for(screen.page, SHOWN, [".order-receipts", "已撤回"])
    assert {row.state for row in tasks_of(engine, one)} == {"recalled"}

    wait_for(first.page, READY)
    first.page.keyboard.press("Control+Enter")
    wait_for(first.page, THERE, "[data-held-until]")
    wait_for(first.page, SHOWN, [".order-send", "不能再撤回"], seconds=25)
    wait_for(second.page, SHOWN, [".order-send", "不能再撤回"], seconds=LATER)
    assert first.page.locator("[data-dispatch-recall]").count() == 0

    running = [row.code for row in tasks_of(engine, one) if row.state not in ("recalled",)]
    for what, words in (("accepted", "签收 1/"), ("arrived", "到场 1/")):
        receipt(url, key, running[0], what)
        for screen in (first, second):
            wait_for(screen.page, SHOWN, [".order-receipts", words], seconds=LATER)
    for code in running:
        for what in ("accepted", "arrived", "done"):
            receipt(url, key, code, what)
    wait_for(first.page, SHOWN, [".order-send", "已办结"], seconds=20)
    for screen in (first, second):
        assert screen.console == [] and screen.outside == []


def test_a_double_click_is_one_order_and_the_later_officer_is_told_who_was_first(officer, city):
    _url, engine, _key, (_one, two) = city
    first, second = officer(two, 1), officer(two, 2)
    second.page.context.set_offline(True)  # he has not heard of it yet
    first.page.locator(SEND).dblclick()
    wait_for(first.page, THERE, "[data-held-until]")
    with engine.connect() as connection:
        assert len(connection.execute(select(dispatch.c.id).where(dispatch.c.event_id == two)).all()) == 1
    second.page.context.set_offline(False)
    second.page.keyboard.press("Control+Enter")
    wait_for(second.page, SHOWN, [".order-receipts", "值班员-001"], seconds=15)
    with engine.connect() as connection:
        assert len(connection.execute(select(dispatch.c.id).where(dispatch.c.event_id == two)).all()) == 1


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
def test_the_column_fits_every_screen(open_page, city, width, height):
    url, engine, _key, (one, _two) = city
    page = open_page(width, height)
    page.goto(f"{url}/dispatch?on={on(engine, one)}")
    wait_for(page, THERE, ".order-send", seconds=30)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(FITS)
