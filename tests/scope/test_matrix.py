"""Role × action × region: each role does in its own region what is its to do, and nothing anywhere else."""

import json

import pytest

from data.risk_lists import check_lists
from tests.scope.conftest import City, planted_away, planted_home
from tests.scope.reads import GENERAL, REGIONAL, SINGLE, filled, names_of
from tests.scope.screen import PAGES, callbacks, quiet

SIGN = {"sign": "s", "lang": "zh", "number": 1}
ITEM = check_lists()["during"][0].what
REMARK = {"given": {"reason": "已到现场"}, "move": "remark"}
RING = {"code": "{control}", "what": "open", "why": "涨水", "seq": "0", "key": "k"}
POINT = {"layer": "risk_point", "code": "{thing}", "seq": "1"}
NEW = {"code": "NEW-1", "name": "新点", "kind": "geo_hazard", "grade": "2", "lon": "{lon}", "lat": "{lat}"}
# action: (callback, what is sent, the roles that may)
ACTIONS = {
    "remark an event": (
        "event-moved.data",
        {"id": "{event_id}", **REMARK},
        {"leader", "department_head", "duty_officer", "grid_staff", "agency"},
    ),
    "acknowledge a warning": (
        "warning-moved.data",
        {"id": "{warning}", "move": "acknowledge", "given": {}},
        {"leader", "department_head", "duty_officer", "agency"},
    ),
    "make an event of a warning": (
        "warning-moved.data",
        {"id": "{warning}", "move": "event", "given": {}},
        {"leader", "duty_officer"},
    ),
    "judge a warning on its rule's page": (
        "rule-moved.data",
        {"id": "{rule}", "move": "judge", "given": {"warning": "{warning}", "judged": "hit"}},
        {"leader", "duty_officer"},
    ),
    "switch a rule": (
        "rule-moved.data",
        {"id": "{rule}", "move": "disable", "given": {"reason": "汛期已过"}},
        {"leader", "duty_officer"},
    ),
    "send people": (
        "order-acted.data",
        {"act": "send", "on": "event-{event_id}", "seq": 0, "key": "matrix-of-roles-1", "responders": ["{responder}"]},
        {"leader", "duty_officer"},
    ),
    "order a gate": ("handed.data", {"act": "order", **RING}, {"leader", "duty_officer"}),
    "retire a thing": (
        "thing-moved.data",
        {**POINT, "move": "retire", "given": {"reason": "已治理"}},
        {"department_head", "duty_officer", "agency"},
    ),
    "add a thing": (
        "new-thing-taken.data",
        {"layer": "risk_point", "crs": "wgs84", "given": NEW},
        {"department_head", "duty_officer", "agency"},
    ),
    "raise a warning": (
        "new-warning-sent.data",
        {
            "given": {
                "field": "rain",
                "colour": "3",
                "region": "{region}",
                "title": "暴雨",
                "words": "预计有雨",
                "hours": "6",
            }
        },
        {"leader", "duty_officer"},
    ),
    "report an event": (
        "taken.data",
        {"text": "路面积水", "category": "flood", "lon": "{lon}", "lat": "{lat}", "photos": []},
        {"duty_officer", "grid_staff"},
    ),
    "tick the city's list": ("ticked.data", {"phase": "during", "item": ITEM, "done": True}, set()),
    "open a room": (
        "listing-moved.data",
        {"move": "open", "given": {"on": "event-{event_id}", "title": "议一议", "form": "table"}},
        {"leader", "department_head", "duty_officer", "agency"},
    ),
    "speak in a room": (
        "room-moved.data",
        {"id": "{room}", "move": "say", "given": {"words": "收到"}},
        {"leader", "duty_officer"},
    ),
    "settle what waits": ("settled.data", {"id": "1", "verdict": "drop"}, set()),
}
ROLES = ("leader", "department_head", "duty_officer", "presenter", "grid_staff", "auditor", "administrator", "agency")
BLIND = {"add a thing", "raise a warning", "report an event"}  # places are no secret: refused as outside, in words


def done(said) -> dict:
    """What the callback answered."""
    assert said.status == 200, said.text[:400]
    return next(iter(json.loads(said.text)["response"].values()))["data"]


def did(screen, action, names) -> dict:
    output, sent, _may = ACTIONS[action]
    return done(screen.ask(output, {**SIGN, "role": screen.role, **filled(sent, names)}))


def refused(answer) -> str:
    return str(answer.get("refused") or answer.get("faults") or "")


def nameless(text, names) -> str:
    for name in ("event_id", "event", "thing", "warning", "rule", "room"):
        text = text.replace(names[name], name)
    return text


def placed(place) -> dict[str, str]:
    return names_of(place) | {"lon": str(place.lon), "lat": str(place.lat)}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_acts_on_what_lies_elsewhere_or_learns_that_it_is_there(city, role, action):
    screen = city.screen(role)
    with quiet(screen.house):
        answer = refused(did(screen, action, placed(city.other)))
        assert answer
        nothing = names_of() | {"lon": "119.05", "lat": "25.05"}
        if action not in BLIND:
            assert nameless(answer, city.other.names) == nameless(refused(did(screen, action, nothing)), nothing)


def test_at_home_each_role_does_what_is_its_to_do(opened):
    app = opened("acted")
    city = City(app, planted_home(app), planted_away(app), {})
    for action, (_output, _sent, may) in ACTIONS.items():
        for role in sorted(ROLES, key=lambda role: role in may):
            answer = refused(did(city.screen(role), action, placed(city.mine)))
            assert (not answer) == (role in may), (action, role, answer)
            if not answer:
                break


def test_every_door_page_and_callback_is_in_the_table(city):
    """A new one is read by the hunt and the guesses, or stands here with its reason."""
    read = " ".join(read.name for read in (*GENERAL, *REGIONAL, *SINGLE))
    rules = {str(rule).replace("/<path:path>", "/") for rule in city.app.url_map.iter_rules() if "GET" in rule.methods}
    doors = {path.split("<")[0] for path in rules if path.startswith(("/api/v1/", "/open311", "/photos"))}
    missing = {path for path in doors if path not in read}
    asked = {output for output in callbacks(city.app) if f"callback {output} " not in read} - {
        one[0] for one in ACTIONS.values()
    }
    assert {
        one for one in (*missing, *asked) if one not in OTHERWISE and not one.lstrip(".").startswith(OF_DISPATCH)
    } == set()


OF_DISPATCH = (
    "/api/v1/rooms",
    "/api/v1/dispatches",
    "/api/v1/recommendations",
    "/api/v1/tasks",
    "dispatch",
)  # tests/dispatch
OTHERWISE = {
    "/api/v1/live",  # the stream: tests/live
    "/api/v1/revisions",
    "/api/v1/events.xlsx",  # test_files.py
    "/api/v1/digest.xlsx",  # test_files.py
    "/api/v1/accountability.xlsx",  # the same as the CSV
    "/api/v1/exercises/",  # test_platform.py
    "revisions.data",
    "exercise-started.data",  # tests/exercise/test_starting.py
    '{"slot":["MATCH"],"type":"drawings"}.data',  # as `panel`
    f"..{PAGES}..",  # as `page`
    "_pages_dummy.children",
}
