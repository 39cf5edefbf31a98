"""A presenter hands the address on, and looks at the city in another light."""

from urllib.parse import urlsplit

from tests.browser import wait_drawn, wait_for

NUMBERS = "() => [...document.querySelectorAll('[data-panel]')].map(one => one.innerText.replace(/\\s+/g, ' '))"


def test_a_copied_address_shows_the_same_thing(open_wall):
    path = "/?region=350322&window=30d&layers=boundary&metric=population"
    first, second = open_wall(path), open_wall(path)
    for page in (first, second):
        wait_drawn(page, "350322")
        page.wait_for_timeout(600)
    assert first.evaluate(NUMBERS) == second.evaluate(NUMBERS)


def test_two_browsers_do_not_disturb_each_other(open_wall):
    one, other = open_wall("/?region=350302"), open_wall("/?region=350322")
    wait_drawn(one, "350302")
    wait_drawn(other, "350322")
    one.keyboard.press("Escape")
    wait_drawn(one, "350300")
    other.wait_for_timeout(4_000)
    wait_drawn(other, "350322")
    assert urlsplit(other.url).query == "region=350322"


def test_the_light_skin_is_in_the_address_and_the_numbers_stay(open_wall):
    page = open_wall("/?skin=light")
    wait_drawn(page)
    assert page.evaluate("() => document.documentElement.dataset.skin") == "light"
    ground = page.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--bg').trim()")
    assert ground.upper() == "#E9EEF3"


def test_a_past_moment_shows_the_events_as_they_stood(open_wall):
    now, then = open_wall("/"), open_wall("/?at=2024-07-25T04:00:00Z")
    counts = []
    for page in (then, now):
        wait_drawn(page)
        counts.append(int(page.locator('[data-panel="funnel"] .bar-count .n').first.inner_text().replace(",", "")))
    assert counts[0] < counts[1]


def test_english_has_no_chinese_left_but_names(open_wall):
    page = open_wall("/?lang=en")
    wait_drawn(page)
    wait_for(page, "() => document.documentElement.lang.startsWith('en') || document.title.length > 0")
    titles = page.locator("[data-panel] h2").all_inner_texts()
    assert titles
    assert [one for one in titles if any("\u4e00" <= letter <= "\u9fff" for letter in one)] == []
