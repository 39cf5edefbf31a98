"""A village secretary keeps the list of the village; a town's cadre looks after all of them and approves a profile."""

import csv
import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

TOWN, VILLAGE = "350304103", "350304103216"


def plays(page: Page, role: str) -> None:
    page.locator("select[data-role]").first.select_option(role)


def opened(page: Page, act: str):
    """The form behind a button of the item's card."""
    box = page.locator(f'details[data-act^="list-{act}"]').first
    box.locator("summary").click()
    return box


def photo() -> dict:
    data = BytesIO()
    Image.new("RGB", (64, 48), (40, 90, 120)).save(data, "JPEG")
    return {"name": "evidence.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def test_a_village_secretary_adds_a_problem_is_joined_tells_of_progress_and_sees_it_in_the_archive(open_wall):
    page = open_wall(f"/lists?region={VILLAGE}", 390, 844)
    plays(page, "grid_staff")
    new = opened(page, "add")
    new.locator('[name="title"]').fill("祠堂前积水")
    new.locator('[name="due"]').fill("2024-09-30")
    new.get_by_role("button", name="确认列入清单").click()
    said = page.locator("[data-listing-said]")
    expect(said).to_contain_text("已列入清单 L")
    code = re.search(r"L\d+-\d+", said.inner_text())[0]
    page.locator(f'.lists a[href="?item={code}"]').first.click()
    card = page.locator(".list-card")
    expect(card.locator("h2")).to_have_text("祠堂前积水")
    asked = opened(page, "ask")
    asked.locator('[name="agency"]').select_option(index=1)
    asked.locator('[name="words"]').fill("请派技术员看排水")
    asked.get_by_role("button", name="确认请求支持").click()
    expect(card.locator(".list-supports")).to_contain_text("待接受")
    plays(page, "agency")
    joined = opened(page, "accept")
    joined.get_by_role("button", name=re.compile("确认接受")).click()
    expect(card.locator(".list-supports")).to_contain_text("已接受")
    plays(page, "grid_staff")
    told = opened(page, "progress")
    told.locator('[name="percent"]').fill("40")
    told.locator('[name="words"]').fill("已清淤一半")
    told.locator(".photo-input").set_input_files(photo())
    expect(told.locator(".photo-list figcaption")).to_have_text("")
    told.get_by_role("button", name="确认进展").click()
    expect(card.locator(".list-facts")).to_contain_text("40%")
    expect(card.locator(".list-photos img")).to_have_count(1)
    page.goto(page.url.split("/lists")[0] + f"/archive/{VILLAGE}")
    expect(page.locator(".listing-blocks")).to_contain_text("祠堂前积水")
    expect(page.locator(".listing-blocks")).to_contain_text("佐证照片 1 张")


def _takes_the_board_along(page: Page) -> None:
    """What each village has: the most issues in hand first, those of one word alone; the file is that."""
    board, bar = page.locator('table[data-table="lists-board"]'), page.locator('[data-table-bar="lists-board"]')
    for _twice in range(2):
        board.locator('[data-table-column="4"]').click()
    bar.locator('[name="find"]').fill("村")
    counts = [int(text) for text in board.locator("tbody tr:visible td:nth-child(5)").all_inner_texts()]
    assert counts and counts == sorted(counts, reverse=True)
    names = board.locator("tbody tr:visible td:first-child").all_inner_texts()
    assert all("村" in name for name in names)
    with page.expect_download() as waited:
        bar.locator('[data-table-file="csv"]').click()
    with open(waited.value.path(), encoding="utf-8-sig") as file:
        assert [(row[0], int(row[4])) for row in list(csv.reader(file))[1:]] == list(zip(names, counts, strict=True))


def test_a_cadre_sees_the_villages_takes_the_list_along_and_approves_a_profile(open_wall):
    page = open_wall(f"/lists?region={TOWN}", 1920, 1080)
    _takes_the_board_along(page)
    page.locator('a.kept-filter[href="?stand=overdue"]').click()
    expect(page.locator('a.kept-filter[href="?stand="]')).to_have_attribute("aria-current", "true")
    page.locator(".list-sort", has_text="期限").click()
    expect(page.locator(".list-sort", has_text="期限 ▲")).to_be_visible()
    shown = page.locator(".lists tbody tr td:first-child .n").all_inner_texts()
    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV").click()
    with open(waited.value.path(), encoding="utf-8-sig") as file:
        assert [row[0] for row in csv.reader(file)][1:] == shown
    page.goto(page.url.split("/lists")[0] + f"/archive/{TOWN}")
    page.locator(f'a[href^="/archive/{VILLAGE}"]').click()
    expect(page.locator("h1")).to_have_text("一村一档")
    plays(page, "grid_staff")
    page.locator('details[data-act="profile-propose"] summary').click()
    form = page.locator('details[data-act="profile-propose"]')
    form.locator('[name="text"]').fill("村前有溪，村后有山，今年新修环村路。")
    form.locator('[name="reason"]').fill("新修道路")
    form.get_by_role("button", name="提交审核").click()
    expect(page.locator(".archive-waiting")).to_contain_text("新修环村路")
    plays(page, "duty_officer")
    page.locator('details[data-act="profile-approve"] summary').click()
    page.get_by_role("button", name="确认通过").click()
    expect(page.locator(".archive-profile .archive-text").first).to_contain_text("新修环村路")
    with page.expect_download() as waited:
        page.get_by_role("link", name="PDF").click()
    with open(waited.value.path(), "rb") as file:
        assert file.read(4) == b"%PDF"
    page.goto(page.url.split("/archive")[0] + f"/grids?region={VILLAGE}")
    merge = page.locator('details[data-act="grid-merge"]')
    merge.locator("summary").click()
    cells = page.locator("[data-in-grid]")
    for one in (cells.first, cells.last):  # picked on the map
        one.click()
    expect(merge.locator("input:checked")).to_have_count(2)
    merge.locator('[name="name"]').fill("溪口网格")
    merge.locator('[name="reason"]').fill("网格优化")
    merge.get_by_role("button", name="确认合并").click()
    expect(page.locator(".listing-rows .grids")).to_contain_text("溪口网格")
    expect(page.locator(".listing-change")).to_contain_text("网格优化")
