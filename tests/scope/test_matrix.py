"""Role × action × region: each role does in its own region what is its to do, and nothing anywhere else."""

import json

import pytest

from tests.scope.actions import ACTIONS
from tests.scope.conftest import COUNTY, HOME, City
from tests.scope.orders import NAMES, give, settled, village_of
from tests.scope.plant import plant
from tests.scope.reads import GENERAL, KEYED, REGIONAL, SINGLE, filled, names_of
from tests.scope.screen import PAGES, callbacks, quiet

SIGN = {"sign": "s", "lang": "zh", "number": 1}
ROLES = ("leader", "department_head", "duty_officer", "presenter", "grid_staff", "auditor", "administrator", "agency")
OF_THE_CITY = {"tick the city's list", "settle what waits"}  # who sees all of it may: tests/exposure, tests/intake
BLIND = {"add a thing", "raise a warning", "report an event"}  # places are no secret: refused as outside, in words


def done(said) -> dict:
    """What the callback answered."""
    assert said.status == 200, said.text[:400]
    return next(iter(json.loads(said.text)["response"].values()))["data"]


def did(screen, action, names) -> dict:
    output, sent, _may = ACTIONS[action]
    return done(screen.ask(output, {**SIGN, "role": screen.role, **filled(sent, names)}))


def refused(answer) -> str:
    several = [why for _on, code, why in answer.get("results") or [] if not code]
    return str(answer.get("refused") or answer.get("faults") or "；".join(several))


def nameless(text, names) -> str:
    for name in ("event_id", "event", "thing", "warning", "rule", "room", "item", *NAMES):
        text = text.replace(names[name], name)
    return text


def placed(place) -> dict[str, str]:
    return names_of(place) | {"lon": str(place.lon), "lat": str(place.lat)}


@pytest.fixture(scope="module")
def given(city):
    """The same city with orders for every act."""
    give(city.app, city.other)
    settled(city.app)
    return city


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_acts_on_what_lies_elsewhere_or_learns_that_it_is_there(given, role, action):
    city = given
    screen = city.screen(role)
    with quiet(screen.house):
        answer = refused(did(screen, action, placed(city.other)))
        assert answer
        nothing = names_of() | {"lon": "119.05", "lat": "25.05"}
        if action not in BLIND:
            assert nameless(answer, city.other.names) == nameless(refused(did(screen, action, nothing)), nothing)


@pytest.fixture(scope="module")
def acted(opened):
    return opened("acted")


@pytest.mark.parametrize("level", ["", COUNTY, HOME, "village"])
@pytest.mark.parametrize("role", ROLES)
def test_at_home_each_role_does_what_is_its_to_do_on_each_level(acted, role, level):
    """On things of its own each time: one more would find them done."""
    village = village_of(acted, 119.13, 25.03)
    place = plant(acted, village, 119.13, 25.03, f"{role[:3]}{len(level)}{level[-1:]}Q".upper())
    give(acted, place)
    screen = City(acted, place, place, {}).screen(role, village if level == "village" else level)
    for action, (_output, _sent, may) in ACTIONS.items():
        if level or action not in OF_THE_CITY:
            answer = refused(did(screen, action, placed(place)))
            assert (not answer) == (role in may), (action, answer)


def test_every_door_page_and_callback_is_in_the_table(city):
    """A new one is read by the hunt and the guesses, or stands here with its reason."""
    read = " ".join([*(read.name for read in (*GENERAL, *REGIONAL, *SINGLE)), *(f"/api/v1/{path}" for path in KEYED)])
    rules = {str(rule).replace("/<path:path>", "/") for rule in city.app.url_map.iter_rules() if "GET" in rule.methods}
    doors = {path.split("<")[0] for path in rules if path.startswith(("/api/v1/", "/open311", "/photos"))}
    missing = {path for path in doors if path not in read}
    asked = {output for output in callbacks(city.app) if f"callback {output} " not in read} - {
        one[0] for one in ACTIONS.values()
    }
    assert {one for one in (*missing, *asked) if one not in OTHERWISE} == set()


OTHERWISE = {
    "/api/v1/live",  # the stream: tests/live
    "/api/v1/revisions",
    "/api/v1/events.xlsx",  # test_files.py
    "/api/v1/digest.xlsx",  # test_files.py
    "/api/v1/accountability.xlsx",  # the same as the CSV
    "/api/v1/assessment.xlsx",  # the same as the CSV
    "/api/v1/lists.xlsx",  # the same as the CSV
    "/api/v1/grids.xlsx",  # the same as the CSV
    "/api/v1/documents.xlsx",  # the same as the CSV
    "/api/v1/indicators/tree.xlsx",  # the same as the CSV
    "/api/v1/forms/runs/",  # tests/forms/test_pages.py
    "/api/v1/exercises/",  # test_platform.py
    "revisions.data",
    "exercise-started.data",  # tests/exercise/test_starting.py
    "theme-acted.data",  # tests/things/test_vessels.py, tests/data/test_missions.py, tests/dispatch/test_footings.py
    '{"slot":["MATCH"],"type":"drawings"}.data',  # as `panel`
    f"..{PAGES}..",  # as `page`
    "_pages_dummy.children",
}
