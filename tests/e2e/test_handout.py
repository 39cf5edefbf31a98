"""A presenter drafts a briefing by one key, freezes it, takes the pages with him; and goes through an event again."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser import wait_for

FROZEN = "() => document.querySelector('.handout-frozen.n') !== null"
LATER = "() => document.querySelectorAll('.review-course .ahead').length"
SET = "() => document.querySelector('[data-review-stops]')?.dataset.set === '1'"
TO = """(n) => {
  const slider = document.querySelector("[data-review-stops]");
  slider.value = n;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_a_briefing_is_drafted_frozen_and_taken_along(open_wall):
    page = open_wall("/drafts?template=weekly")
    wait_for(page, "() => document.querySelectorAll('.draft-scene .draft-facts a').length > 8")
    page.locator("[data-draft]").click()
    page.wait_for_url("**/briefing/edit/*")
    there = urlsplit(page.url)
    page.goto(f"{there.scheme}://{there.netloc}/handout?code={there.path.rpartition('/')[2]}")
    page.locator("[data-handout-act=freeze]").click()
    wait_for(page, FROZEN)
    assert page.locator(".listing-changes .panel").count() >= 4
    with page.expect_download() as waiting:
        page.locator("[data-handout-form] button[value=pdf]").click()
    taken = waiting.value
    assert taken.suggested_filename.endswith(".pdf")
    assert Path(taken.path()).read_bytes().startswith(b"%PDF-")
    page.locator("[data-handout-act=thaw]").click()
    wait_for(page, "() => document.querySelector('.handout-frozen.n') === null")


def lasted_for(one):
    return datetime.fromisoformat(one["closed_at"] or one["reported_at"]) - datetime.fromisoformat(one["reported_at"])


def test_the_slider_of_a_review_shows_what_was_so_by_then(open_wall):
    page = open_wall("/events?state=done")
    there = urlsplit(page.url)
    asked = f"{there.scheme}://{there.netloc}/api/v1/events?state=done&limit=100&window=30d"
    longest = max(page.request.get(asked).json()["events"], key=lasted_for)
    page.goto(f"{there.scheme}://{there.netloc}/review/{longest['code']}")
    wait_for(page, SET)
    assert page.evaluate(LATER) == 0
    page.evaluate(TO, "0")
    begun = page.evaluate(LATER)
    assert begun > 0
    page.locator("[data-review-key=on]").click()
    assert page.evaluate(LATER) < begun
