"""A department head opens a panel's page and takes its numbers along."""

import csv
import json
from urllib.parse import urlsplit

import pytest

from components.registry import panels
from tests.browser import wait_drawn, wait_for


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
def test_every_panel_has_a_page_with_a_table_and_exports(open_wall, key):
    page = open_wall(f"/panel/{key}?region=350304&window=7d", 1366, 768)
    wait_drawn(page, "350304")
    href = page.locator(f'a[href^="/api/v1/panels/{key}.csv"]').first.get_attribute("href")
    origin = f"http://{urlsplit(page.url).netloc}"
    rows = list(csv.DictReader(page.request.get(origin + href).text().removeprefix("\ufeff").splitlines()))
    document = json.loads(page.request.get(origin + href.replace(".csv", ".json")).text())
    assert len(rows) == len(document["rows"])
    assert document["region"] == "350304"


def test_an_unknown_page_says_so_in_chinese(open_wall):
    page = open_wall("/nowhere")
    wait_for(page, "() => document.body.innerText.includes('没有')")
