"""A duty officer at the dispatch desk, by keyboard: the queue, what is chosen, the map, commands, past moments."""

import pytest

from tests.browser import wait_drawn, wait_for
from tests.e2e.test_barriers import grave

ROWS = "() => document.querySelectorAll('.queue-row[data-subject]').length > 2"
SHOWN = "(on) => location.search.includes('on=' + on) && document.querySelector('.case-title') !== null"
SAID = "([where, text]) => document.querySelector(where)?.innerText.includes(text)"


@pytest.fixture
def desk(open_wall):
    def open_(query="", width=1920, height=1080):
        page = open_wall(f"/dispatch{query}", width, height)
        wait_drawn(page)
        wait_for(page, ROWS)
        return page

    return open_


def subjects(page):
    return page.locator(".queue-row").evaluate_all("rows => rows.map(row => row.dataset.subject)")


def test_j_and_k_go_through_the_queue_and_the_map_goes_along(desk):
    page = desk()
    first, second = subjects(page)[:2]
    page.keyboard.press("j")
    wait_for(page, SHOWN, first)
    page.keyboard.press("j")
    wait_for(page, SHOWN, second)
    assert page.locator(".queue-row.on").get_attribute("data-subject") == second
    wait_for(page, "() => document.querySelector('.pane-dispatch .map-subject') !== null")
    assert page.locator(".ring-km").count() == 2
    page.keyboard.press("k")
    wait_for(page, SHOWN, first)
    page.locator("[data-ring='5']").click()
    wait_for(page, "() => document.querySelectorAll('.ring-km').length === 3 && location.search.includes('ring=5')")
    page.reload()
    wait_for(page, SHOWN, first)
    assert page.locator("[data-ring='5']").get_attribute("aria-pressed") == "true"


def test_clocks_tick_between_two_drawings(desk):
    page = desk()
    told = "() => [...document.querySelectorAll('.queue-clock')].map((one) => one.textContent).join(' ')"
    before = page.evaluate(told)
    wait_for(page, f"(was) => ({told})() !== was", before)
    assert ":" in before


def test_the_list_of_keys_holds_the_focus_and_gives_it_back(desk):
    page = desk()
    page.locator(".queue-choose").first.focus()
    page.keyboard.press("?")
    assert page.locator(".keys-dialog").is_visible()
    for _press in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('.keys-dialog')")
    page.keyboard.press("Escape")
    assert not page.locator(".keys-dialog").is_visible()
    assert page.evaluate("document.activeElement.classList.contains('queue-choose')")


def test_the_command_line_finds_a_subject_and_says_what_cannot_be_done(desk):
    page = desk()
    row = page.locator(".queue-row").nth(2)
    code, subject = row.get_attribute("data-code"), row.get_attribute("data-subject")
    page.keyboard.press("/")
    page.keyboard.type("zp")
    page.keyboard.press("Enter")
    wait_for(page, SAID, [".line-say", "转派"])
    page.locator(".line-dialog input").fill("没有这个地方")
    page.keyboard.press("Enter")
    wait_for(page, SAID, [".line-say", "队列里没有"])
    page.locator(".line-dialog input").fill(code)
    page.keyboard.press("Enter")
    wait_for(page, SHOWN, subject)
    assert not page.locator(".line-dialog").is_visible()


def test_a_chip_stays_in_the_address_and_x_picks(desk):
    page = desk()
    page.keyboard.press("2")
    wait_for(page, "() => location.search.includes('queue=warning')")
    wait_for(page, "() => document.querySelector('[data-chip=warning]').getAttribute('aria-pressed') === 'true'")
    assert all(one.startswith("warning-") for one in subjects(page))
    page.keyboard.press("1")
    wait_for(page, "() => !location.search.includes('queue=')")
    page.keyboard.press("j")
    page.keyboard.press("x")
    wait_for(page, "() => document.querySelectorAll('.queue-box input:checked').length === 1")
    page.keyboard.press("x")
    wait_for(page, "() => document.querySelectorAll('.queue-box input:checked').length === 0")


def test_back_leads_to_where_one_came_from(desk, server):
    page = desk()
    page.goto(f"{server}/events")
    page.goto(f"{server}/dispatch")
    wait_for(page, ROWS)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.go_back()
    wait_for(page, "() => location.pathname === '/events'")


def test_what_is_not_there_is_told_and_a_moment_past_is_only_looked_at(desk, open_wall):
    page = desk("?on=event-E20200101-9999999")
    wait_for(page, SAID, [".case-card", "没有这个事件或预警"])
    page = open_wall("/dispatch?at=2024-07-25T06:00:00Z")
    wait_for(page, SAID, [".queue-past", "只读"])


@pytest.mark.parametrize(("width", "height", "skin"), [(1920, 1080, "dark"), (1366, 768, "light")])
def test_there_is_no_grave_barrier(desk, width, height, skin):
    page = desk(f"?skin={skin}", width, height)
    page.keyboard.press("j")
    wait_for(page, "() => document.querySelector('.case-title') !== null")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grave(page, skin) == {}


def test_english_shows_no_chinese_but_names(desk):
    page = desk("?lang=en")
    for where in (".queue-chips", ".queue-state >> nth=0", ".map-tools", ".map-lines", ".queue-card .panel-head"):
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in page.locator(where).inner_text())
