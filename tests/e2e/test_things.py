"""The registers on the screen: one is added with its place tapped and its faults mended, and then edited."""

import re

from playwright.sync_api import expect


def test_a_thing_is_added_by_a_tap_on_the_map_and_its_chain_edited(open_wall):
    page = open_wall("/things?register=risk_point", 1366, 768)
    first = page.locator(".thing-name a").first
    expect(first).to_be_visible()
    assert first.evaluate("one => one.scrollWidth <= one.clientWidth")  # nothing of the name is cut off
    page.get_by_role("link", name="登记", exact=True).click()
    page.locator("[data-thing-send]").click()
    expect(page.locator('[data-say="code"]')).to_contain_text("缺少")
    expect(page.locator('[data-say="lon"]')).not_to_be_empty()
    page.fill('[name="code"]', "E2E-1")
    page.fill('[name="name"]', "后山滑坡点")
    page.select_option('[name="kind"]', "geo_hazard")
    page.select_option('[name="grade"]', "2")
    page.fill('[name="people"]', "1.5")
    expect(page.locator(".spot-self").first).to_be_attached()
    box = page.locator("#spot").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
    expect(page.locator(".place-found")).to_contain_text("›")
    page.click("[data-person-more]")
    page.fill('[data-person="name"]', "张三")
    page.fill('[data-person="phone"]', "13800001234")
    page.locator("[data-thing-send]").click()
    expect(page.locator('[data-say="people"]')).to_contain_text("读不出来")
    page.fill('[name="people"]', "120")
    page.locator("[data-thing-send]").click()
    expect(page.locator(".done-code")).to_have_text("E2E-1")
    page.locator(".done-way").click()
    expect(page).to_have_url(re.compile("/things/risk_point/E2E-1"))
    expect(page.locator(".chain")).to_contain_text("张三")
    page.locator("summary", has_text="修改").click()
    page.locator('.chain-row [data-person="name"]').fill("李四")
    page.get_by_role("button", name="确认修改").click()
    expect(page.locator(".chain")).to_contain_text("李四")
    expect(page.locator(".timeline")).to_contain_text("登记")
