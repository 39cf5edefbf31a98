"""Role × action × region for keys: each does by the doors what is its to do in its region, and nothing elsewhere."""

import re

import pytest

from data.commands.senders import add_sender
from data.engine import writing
from data.house import EXTENSION
from data.words import SENDERS
from tests.scope.conftest import COUNTY, HOME
from tests.scope.orders import NAMES, give, settled, village_of
from tests.scope.plant import plant
from tests.scope.reads import KEYED, filled, names_of
from tests.scope.screen import quiet

API = "/api/v1/"
MOVES = "dispatches/{%s}/moves"
ORDERERS = {"duty_officer", "leader"}
TELLERS = {"duty_officer", "leader", "agency", "grid_staff", "system"}
RAISED = {"field": "rain", "colour": 2, "title": "暴雨", "words": "强降雨", "regions": ["{region}"]}
TEAM = {"event": "{event_id}", "seq": 0, "responders": ["{responder}"]}
MANY = {"orders": [{"event": "{bulk_id}", "seq": 0, "responders": ["{spare}"]}]}
CALL = {"kind": "call", "way": "voice", "title": "值守", "words": "请回电"}
CALL |= {"region": "{region}", "responders": ["{responder}"]}
ANSWER = {"answers": [{"n": 1, "answer": "busy"}]}
# action: (door, what is sent, the roles that may)
ACTIONS = {
    "remark an event": ("events/{event_id}/moves", {"move": "remark", "reason": "已到现场"}, TELLERS - {"system"}),
    "acknowledge a warning": ("warnings/{warning}/moves", {"move": "acknowledge"}, ORDERERS | {"agency"}),
    "make an event of a warning": ("warnings/{warning}/event", {}, ORDERERS | {"system"}),
    "raise a warning": ("warnings", RAISED, ORDERERS | {"system"}),
    "order a gate": ("controls/{control}/orders", {"what": "open", "why": "涨水", "seq": 0}, ORDERERS),
    "retire a thing": ("things/risk_point/{thing}/retire", {"reason": "已治理"}, {"duty_officer", "agency", "system"}),
    "open a room": ("rooms", {"event": "{event_id}", "title": "议一议"}, ORDERERS | {"agency"}),
    "speak in a room": ("rooms/{room}/lines", {"words": "收到"}, ORDERERS),
    "send people": ("dispatches", TEAM, ORDERERS),
    "send to several": ("dispatches/bulk", MANY, ORDERERS),
    "recall an order": (MOVES % "held", {"move": "recall"}, ORDERERS),
    "confirm a draft": (MOVES % "draft", {"move": "confirm"}, {"leader"}),
    "cancel an order": (MOVES % "cancelled", {"move": "cancel", "words": "误报"}, ORDERERS),
    "urge an order": (MOVES % "urged", {"move": "urge", "words": "请加快"}, ORDERERS),
    "hand an order over": (MOVES % "handed", {"move": "handover", "to": "{receiver}"}, ORDERERS),
    "take a document down": (
        "documents/{document}/moves",
        {"move": "withdraw", "reason": "更正"},
        {"duty_officer", "agency", "system"},
    ),
    "put a region on a war footing": ("footings", {"region": "{region}", "words": "台风"}, ORDERERS),
    "put it back to normal": ("footings/{footing}/moves", {"move": "end", "words": "风雨减弱"}, ORDERERS),
    "call units": ("callouts", CALL, ORDERERS),
    "tell what came of a call": ("callouts/{callout}/answers", ANSWER, ORDERERS | {"system"}),
    "stop a call": ("callouts/{callout}/moves", {"move": "stop", "words": "误发"}, ORDERERS),
    "tell of a task": ("tasks/{own}/receipts", {"what": "accepted"}, TELLERS),
}
NUMBERS = ("event_id", "ordered_id", "bulk_id")


