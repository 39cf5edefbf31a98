"""An account of two towns: each is its platform, what lies in both is found, and nothing of a third."""

import json

import pytest

from tests.scope.conftest import AWAY, COUNTY, HOME
from tests.scope.reads import GENERAL, REGIONAL, SINGLE, names_of

THIRD = "990103101"  # beside AWAY, in the same county
OURS = [read for read in (*GENERAL, *REGIONAL) if "exercise" not in read.name and "panel" not in read.name]


@pytest.fixture(scope="module")
def both(city):
    return city.screen("duty_officer", f"{HOME}+{AWAY}")


@pytest.fixture(scope="module")
def other(city):
    """Two towns, of which none is AWAY."""
    return city.screen("duty_officer", f"{HOME}+{THIRD}")


def test_what_lies_in_either_town_is_shown_as_to_an_account_of_that_town_alone(city, both):
    for place, code in ((city.mine, HOME), (city.other, AWAY)):
        alone = city.screen("duty_officer", code)
        for read in SINGLE:
            told = [read.of(screen, names_of(place)).status for screen in (both, alone)]
            assert told[0] == told[1], (read.name, code)


def test_nothing_of_a_third_town_is_in_what_two_towns_show(city, other):
    for read in OURS:
        told = read.of(other, names_of(city.mine)).text
        assert [mark for mark in city.other.marks if mark in told] == [], read.name


def test_what_lies_in_a_third_town_does_not_exist(city, other):
    lone = city.screen("duty_officer", HOME)
    for read in SINGLE:
        assert read.of(other, names_of(city.other)).status == read.of(lone, names_of(city.other)).status, read.name


def test_the_platform_begins_at_the_first_and_leads_to_the_other(both):
    for query, code in (("", HOME), (f"?region={AWAY}", AWAY)):
        assert json.loads(both.get(f"/api/v1/panels/funnel.json{query}").text)["region"] == code
        scene = json.loads(both.get(f"/api/v1/panels/map.json{query}").text)["parts"]
        assert [one["code"] for one in scene["crumbs"]] == [code]
        assert [one["code"] for one in scene["siblings"]] == [HOME, AWAY]
    assert "所辖区划一张图" in both.page("/").text


@pytest.mark.parametrize("code", [COUNTY, AWAY[:6], THIRD, "990100"])
def test_no_other_region_exists_not_even_one_that_holds_both(both, code):
    asked = f"?region={code}"
    for path in (f"/api/v1/panels/funnel.json{asked}", f"/api/v1/regions/{code}", f"/api/v1/events{asked}"):
        assert both.get(path).status == 404


def test_lists_and_counts_of_the_queue_are_of_both_towns(city, both):
    def queued(screen):
        told = screen.ask("queue-drawn.data", {"view": "", "chip": "all", "role": "duty_officer", "number": 1})
        return {code for code in (city.mine.names["event"], city.other.names["event"]) if code in told.text}

    assert queued(both) == queued(city.screen("duty_officer", HOME)) | queued(city.screen("duty_officer", AWAY))
