"""The hunt: what is known of one town is nowhere in what an account of another can come by, not even as a count."""

import re

import pytest

from tests.scope.conftest import AWAY, HOME, planted_away, planted_home
from tests.scope.reads import GENERAL, REGIONAL, SINGLE, names_of
from tests.scope.screen import Screen
from tests.toycity import COUNTIES, TOWNS

FOREIGN = ("西区", "西一", "西岛", "西盐")  # names of the regions of the other county, as they begin
OWN = [read for read in (*GENERAL, *REGIONAL, *SINGLE) if "exercise" not in read.name]
# What only says that the house lives: moments of the whole city, blurred; counters of changes; who asks.
ALIVE = re.compile(
    r'"(?:now|sign|minute|revisions|last|changeset|updated|seen_at)":(?:"[^"]*"|\{[^{}]*\}|\[[^\[\]]*\]|\d+)'
    r"|<updated>[^<]*</updated>| · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d"  # the last: of a watermark
)


@pytest.mark.parametrize("read", OWN, ids=lambda read: read.name)
def test_nothing_of_another_town_is_in_what_a_town_shows(city, read):
    said = read.of(city.screen(), names_of(city.mine))
    for mark in city.other.marks:
        assert mark not in said.text
    if "regions/" not in read.name and "storms" not in read.name:
        assert not [name for name in FOREIGN if name in said.text]


def test_what_the_marks_are_sought_in_would_show_them(city):
    """The same reads of an account of the city do show both towns: the hunt looks in the right places."""
    mayor = city.screen("leader", "")
    shown = "".join(read.of(mayor, names_of(city.other)).text for read in (*GENERAL, *REGIONAL, *SINGLE))
    hidden = [mark for mark in city.other.marks if mark not in shown]
    assert hidden == []


@pytest.mark.parametrize("text", ["title", "event", "thing", "thing_name", "station_name", "agency", "rule_name"])
def test_no_search_finds_what_lies_elsewhere(city, text):
    wanted, screen = city.other.names[text], city.screen()
    for path in ("/api/v1/events?window=ytd&text=", "/api/v1/things?text=", "/api/v1/regions?q="):
        assert screen.get(path + wanted).text.replace(wanted, "") == screen.get(f"{path}NOSUCHZZ").text
    assert screen.get(f"/api/v1/regions?q={TOWNS[AWAY]}").text == "[]"
    assert screen.get(f"/api/v1/regions?q={COUNTIES[AWAY[:6]]}").text == "[]"


def test_no_count_of_a_town_changes_when_something_happens_in_another(opened):
    app = opened("counted")
    planted_home(app)  # feeds of the city live already
    screen, place = Screen(app, "duty_officer", HOME), names_of() | {"region": HOME}
    regional = [read for read in REGIONAL if "panel" not in read.name]
    reads = [read for read in (*GENERAL, *regional) if "exercise" not in read.name and "openapi" not in read.name]
    reads.sort(key=lambda read: "deliveries" in read.name)  # what was just given out is told by these
    before = {read.name: plain(read.of(screen, place).text) for read in reads}
    planted_away(app)
    changed = [read.name for read in reversed(reads) if plain(read.of(screen, place).text) != before[read.name]]
    assert changed == []


def plain(text: str) -> str:
    return ALIVE.sub("", text)
