"""Ways in beside the plain report: a tick that sends straight, the line a case came in by, the visit that found it."""

from tests.browser import wait_for
from tests.e2e.test_event_life import SAID, STAGE, TOWN, fill, send

OFFERED = "() => !document.querySelector('.way').hidden && !document.querySelector('[name=direct]').hidden"
REFUSED = "() => document.querySelector('[data-say=line]').innerText.includes('12345')"
LISTED = "(code) => document.querySelector(`[data-visit='${code}']`)?.innerText ?? ''"
CODE = "() => document.querySelector('.many-said').innerText.match(/V[0-9-]+/)?.[0]"


def test_a_general_case_goes_straight_by_a_tick_and_one_of_an_express_line_with_its_promise(open_wall, server):
    page = open_wall("/report", 390, 844)
    fill(page, "人行道上堆放杂物，行人绕行", "sanitation")
    wait_for(page, OFFERED)
    assert "一键直达" in page.locator(".way-why").inner_text()
    page.check("[name=direct]")
    page.select_option("[name=line]", "12319")  # a hotline: grid staff do not come by it
    page.select_option("[name=role]", "grid_staff")
    page.locator("[data-send]").click()
    wait_for(page, REFUSED)
    page.select_option("[name=role]", "duty_officer")
    page.check("[name=direct]")
    page.goto(server + send(page))
    wait_for(page, STAGE, "派遣")
    wait_for(page, SAID, "12319")
    assert "属一般事项" in page.locator(".timeline").inner_text()
    page.goto(f"{server}/report")
    fill(page, "整栋楼停电两小时，请尽快抢修", "facility")
    page.select_option("[name=role]", "resident")
    page.select_option("[name=line]", "power")
    page.goto(server + send(page))
    wait_for(page, STAGE, "派遣")
    assert "供电直通车直达；承诺 12 小时办结" in page.locator(".timeline").inner_text()


def test_what_a_visit_found_becomes_an_event_of_the_ordinary_form(open_wall, server):
    page = open_wall(f"/visits?region={TOWN}", 390, 844)
    page.locator("[data-act=visit] summary").click()
    form = page.locator("[data-act=visit] form")
    form.locator("[name=steward]").select_option(index=1)
    form.locator("[name=whom]").fill("住户-901")
    form.locator("[name=found]").fill("楼梯间堆满旧家具，堵住消防通道")
    form.locator("[type=submit]").click()
    wait_for(page, CODE)
    code = page.evaluate(CODE)
    row = page.locator(f"[data-visit='{code}']")
    row.wait_for()
    assert "待解决" in row.inner_text()
    row.locator("a.button").click()
    page.locator("[name=kind1] option").nth(1).wait_for(state="attached")
    assert page.locator("[name=text]").input_value().startswith("楼梯间堆满旧家具")
    page.select_option("[name=kind1]", "safety")
    event = send(page)
    page.goto(f"{server}/visits?region={TOWN}")
    wait_for(page, f"(code) => ({LISTED})(code).includes('已转事件')", code)
    page.locator(f"[data-visit='{code}'] a.list-link").click()
    wait_for(page, STAGE, "采集")
    assert event in page.url
    wait_for(page, SAID, code)
