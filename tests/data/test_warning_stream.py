"""预警流: every warning of a window by field and level, its numbers those of the list."""

from datetime import timedelta

import pytest

from components.warnings_page import warnings_drawn
from data.commands.raised import ByHand, raise_by_hand
from data.engine import writing
from data.queries.regions import region_of
from data.queries.warnings import Wanted, warning_list, warning_sums
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.dispatch.town import DUTY
from tests.signals.test_signals import village

GUEST = Scope.guest()


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        yield house


def raised(house, field, colour, n=0):
    now = house.clock.now()
    told = {"title": f"{field} {colour}", "words": "依据", "expires_at": now + timedelta(hours=6)}
    new = ByHand(field=field, colour=colour, regions=(village(house, n),), **told)
    with writing(house.engine) as connection:
        raise_by_hand(connection, new, DUTY, now, provenance="simulated")


def test_the_numbers_of_the_filters_are_those_of_the_list(house):
    for field, colour in (("rain", 1), ("rain", 3), ("fire", 2), ("gas", 4)):
        raised(house, field, colour)
    now = house.clock.now()
    between = (now - timedelta(days=1), now)
    with house.engine.connect() as connection:
        here = region_of(connection, "", GUEST)
        sums = warning_sums(connection, here, GUEST, between)
        assert sum(n for *_key, n in sums) == 4
        for level in (1, 2, 3, 4):
            rows = warning_list(connection, here, GUEST, Wanted(state="all", colour=level, between=between)).rows
            assert len(rows) == sum(n for _field, colour, _state, n in sums if colour <= level)
        before = (now - timedelta(days=3), now - timedelta(days=2))
        assert warning_sums(connection, here, GUEST, before) == []
        assert warning_list(connection, here, GUEST, Wanted(state="all", between=before)).rows == []


def test_the_page_narrows_by_field_level_and_region_and_ignores_what_it_does_not_know(house):
    raised(house, "rain", 1, n=0)
    raised(house, "fire", 4, n=1)

    def shown(view=None, **chosen):
        html = warnings_drawn(house, view or View(), chosen)["rows"]
        return ["rain 1" in html, "fire 4" in html]

    assert shown() == [True, True]
    assert shown(field="rain") == [True, False]
    assert shown(level="2") == [True, False]
    assert shown(warned="cleared") == [False, False]
    assert shown(field="mood", level="9", warned="?") == [True, True]
    assert shown(View(region=village(house, 1))) == [False, True]
