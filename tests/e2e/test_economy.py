"""An economy head: from an indicator to a chain, an enterprise on it, a policy, and an appeal that is a case."""

import re

from playwright.sync_api import expect

from tests.browser import wait_drawn


def test_an_economy_head_goes_from_an_indicator_to_an_appeal(open_wall):
    page = open_wall("/economy", 1920, 1080)
    wait_drawn(page)
    expect(page.locator(".growth-of-ytd")).to_be_visible()
    page.locator(".growth-way-month").click()
    expect(page.locator(".growth-of-month")).to_be_visible()
    expect(page).to_have_url(re.compile("form=month"))
    page.locator(".chains-table a.row").first.click()
    expect(page.locator(".trade-link")).to_have_count(7)
    page.locator(".trade-link header a").first.click()
    expect(page.get_by_test_id("enterprises-page")).to_be_visible()
    page.get_by_role("link", name="从业人数").click()
    expect(page.locator('th[aria-sort="ascending"]')).to_be_visible()
    page.get_by_role("link", name="从业人数").click()
    staff = page.locator("tr[data-enterprise] td:nth-child(5)")
    expect(page.locator('th[aria-sort="descending"]')).to_be_visible()
    figures = [int(text.replace(",", "")) for text in staff.all_inner_texts() if text != "—"]
    assert figures == sorted(figures, reverse=True)
    page.locator("tr[data-enterprise] a").first.click()
    policy = page.locator(".economy-policies > li").first
    expect(policy.locator(".economy-conditions li").first).to_be_visible()
    page.locator('.act[data-act="appeal"] summary').click()
    form = page.locator('.act[data-act="appeal"] form')
    form.locator('[name="kind"]').select_option("labour")
    form.locator('[name="title"]').fill("旺季招工缺口")
    form.get_by_role("button", name="受理诉求").click()
    case = page.locator(".economy-appeals li", has_text="旺季招工缺口")
    expect(case).to_be_visible()
    code = case.locator("a").inner_text()
    policy.locator("header a").click()
    expect(page.locator("tr[data-match]").first).to_be_visible()
    page.go_back()
    case.locator("a").click()
    expect(page).to_have_url(re.compile(f"/events/{code}"))
    expect(page.locator("body")).to_contain_text("企业用工")
