"""Duty staff find a place by a few letters, and switch the map's layers."""

import pytest

from tests.browser import wait_drawn, wait_for


@pytest.mark.parametrize(("text", "code"), [("西天尾", "350304100"), ("xitianwei", "350304100"), ("xtw", "350304100")])
def test_the_search_finds_a_town_by_name_pinyin_and_initials(open_wall, text, code):
    page = open_wall("/")
    wait_drawn(page)
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.locator(f'.hit[data-region-code="{code}"]').wait_for()
    page.keyboard.press("Enter")
    wait_drawn(page, code)
    assert "西天尾" in page.get_by_test_id("breadcrumb").inner_text()


def test_nothing_found_is_said(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    page.get_by_test_id("region-search").fill("不存在的地方")
    wait_for(page, "() => document.getElementById('region-hits').innerText.includes('没有找到')")


def test_layers_are_switched_and_kept_in_the_address(open_wall):
    page = open_wall("/?region=350304100")
    wait_drawn(page, "350304100")
    with page.expect_response(lambda answer: "points.json" in answer.url and "camera" in answer.url):
        page.locator('[data-layer="camera"]').click()
    wait_for(page, "() => location.search.includes('camera')")
    page.reload()
    wait_drawn(page, "350304100")
    assert "camera" in page.url
    page.go_back()
    wait_for(page, "() => !location.search.includes('camera')")


def test_a_place_that_is_not_there_is_told_not_guessed(open_wall):
    page = open_wall("/?region=999999")
    wait_for(page, "() => document.body.innerText.includes('没有这个区划')")
    assert page.locator('[data-state="broken"]').count() > 0


def test_what_of_an_address_makes_no_sense_is_told_and_the_rest_is_shown(open_wall):
    page = open_wall("/?region=350304&window=bogus")
    wait_drawn(page, "350304")
    assert "window" in page.locator(".notice").inner_text()
    assert page.evaluate("() => location.search") == "?region=350304"


def test_two_quick_changes_leave_no_panel_behind(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    page.evaluate("() => cockpit.view.go({ region: '350304' })")
    page.wait_for_timeout(30)
    page.evaluate("() => cockpit.view.go({ window: '7d' })")
    wait_drawn(page, "350304", seconds=10)


def test_the_search_switches_a_layer_and_finds_a_page_and_a_case_by_its_code(open_wall):
    page = open_wall("/")
    wait_drawn(page)
    box = page.get_by_test_id("region-search")
    box.fill("应急资源")
    page.locator(".hit", has_text="应急资源").first.click()
    wait_for(page, "() => document.querySelector('.panel-map').dataset.layers.includes('resource')")
    box.fill("调度")
    page.locator(".hit[href^='/dispatch']").first.wait_for()
    box.fill("e20240725-1234567")
    page.locator(".hit[href^='/events/E20240725-1234567']").wait_for()
