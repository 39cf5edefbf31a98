"""An enterprise agrees to a visit that the town's centre has approved; a school asks, and departments read it."""

from tests.browser import wait_for
from tests.e2e.test_event_life import SAID, TOWN

COUNTY = "350304"
TOLD = "(text) => document.querySelector('.many-said')?.innerText.includes(text)"


def way_of(page):
    """The link of the visit that is open."""
    page.locator("[data-call] a.list-link").first.click()
    page.locator(".coord-link a").wait_for()
    return page.locator(".coord-link a").get_attribute("href")


def test_a_centre_approves_and_the_enterprise_agrees_by_its_link(open_wall, server):
    page = open_wall(f"/coordination/inspection?region={TOWN}&month=2024-08&state=filed", 1366, 768)
    way = way_of(page)
    act = page.locator(".coord-one details.act", has=page.locator("[value=approve]"))
    act.locator("summary").click()
    act.locator("[type=submit]").click()
    wait_for(page, TOLD, "已批准")
    page.goto(server + way)
    one = page.locator("article", has=page.get_by_role("button", name="同意", exact=True)).first
    one.get_by_role("button", name="同意", exact=True).click()
    wait_for(page, SAID, "已同意")


def test_a_school_asks_on_a_phone_and_its_demand_is_listed_with_the_departments_of_its_topic(open_wall, server):
    page = open_wall(f"/coordination/campus?region={COUNTY}&month=2024-08", 390, 844)
    page.goto(server + way_of(page))
    page.get_by_text("提出需求").click()
    page.select_option("[name=topic]", "science")
    page.fill("[name=words]", "体育科技节需要流动科技馆")
    page.locator("form:has([value=ask]) [type=submit]").click()
    wait_for(page, SAID, "体育科技节需要流动科技馆")
    page.goto(f"{server}/coordination/campus?region={COUNTY}&tab=demands")
    row = page.locator("[data-demand]", has_text="体育科技节需要流动科技馆")
    row.wait_for()
    assert "科普与体育科技节" in row.inner_text() and "应急管理部门" in row.inner_text()
