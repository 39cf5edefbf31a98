"""A head of a department makes a report by drag and by keys, and gets its PDF."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

PLACES = (
    "() => [...document.querySelectorAll('.grid-stack-item')].map(({ gridstackNode: { x, y, w, h } }) => [x, y, w, h])"
)


def places(page):
    return page.evaluate(PLACES)


def drag(page, offer, x, y):
    """From the palette to a spot of the grid."""
    start, grid = offer.bounding_box(), page.locator("[data-report-grid]").bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    for step in range(1, 9):
        to = (grid["x"] + x, grid["y"] + y)
        page.mouse.move(
            start["x"] + (to[0] - start["x"]) * step / 8, start["y"] + (to[1] - start["y"]) * step / 8, steps=2
        )
    page.mouse.up()


def test_a_report_is_laid_out_by_drag_and_by_keys_and_taken_along_as_pdf(open_wall):
    page = open_wall("/reports", 1920, 1080)
    page.locator("[data-report-new] [name=title]").fill("防汛周报")
    page.get_by_role("button", name="新建并排版").click()
    page.wait_for_selector("[data-report-edit][data-ready]")
    drag(page, page.locator('[data-offer="panel"][data-key="trend"]'), 120, 100)
    expect(page.locator(".grid-stack-item .panel-trend")).to_be_visible()
    (first,) = places(page)
    assert first[2:] == [6, 6]
    page.locator('[data-offer="text"]').press("Enter")  # by keys: at the end, and chosen
    page.locator("[data-report-piece] [name=text]").fill("水位**平稳**，注意台风。")
    text = page.locator(".grid-stack-item").nth(1)
    text.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    at = places(page)[1]
    assert (at[0], at[2]) == (1, 7)
    page.keyboard.press("Delete")
    expect(page.locator(".grid-stack-item")).to_have_count(1)
    page.locator(".grid-stack-item").first.focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".grid-stack-item")).to_have_count(2)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-report-say]")).to_have_text("已存为第 2 版")
    page.get_by_role("link", name="看页面").click()
    page.wait_for_url(re.compile(r"/reports/[^/]+$"))
    expect(page.locator(".report-prose b")).to_have_text("平稳")
    expect(page.locator('.report-grid [data-panel="trend"]')).to_have_attribute("data-state", "fresh")
    shown = page.locator(".report-grid .panel-trend .panel-body").inner_text()
    with page.expect_download() as coming:
        page.get_by_role("button", name="PDF").click()
    told = "".join(one.extract_text() for one in PdfReader(io.BytesIO(coming.value.path().read_bytes())).pages)
    reported = re.search(r"上报\s*([\d,]+)", shown)[1]
    assert "水位平稳，注意台风。" in told and reported in told
