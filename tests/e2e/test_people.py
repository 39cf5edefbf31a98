"""Journeys of people with an account: a town's officer finds his town's platform; an auditor reads and cannot act."""

import re
import shutil
from dataclasses import dataclass

import pytest

from tests.apps import app_on
from tests.browser import Contexts, Watched, wait_drawn, wait_for
from tests.conftest import toy_settings
from tests.scope.conftest import AWAY, HOME, planted_away, planted_home
from tests.scope.plant import Place
from tests.server import serving
from tests.toycity import TOY

CHOSEN = "Ferry-to-the-island-7"
SIZE = {"width": 1366, "height": 768}
DRAWN = """() => document.querySelector('h1, [data-testid=region-search], .missing')
  && !document.querySelector('._dash-loading')"""
DEEDS = """() => [...document.querySelectorAll(
    'details.act, details[data-act], [data-dispatch-send], [data-listing-move] button')]
  .filter((one) => one.checkVisibility() && !one.disabled).map((one) => one.innerText)"""


@dataclass(frozen=True)
class Town:
    """A served city with two planted towns, and the first passwords of its accounts."""

    url: str
    mine: Place
    other: Place
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def town(sqlite_template, toy_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    database = shutil.copy(sqlite_template, folder / "toy.db")
    given = {"zhen": ("duty_officer", HOME), "shen": ("auditor", TOY), "guan": ("administrator", TOY)}
    given["banzhen"] = ("duty_officer", HOME)
    with app_on(toy_settings(toy_dir, f"sqlite:///{database}", photos_dir=folder / "photos")) as app:
        mine, other = planted_home(app), planted_away(app)
        run = app.test_cli_runner().invoke
        told = {
            login: run(args=["accounts", "add", login, "--name", login, "--role", role, "--region", region]).output
            for login, (role, region) in given.items()
        }
    own = {"YITU_CITY": TOY, "YITU_CITIES_DIR": str(toy_dir), "YITU_PHOTOS_DIR": str(folder / "photos")}
    own |= {"YITU_DEMO_FEED": "false", "YITU_DEMO_CLOCK": "false"}
    with serving(database, **own) as url:
        yield Town(url, mine, other, {login: text.splitlines()[0] for login, text in told.items()})


@pytest.fixture(scope="module")
def contexts(browser, town):
    return Contexts(browser, town.url)


@pytest.fixture
def signed_in(contexts, town):
    """`signed_in(login)`: a page in a browser of its own, past its first password; watched to the end."""
    watched = []

    def enter(login):
        page = contexts.take().new_page()
        page.set_viewport_size(SIZE)
        watched.append(Watched.on(page))
        page.goto(f"{town.url}/login")
        page.fill("[name=login]", login)
        page.fill("[name=password]", town.passwords[login])
        with page.expect_navigation():
            page.locator("form:has([name=password]) [type=submit]").click()
        assert page.url == f"{town.url}/account"
        for name, value in (("old", town.passwords[login]), ("new", CHOSEN), ("again", CHOSEN)):
            page.fill(f"[name={name}]", value)
        page.get_by_role("button", name="修改密码").click()
        assert "密码已修改" in page.locator(".seat-say.good").inner_text()
        return page

    yield enter
    contexts.give_back()
    assert [line for one in watched for line in one.console] == []
    assert [url for one in watched for url in one.outside] == []


def shown(page, town, path):
    """What the page says once it is drawn."""
    page.goto(town.url + path)
    page.wait_for_load_state("networkidle") if path == "/audit" else wait_for(page, DRAWN)
    page.wait_for_timeout(1200)
    return page.locator("body").inner_text()


def test_a_town_officer_finds_the_towns_own_platform_and_nothing_of_another(town, signed_in):
    page = signed_in("zhen")
    page.goto(town.url)
    wait_drawn(page, HOME)
    name = page.evaluate("async () => (await (await fetch('/api/v1/regions?q=99')).json())[0].name")
    assert name in page.title() + page.locator("h1").inner_text()
    assert {one.get_attribute("data-region") for one in page.locator("[data-panel]").all()} <= {HOME, None, ""}
    foreign = re.compile("|".join(map(re.escape, town.other.marks)))
    for path in (
        "/",
        "/events?window=ytd",
        "/risk",
        "/dispatch",
        "/things",
        "/tasks",
        "/rules",
        "/warnings/" + town.mine.names["warning"],
    ):
        text = shown(page, town, path)
        assert foreign.findall(text) == [], path
        assert name in text or path.startswith("/warnings"), path
    assert town.mine.mark in shown(page, town, f"/events/{town.mine.names['event_id']}")

    theirs, none = (shown(page, town, f"/events/{one}") for one in (town.other.names["event_id"], "E20200101-9999999"))
    assert "没有这个事件" in theirs and theirs == none
    page.goto(town.url)
    wait_drawn(page, HOME)
    for text in (AWAY, "玩"):
        page.get_by_test_id("region-search").fill(text)
        wait_for(page, "() => document.getElementById('region-hits').classList.contains('open')")
        page.wait_for_timeout(300)
        assert AWAY not in {one.get_attribute("data-region-code") for one in page.locator(".hit").all()}
    page.goto(f"{town.url}/?region={AWAY}")
    wait_for(page, "() => document.body.innerText.includes('没有这个区划')")

    page.goto(f"{town.url}/account")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(f"{town.url}/login**")


def test_a_town_desk_accepts_its_task_on_a_phone_and_refuses_another_with_a_reason(town, signed_in):
    """At a size of its own: the desk is told along the chain, the team is the town's."""
    page = signed_in("banzhen")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{town.url}/tasks")
    card = page.locator(f'[data-task="{town.mine.names["task_town"]}"]')
    wait_for(page, "() => document.documentElement.dataset.link === 'up'")
    assert town.other.mark not in page.locator("main").inner_text() and "最迟签收" in card.inner_text()
    button = card.get_by_role("button", name="签收", exact=True)
    assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button.click()
    page.wait_for_selector(f'[data-task="{town.mine.names["task_town"]}"].task-accepted')
    card.get_by_text("不能执行，拒绝任务").click()
    card.get_by_label("拒绝理由").fill("值班车辆检修")
    card.get_by_role("button", name="拒绝", exact=True).click()
    page.wait_for_selector(f'[data-task="{town.mine.names["task_town"]}"]', state="detached")
    page.goto(f"{town.url}/tasks?task=over")
    wait_for(page, "() => document.querySelector('.task-refused') !== null")
    assert "值班车辆检修" in page.locator("main").inner_text()
    page.goto(f"{town.url}/account")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(f"{town.url}/login**")


def test_an_auditor_reads_the_log_sees_the_chain_verified_and_acts_nowhere(town, signed_in):
    page = signed_in("shen")
    page.goto(f"{town.url}/audit")
    assert "链条完整" in page.locator(".seat-say.good").inner_text()
    told = page.locator("tbody").inner_text()
    assert "新建账号" in told and "修改密码" in told and "zhen" in told
    page.locator("[name=action]").select_option("password_change")
    with page.expect_navigation():
        page.get_by_role("button", name="筛选").click()
    assert {row.split("\t")[4] for row in page.locator("tbody tr").all_inner_texts()} == {"修改密码"}
    for path in (
        f"/events/{town.mine.names['event_id']}",
        "/risk",
        "/dispatch",
        "/things",
        "/tasks",
        f"/warnings/{town.mine.names['warning']}",
    ):
        shown(page, town, path)
        assert page.evaluate(DEEDS) == [], path
    shown(page, town, "/audit")
    page.goto(f"{town.url}/account")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(f"{town.url}/login**")


def test_an_administrator_finds_the_region_of_a_new_account_without_a_mouse(town, signed_in):
    page = signed_in("guan")
    page.goto(f"{town.url}/accounts")
    page.fill("[name=login]", "xin")
    page.fill("[name=name]", "新人")
    page.get_by_role("combobox", name="区划").focus()
    page.keyboard.type(HOME)
    page.locator(f'[role=option][data-code="{HOME}"][aria-selected=true]').wait_for()
    page.keyboard.press("Enter")
    chosen = page.locator("[data-region-chosen] label")
    name = chosen.inner_text()
    assert name and chosen.locator("input").is_checked() and chosen.locator("input").get_attribute("value") == HOME
    assert page.get_by_role("combobox", name="区划").input_value() == "" and page.locator("[role=listbox]").is_hidden()
    page.fill("[name=expires]", "2099年12月31日")
    with page.expect_navigation():
        page.get_by_role("button", name="新建账号").click()
    assert page.locator(".seat-password").is_visible()
    row = page.locator("tbody tr", has_text="xin").inner_text()
    assert name in row and "2099-12-31" in row
