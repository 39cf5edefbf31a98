"""An assessor: who stands where and why, by town and by one line, taken along; and how a chain is judged by hand."""

import csv
import io

from playwright.sync_api import expect


def test_an_assessor_goes_from_ranks_to_the_reasons_and_takes_them_along(open_wall):
    page = open_wall("/assessment", 1366, 768)
    expect(page.get_by_test_id("assessment-page")).to_be_visible()
    page.locator("[data-window=ytd]").click()
    page.locator(".asked-filters a", has_text="镇街").click()
    expect(page.locator(".asked-filters a.on")).to_have_text("镇街")
    rows = page.locator("tr[data-assessed]")
    expect(rows.first).to_be_visible()
    page.locator(".assessed-line .list-sort").first.click()
    expect(page.locator(".assessed-line .list-sort", has_text="▼")).to_have_count(1)
    codes = rows.evaluate_all("rows => rows.map((row) => row.dataset.assessed)")
    file = page.locator('a[href^="/api/v1/assessment.csv"]').get_attribute("href")
    told = page.request.get(page.url.partition("/assessment")[0] + file).text().removeprefix("\ufeff")
    assert [row["代码"] for row in csv.DictReader(io.StringIO(told))] == codes
    rows.first.locator("a.asked-way").first.click()
    expect(page.locator(".assessed-why tbody tr").first).to_be_visible()


def test_a_department_judges_a_link_by_hand_and_is_told_at_the_field_what_is_missing(open_wall):
    page = open_wall("/economy/chains?chain=tourism", 1366, 768)
    page.locator("select[data-role]").select_option("agency")
    page.locator('[data-act="chain_change"] summary').click()
    form = page.locator('[data-act="chain_change"] form')
    form.locator('[name="link-0-mark"]').select_option("weak")
    form.locator('[name="reason"]').fill("年度核查")
    form.get_by_role("button", name="保存产业链").click()
    expect(form.locator('[data-say="link-0-why"]')).to_have_text("认定强弱须写依据")
    form.locator('[name="link-0-why"]').fill("缺少龙头企业")
    form.get_by_role("button", name="保存产业链").click()
    expect(page.locator(".trade-link").first).to_contain_text("缺少龙头企业")
    expect(page.locator(".indicator-history").first).to_contain_text("年度核查")
