"""Whoever is signed in but only looks on is told so wherever others act, and is offered no form for it."""

import pytest

from data.words import ROLES
from tests.scope.reads import asked, names_of

ONLOOKERS = ("administrator", "auditor", "presenter")
ROLE = {"role": "duty_officer", "number": 1, "lang": "zh", "sign": "s"}  # so says the screen, not the account
PAGES = ("/report", "/things/new", "/events/{event_id}", "/warnings/{warning}", "/quarantine")
DRAWN = (
    asked("event-drawn.data", {"id": "{event_id}", "at": "", **ROLE}),
    asked("warning-drawn.data", {"id": "{warning}", "at": "", **ROLE}),
    asked("order-drawn.data", {"on": "event-{event_id}", "at": "", **ROLE}),
    asked("thing-drawn.data", {"layer": "risk_point", "code": "{thing}", **ROLE}),
)
FORMS = ("data-move=", "data-send=", "data-verdict=", "data-thing-send=", "data-dispatch-send=")


def told(role):
    return f"{ROLES[role]}只看不办"


@pytest.mark.parametrize("role", ONLOOKERS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_that_the_role_only_looks_on(city, role, path):
    said = city.screen(role, "").page(path.format(**names_of(city.mine)))
    assert told(role) in said.text
    assert not [form for form in FORMS if form in said.text]


@pytest.mark.parametrize("role", ONLOOKERS)
@pytest.mark.parametrize("read", DRAWN, ids=lambda read: read.name)
def test_what_is_drawn_anew_says_so_too_whatever_role_the_screen_names(city, role, read):
    said = read.of(city.screen(role, ""), names_of(city.mine))
    assert told(role) in said.text
    assert not [form for form in FORMS if form in said.text]


@pytest.mark.parametrize("path", PAGES)
def test_who_acts_is_not_told_so(city, path):
    assert "只看不办" not in city.screen("duty_officer", "").page(path.format(**names_of(city.mine))).text
