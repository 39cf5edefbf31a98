"""A cadre of a town: ticks, asks, fills, takes the sheet along, changes a value, and sees it in another form."""

import re

import openpyxl
from playwright.sync_api import expect


def test_a_cadre_fills_a_form_takes_it_along_and_changes_a_value_once(open_wall):
    page = open_wall("/forms?ledger=elderly", 1920, 1080)
    for field in ("person.name", "person.birth", "person.remark"):
        page.locator(f'[data-form-field][value="{field}"]').check()
    page.get_by_role("button", name="添加条件").click()
    condition = page.locator(".form-condition")
    condition.locator("[data-what]").select_option("person.birth")
    condition.locator("input").nth(1).fill("1950-12-31")
    page.get_by_role("button", name="生成表格").click()
    first = page.locator('.forms-list [col-id="code"] a').first
    expect(first).to_be_visible()
    n = int(page.get_by_test_id("form-count").locator("b").inner_text().replace(",", ""))
    births = page.locator('.forms-list .ag-row [col-id="f1"]').all_inner_texts()
    assert n and all(text <= "1950-12-31" for text in births)
    page.locator('.forms-list .ag-header-cell[col-id="f1"]').click()
    way = page.locator('[data-form-file="xlsx"]')
    expect(way).to_have_attribute("href", re.compile("sort=person.birth"))
    with page.expect_download() as waited:
        way.click()
    with open(waited.value.path(), "rb") as file:
        sheet = list(openpyxl.load_workbook(file).worksheets[0].values)
    told = [row for row in sheet if str(row[0]).startswith("PE")]
    assert len(told) == n and [row[3] for row in told] == sorted(row[3] for row in told)
    expect(first).to_have_text(str(told[0][0]))
    code = first.inner_text()
    first.click()
    record = page.get_by_test_id("record")
    expect(record.locator("h2")).to_have_text(code)
    record.locator("[data-record-field]").select_option("person.remark")
    record.locator('[name="value"]').fill("已上门走访")
    record.locator('[name="reason"]').fill("走访核实")
    record.get_by_role("button", name="改一次，处处更新").click()
    expect(record.locator(".record-history")).to_contain_text("已上门走访")
    expect(page.locator(".forms-list")).to_contain_text("已上门走访")
    page.goto(
        page.url.split("?")[0]
        + "?ledger=residents&fields=person.remark&where="
        + '[["person.remark","eq","已上门走访"]]'
    )
    expect(page.locator('.forms-list [col-id="code"] a')).to_have_text(code)
