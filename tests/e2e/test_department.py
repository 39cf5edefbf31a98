"""A department head opens a panel's page and takes its numbers along."""

import csv
import json
from urllib.parse import urlsplit

import pytest

from components.registry import panels
from tests.browser import Watched, wait_drawn, wait_for

VIEW = "region=350304&window=7d"
GO = """(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
SHOWN = "(key) => document.querySelector('[data-panel]')?.dataset.panel === key"


@pytest.fixture(scope="module")
def walked(browser, server):
    """One document that goes from panel to panel, as Back and Forward do."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    watched = Watched.on(context.new_page())
    watched.page.goto(f"{server}/panel/kpi?{VIEW}")
    wait_drawn(watched.page, "350304")
    yield watched
    context.close()


def test_a_title_leads_to_the_same_numbers_at_the_same_place(open_wall):
    page = open_wall("/?region=350304&window=30d")
    wait_drawn(page, "350304")
    page.locator('[data-panel="ranking"] a[href^="/panel/"]').first.click()
    page.wait_for_url("**/panel/ranking?*")
    assert "region=350304" in page.url
    assert "window=30d" in page.url
    wait_drawn(page, "350304")
    served = page.request.get(
        f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}/api/v1/panels/ranking.json?region=350304&window=30d"
    ).json()
    text = page.locator("main, .page, body").first.inner_text()
    assert all(row["name"] in text for row in served["rows"])
    assert f"{served['rows'][0]['reported']:,}" in text


@pytest.mark.parametrize("key", sorted(panels()))
def test_every_panel_has_a_page_with_a_table_and_exports(walked, key):
    page = walked.page
    page.evaluate(GO, f"/panel/{key}?{VIEW}")
    wait_for(page, SHOWN, key)
    wait_drawn(page, "350304")
    href = page.locator(f'a[href^="/api/v1/panels/{key}.csv"]').first.get_attribute("href")
    origin = f"http://{urlsplit(page.url).netloc}"
    rows = list(csv.DictReader(page.request.get(origin + href).text().removeprefix("\ufeff").splitlines()))
    document = json.loads(page.request.get(origin + href.replace(".csv", ".json")).text())
    assert len(rows) == len(document["rows"])
    assert document["region"] == "350304"
    assert (walked.console, walked.outside) == ([], [])


def test_an_unknown_page_says_so_in_chinese(open_wall):
    page = open_wall("/nowhere")
    wait_for(page, "() => document.body.innerText.includes('没有')")
