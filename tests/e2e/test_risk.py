"""A reading raises a warning; the duty officer sees it on the wall and on the page of risks, and acknowledges it."""

import pytest
from sqlalchemy import select

from data.clock import Clock
from data.commands.readings import Told, take
from data.commands.warning_rules import ENGINE, install_shipped
from data.engine import make_engine, writing
from data.schema import region
from data.scope import Scope
from data.settings import Settings
from tests.browser import wait_drawn, wait_for
from tests.gauges import plant_station

SAID = "([where, text]) => document.querySelector(where)?.innerText.includes(text)"
NAME = "试验雨量"


@pytest.fixture(scope="module")
def raised(city_database):
    """A rain gauge that has just told of 120 mm in three hours: red by the rules that ship."""
    url = f"sqlite:///{city_database}"
    engine = make_engine(url)
    now = Clock(engine, Settings(database_url=url, _env_file=None)).now()
    with writing(engine) as connection:
        install_shipped(connection, ENGINE, now)
        cell = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo)).first()
        plant_station(connection, "E2E1", "rain", cell.id, {"rain": {}}, now, name=NAME, lon=cell.lon, lat=cell.lat)
        take(connection, [Told("E2E1", "rain", now.isoformat(), 120.0, "mm")], "test", Scope.guest(), now)
    engine.dispose()


def test_a_duty_officer_sees_the_warning_that_a_reading_raised_and_acknowledges_it(raised, open_wall, server):
    page = open_wall("/")
    wait_drawn(page)
    wait_for(page, SAID, [".panel-warnings", "暴雨红色"])
    assert "暴雨" in page.locator(".panel-ticker").inner_text()
    page.goto(f"{server}/risk")
    wait_drawn(page)
    row = page.locator(".warning-row", has_text=NAME).first
    assert "120" in row.inner_text()
    assert "待确认" in row.inner_text()
    assert page.locator("[data-live=risk]").get_attribute("data-phase") == "during"
    row.click()
    page.locator("[data-testid=warning-page]").wait_for()
    wait_for(page, SAID, [".why-text", "120 mm"])
    page.locator("[data-act=acknowledge] summary").click()
    page.locator("[data-act=acknowledge] [name=reason]").fill("已电话核实")
    page.locator("[data-act=acknowledge] [type=submit]").click()
    wait_for(page, SAID, [".event-head-card", "已确认"])
    wait_for(page, SAID, [".timeline", "已电话核实"])
    page.goto(f"{server}/risk")
    wait_for(page, SAID, [".panel-warnings .rows, .warnings-table", "值班员"])


def test_the_phase_is_switched_and_stays_in_the_address(open_wall):
    page = open_wall("/risk?phase=before")
    wait_drawn(page)
    page.locator("[data-phase-way=after]").click()
    wait_for(page, "() => location.search.includes('phase=after')")
    wait_for(page, SAID, [".check-list.phase-after", "解除"])
    assert not page.locator(".check-list.phase-before").is_visible()


def test_a_warning_that_is_not_there_is_told(open_wall):
    page = open_wall("/warnings/W20000101-0001")
    wait_for(page, "() => document.body.innerText.includes('没有这条预警')")


@pytest.mark.parametrize("width", [1366, 1920])
def test_english_shows_no_chinese_but_names(raised, open_wall, width):
    page = open_wall("/risk?lang=en", width)
    wait_drawn(page)
    for where in (".panel-checks", ".phases", ".station-kinds", ".panel-typhoon .panel-head"):
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in page.locator(where).inner_text())


NEAR = "() => document.querySelectorAll('.storm-near table').length === 2"


def test_the_fold_under_the_typhoon_tells_where_it_comes_nearest_and_which_were_like_it(open_wall, server):
    """What it shows is what the doors of storms tell; it is asked for when somebody opens it, and not before."""
    page = open_wall("/risk")
    wait_drawn(page)
    assert page.locator(".storm-near table").count() == 0
    page.locator(".storm-near summary").click()
    wait_for(page, NEAR)
    track = page.locator("[data-track]").first.get_attribute("data-track")
    near = page.request.get(f"{server}/api/v1/storms/{track}/approach").json()
    like = page.request.get(f"{server}/api/v1/storms/{track}/analogues").json()
    places, storms = (page.locator(".storm-near table").nth(n).locator("tbody tr") for n in (0, 1))
    told = [near["city"], *near["counties"], *near["towns"]]
    assert (places.count(), storms.count()) == (len(told), len(like["storms"])) and told and like["storms"]
    first = places.first.inner_text()
    assert told[0]["name"] in first and ("中心经过" if told[0]["over"] else f"{told[0]['km']:.0f} km") in first
    assert str(like["storms"][0]["season"]) in storms.first.inner_text()
    banner = page.locator(".panel-typhoon .storm-line").inner_text()
    assert ("中心经过" if near["city"]["over"] else f"{near['city']['km']:g} km") in banner
    page.locator(".storm-near summary").click()
    assert not page.locator(".storm-near table").first.is_visible()


def test_what_was_cleared_today_is_folded_under_the_live_warnings_beside_the_feed(open_wall, server):
    page = open_wall("/risk")
    wait_drawn(page)
    fold = page.locator(".panel-warnings .warnings-cleared")
    fold.locator("summary").click()
    wait_for(page, "() => document.querySelector('.warnings-cleared ul').textContent")
    told = page.request.get(f"{server}/api/v1/warnings?state=cleared&ended=today").json()["warnings"]
    shown = fold.locator("ul")
    assert all(one["title"] in shown.inner_text() for one in told) or not told
    assert shown.locator("li").count() == len(told)
    assert page.request.get(server + fold.locator("a", has_text="Atom").get_attribute("href")).status == 200