OTHERWISE = {  # doors that are posted to, and where they are proved
    "cap",  # tests/http/test_cap.py
    *("documents", "documents/_/versions", "documents/_/grants"),  # tests/http/test_documents_api.py
    "controls/_/answers",  # tests/controls/test_orders.py
    "events",  # tests/http/test_events_api.py, test_reach.py
    *("exposure", "coverage"),  # questions: test_hunt.py
    "forecasts",  # name a region, as what is raised does
    "readings",  # tests/readings/test_taking.py
    "signals",  # tests/http/test_signals_api.py
    "rooms/_/conclusions",  # tests/rooms/test_doors.py
    "rooms/_/moves",
    "things",  # tests/http/test_things_api.py
    "things/_/_",
}


class Key:
    """A program with a key of its own."""

    def __init__(self, app, role, region):
        self.home = app.extensions[EXTENSION]
        name = f"{role}@{region or 'city'}"
        with writing(self.home.engine) as connection:
            now = self.home.clock.now()
            key = add_sender(connection, name, region_code=region, source="hotline", role=role, now=now)
        self.client, self.bearer = app.test_client(), {"Authorization": f"Bearer {key}"}

    def does(self, action, names):
        path, body, _may = ACTIONS[action]
        once = {"Idempotency-Key": f"{action}-{names['region']}".encode().hex()[:60]}
        return self.client.post(API + filled(path, names), json=filled(body, names), headers=self.bearer | once)

    def gets(self, path, names):
        return self.client.get(API + filled(path, names), headers=self.bearer)


def told(answer):
    """Status and words: of several the worst."""
    body = answer.get_json(silent=True) or {}
    several = [one for one in body.get("results", []) if "status" in one]
    return (several[0]["status"], several[0]["detail"]) if several else (answer.status_code, body.get("detail", ""))


def nameless(said, names):
    status, text = said
    for name in (
        "event",
        "thing",
        "warning",
        "rule",
        "room",
        "control",
        "responder",
        "spare",
        "region",
        *NAMES,
        *NUMBERS,
    ):
        text = text.replace(names[name], "·")
    return status, text


@pytest.fixture(scope="module")
def keys(city):
    give(city.app, city.other)
    settled(city.app)
    return {role: Key(city.app, role, HOME) for role in SENDERS}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", SENDERS)
def test_no_key_acts_elsewhere_or_learns_that_it_is_there(city, keys, role, action):
    theirs, nothing = names_of(city.other), names_of() | {"region": "990103999"}
    with quiet(keys[role].home):
        said, none = (told(keys[role].does(action, names)) for names in (theirs, nothing))
    assert said[0] >= 400 and nameless(said, theirs) == nameless(none, nothing)


@pytest.mark.parametrize("path", KEYED)
@pytest.mark.parametrize("role", SENDERS)
def test_no_key_reads_an_order_or_a_room_of_elsewhere(city, keys, role, path):
    theirs, nothing = names_of(city.other), names_of()
    said, none = (keys[role].gets(path, names) for names in (theirs, nothing))
    assert (said.status_code, nameless((0, said.text), theirs)) == (none.status_code, nameless((0, none.text), nothing))
    assert not [mark for mark in city.other.marks if mark in said.text.replace(theirs["order"], "")]


@pytest.fixture(scope="module")
def acted(opened):
    return opened("acted-by-keys")


@pytest.mark.parametrize("level", ["", COUNTY, HOME, "village"])
@pytest.mark.parametrize("role", SENDERS)
def test_at_home_each_key_does_what_its_role_may_on_each_level(acted, role, level):
    village = village_of(acted, 119.13, 25.03)
    place = plant(acted, village, 119.13, 25.03, f"{role[:3]}{len(level)}{level[-1:]}K".upper())
    give(acted, place)
    key = Key(acted, role, village if level == "village" else level)
    for action, (_path, _body, may) in ACTIONS.items():
        status, why = told(key.does(action, names_of(place)))
        assert (status < 400) == (role in may), (action, status, why)


def test_every_door_that_is_posted_to_is_in_the_table(city):
    posted = {
        re.sub(r"<[^>]*>", "_", str(rule)).removeprefix(API)
        for rule in city.app.url_map.iter_rules()
        if {"POST", "PUT"} & rule.methods and str(rule).startswith(API) and "<path:" not in str(rule)
    }
    acted_on = {re.sub(r"\{[^}]*\}", "_", path).replace("risk_point", "_") for path, _body, _may in ACTIONS.values()}
    assert posted - acted_on == OTHERWISE
