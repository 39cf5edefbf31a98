"""Guessing: what lies outside the scope answers as what does not exist, word for word and with the same status."""

import json
import re

import pytest

from data.briefing_words import SHARED_WITH
from data.queries.assessment import SEERS
from tests.scope.conftest import AWAY, COUNTY
from tests.scope.reads import ACTS, NOWHERE, REGIONAL, SINGLE, names_of
from tests.toycity import TOY

ROLES = ("leader", "department_head", "duty_officer", "presenter", "grid_staff", "auditor", "administrator", "agency")
READS = (*REGIONAL, *SINGLE)
ABOUT = [read for read in REGIONAL if not read.name.startswith("panel ") and ".csv" not in read.name]
NAMED = [name for name in NOWHERE if name != "seq"]  # which is a plain number, as many others of an answer are
FEW = ("duty_officer", "auditor")  # of panels: they tell every role the same, but for what may be done


def roles_of(read):
    return FEW if "panel" in read.name else ROLES[::2] if read in REGIONAL else ROLES


def shown_to(read):
    """Briefings are for roles they are shared with; a show is steered by who opened it alone; points are for few."""
    if "/remote" in read.name or "{show}/rooms" in read.name:
        return ()
    if "assessment" in read.name:
        return SEERS
    return SHARED_WITH if "/briefing/data" in read.name else roles_of(read)


def told_apart(screen, read, place) -> bool:
    """Whether the answer for this place differs from the one for a place that is not there."""
    theirs, nothing = names_of(place), names_of()
    said, none = read.of(screen, theirs), read.of(screen, nothing)
    for name in NAMED:
        said, none = (
            type(said)(said.status, said.text.replace(theirs[name], name)),
            type(none)(none.status, none.text.replace(nothing[name], name)),
        )
    return said != none


@pytest.mark.parametrize("read", (*READS, *ACTS), ids=lambda read: read.name)
def test_no_role_can_tell_what_lies_elsewhere_from_what_does_not_exist(city, read):
    assert [role for role in roles_of(read) if told_apart(city.screen(role), read, city.other)] == []


@pytest.mark.parametrize("read", READS, ids=lambda read: read.name)
def test_every_role_is_shown_its_own_town(city, read):
    mine = names_of(city.mine)
    for role in shown_to(read):
        said = read.of(city.screen(role), mine)
        assert said.status == 200, said.text[:400]
    sees = city.screen("leader") if "assessment" in read.name else city.screen()
    assert told_apart(sees, read, city.mine)


@pytest.mark.parametrize("code", [TOY, COUNTY, "990102100", AWAY, "990103400598"])
def test_no_region_but_the_own_one_is_there_above_beside_or_below_another(city, code):
    screen = city.screen()
    for read in ABOUT:
        said, none = (read.of(screen, names_of() | {"region": one}) for one in (code, NOWHERE["region"]))
        assert (said.status, nameless(said, code)) == (none.status, nameless(none, NOWHERE["region"])), read.name


def test_a_code_beside_ones_own_tells_nothing(city):
    screen, own = city.screen(), city.mine.names["event"]
    head, _dash, tail = own.partition("-")
    mine = {row["code"] for row in _events(screen)}
    nothing = screen.get(f"/api/v1/events/{NOWHERE['event']}")
    for number in range(max(0, int(tail) - 30), int(tail) + 30):
        code = f"{head}-{number:07d}"
        if code not in mine:
            assert screen.get(f"/api/v1/events/{code}") == nothing


def test_no_number_of_the_house_names_an_event(city):
    """Not even one's own: who could ask by number would count the others."""
    screen = city.screen()
    with screen.house.engine.connect() as connection:
        own = city.mine.number(connection, "event_id")
    for way in (f"/api/v1/events/{own}", f"/api/v1/events?after={own}"):
        assert screen.get(way).status in (400, 404)
    assert "没有这个事件" in screen.page(f"/events/{own}").text


def nameless(said, code) -> str:
    return re.sub(rf"(?<!\d){code}(?!\d)", "·", said.text)


def _events(screen):
    return json.loads(screen.get("/api/v1/events?window=ytd&limit=500").text)["events"]
