"""Signing in, in a real browser: one click in the demo; outside it a password, refusals, a lock, an auditor."""

import shutil

import pytest
from flask import Flask

from data.accounts.demo import IDENTITIES
from data.house import open_house
from tests.browser import Watched, wait_for
from tests.conftest import toy_settings
from tests.seats import PASSWORD, add
from tests.server import serving
from tests.toycity import TOY

NEW = "Ferry-to-the-island-7"
FAILED = "Failed to load resource"  # what Chromium writes to the console of every answer of 4xx


@pytest.fixture
def closed(empty_sqlite, toy_dir, tmp_path):
    """A real city's server, with an officer and an auditor."""
    database = shutil.copy(empty_sqlite, tmp_path / "closed.db")
    settings = toy_settings(toy_dir, f"sqlite:///{database}", demo=False)
    house = open_house(settings, Flask("closed"))
    add(house, "wang.li", "duty_officer", name="王丽", chosen=False)
    add(house, "audit", "auditor", name="审计")
    house.engine.dispose()
    own = {"YITU_CITY": TOY, "YITU_CITIES_DIR": str(toy_dir), "YITU_DEMO": "false"}
    with serving(database, **own) as url:
        yield url


def enter(page, login: str, password: str) -> None:
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.click("button[type=submit]")


def test_in_the_demo_one_click_makes_a_town_officer(open_wall):
    page = open_wall("/login", 1366, 768)
    assert page.locator("[name=identity]").count() == len(IDENTITIES)
    page.click("[value=town]")
    wait_for(page, "() => location.pathname === '/' && document.querySelector('[data-testid=seat]') !== null")
    seat = page.get_by_test_id("seat").inner_text()
    assert "演示镇街值班员" in seat and "值班员 ·" in seat
    page.get_by_test_id("seat").click()
    page.click("button:has-text('退出登录')")
    wait_for(page, "() => location.pathname === '/login'")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
def test_the_sign_in_fits_every_screen(open_wall, width, height):
    page = open_wall("/login", width, height)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("[name=identity]").first.is_visible() and page.locator("[name=password]").is_visible()


def test_outside_the_demo_one_signs_in_changes_the_password_is_locked_out_and_the_auditor_sees_it(browser, closed):
    watched = Watched.on(browser.new_page(viewport={"width": 1366, "height": 768}))
    page = watched.page
    page.goto(f"{closed}/events")
    assert page.url == f"{closed}/login?next=/events"
    assert page.locator("[name=identity]").count() == 0
    enter(page, "wang.li", "wrong-password")
    assert "账号或密码不对" in page.locator(".seat-say.bad").inner_text()
    enter(page, "wang.li", PASSWORD)
    assert page.url == f"{closed}/account"
    assert "请先修改初始密码" in page.locator(".seat-say.bad").inner_text()
    for name, value in (("old", PASSWORD), ("new", NEW), ("again", NEW)):
        page.fill(f"[name={name}]", value)
    page.click("button:has-text('修改密码')")
    assert "密码已修改" in page.locator(".seat-say.good").inner_text()
    page.goto(f"{closed}/events")
    assert "王丽" in page.get_by_test_id("seat").inner_text()

    other = browser.new_context().new_page()
    other.goto(f"{closed}/login")
    for _try in range(6):
        enter(other, "nobody", "wrong-password")
    assert "登录失败次数过多" in other.locator(".seat-say.bad").inner_text()
    enter(other, "audit", PASSWORD)
    other.goto(f"{closed}/audit?action=sign_in")
    assert "链条完整" in other.locator(".seat-say.good").inner_text()
    rows = other.locator("tbody tr").all_inner_texts()
    assert any("nobody" in row and "拒绝" in row for row in rows)
    assert any("wang.li" in row and "失败" in row for row in rows)

    page.context.clear_cookies()
    page.evaluate("() => fetch('/api/v1/regions')")
    wait_for(page, "() => document.querySelector('.seat-over') !== null")
    assert "请先登录" in page.locator(".seat-over").inner_text()
    page.locator(".seat-over a").click()
    page.wait_for_url(f"{closed}/login?next=**")
    assert [line for line in watched.console if FAILED not in line] == []
    assert watched.outside == []
    for one in (page, other):
        one.context.close()
