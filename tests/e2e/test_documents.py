"""A department brings a paper once, grants it to a checking one, and both read it online; a ledger comes as a file."""

from playwright.sync_api import expect

from data.documents.files import SHIPPED


def test_a_paper_is_brought_read_page_by_page_granted_and_revoked(open_wall):
    page = open_wall("/documents", 1920, 1080)
    page.locator(".listing-side summary").get_by_text("登记资料").click()
    form = page.locator("[data-document-form]")
    form.locator("[name=file]").set_input_files(next(SHIPPED.glob("6150*.pdf")))
    form.locator("[name=title]").fill("用电检查记录")
    form.locator("[name=agency]").select_option(index=1)
    form.get_by_role("button", name="登记资料").click()
    page.locator(".documents a", has_text="用电检查记录").click()
    leaf = page.locator(".document-leaf")
    expect(page.get_by_test_id("leaf")).to_have_text("1 / 3")
    expect(leaf).to_have_js_property("complete", True)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("leaf")).to_have_text("2 / 3")
    page.locator(".listing-doc summary", has_text="授权查阅").click()
    grant = page.locator(".listing-doc form", has=page.locator("[name=until]"))
    grant.locator("[name=agency]").select_option(index=2)
    grant.locator("[name=reason]").fill("联合检查")
    grant.get_by_role("button", name="确认授权").click()
    page.get_by_role("button", name="收回").click()
    expect(page.locator(".document-lines .document-revoked")).to_be_visible()


def test_a_ledger_is_brought_as_a_file_on_its_page(open_wall, tmp_path):
    file = tmp_path / "老人.csv"
    file.write_text("编号,名,备用\nNOT-THERE,新人,x\n", encoding="utf-8")
    page = open_wall("/forms?ledger=elderly", 1366, 768)
    page.locator("[data-ledger-open]").click()
    dialog = page.locator(".ledger-dialog")
    dialog.locator("[name=file]").set_input_files(file)
    dialog.get_by_role("button", name="识别各列").click()
    dialog.locator('[data-ledger-column="名"]').select_option("person.name")
    dialog.get_by_role("button", name="导入", exact=True).click()
    expect(dialog.locator(".import-done")).to_contain_text("共 1 行：新增或变更 0，已有且相同 0，进隔离区 1")
