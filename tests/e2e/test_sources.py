"""Faulty data go back to a town from the board, the town answers, the lot is closed; scenarios come as a file."""

from playwright.sync_api import expect


def test_a_gap_goes_back_is_answered_and_closed_and_a_file_of_scenarios_is_taken(open_wall, tmp_path):
    page = open_wall("/returns?fault_kind=record", 1366, 768)
    page.locator("[data-fault]:has([data-pick]) [data-pick]").first.check()
    form = page.locator(".return-form")
    form.locator("[name=words]").fill("缺项，请补齐")
    owner = page.locator("[data-fault]:has([data-pick]:checked) td").nth(5).inner_text()
    form.locator("[name=agency]").select_option(label=owner)
    form.get_by_role("button", name="退回勾选的问题").click()
    expect(page.locator("[data-listing-said]")).to_contain_text("已退回 1 项")
    code = page.locator("[data-listing-said]").inner_text().split()[-1]
    page.goto(page.url.split("?")[0] + f"?tab=lots&lot={code}")
    page.locator(".who [name=role]").select_option("agency")
    page.locator('[data-act="return-answer"] summary').click()
    page.locator('[data-act="return-answer"] [name=words]').fill("已补录")
    page.locator('[data-act="return-answer"] button').click()
    expect(page.locator("[data-listing-said]")).to_have_text(f"{code} 已整改")
    page.locator(".who [name=role]").select_option("duty_officer")
    expect(page.locator('[data-act="return-close"] summary')).to_be_visible()
    file = tmp_path / "场景.csv"
    file.write_text("编号,场景名称,领域,责任部门\nJ1,河道巡查,防汛,水利局\nJ2,,,\n", encoding="utf-8")
    page.goto(page.url.split("/returns")[0] + "/catalogue?tab=scenarios")
    page.locator("summary", has_text="导入场景").click()
    page.locator("[data-scenario-form] [name=file]").set_input_files(file)
    page.get_by_role("button", name="导入场景").click()
    expect(page.locator("[data-scenario-form] .import-done")).to_contain_text("新增 1")
