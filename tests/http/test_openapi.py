"""The OpenAPI document, and that the doors do what it says, whatever is sent."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from data.doors.openapi import document

DOCUMENT = "/api/v1/openapi.json"
STREAMS = ("/api/v1/live",)  # never end: tests/live listens to them
PATHS = {path: doors for path, doors in document()["paths"].items() if path not in STREAMS}
OPERATIONS = [(path, method) for path, doors in PATHS.items() for method in doors]
# What fits the document can still make no sense here: a category that is not in the tree, a cursor that is none.
SENSELESS = ["2xx", "400", "401", "403", "404", "409", "422"]
# A batch is answered as a whole, and tells of each event that does not fit.
REFUSED = ["207", "400", "401", "404", "413", "415", "422"]
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": SENSELESS},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    }
}
EXAMPLES = 12


@pytest.fixture(scope="module")
def schema():
    """What is made of the document, once for all doors."""
    return schemathesis.openapi.from_dict(document(), config=SchemathesisConfig.from_dict(CONFIG))


@pytest.fixture
def api(lone_desk, schema):
    rows = [{"title": f"第{n}件", "category": "flood", "lon": 119.13, "lat": 25.03} for n in range(3)]
    lone_desk.post("/api/v1/events", {"events": rows})
    schema.app = lone_desk.app
    return schema


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{method} {path}" for path, method in OPERATIONS])
def test_every_answer_is_one_that_the_document_tells_of(api, lone_desk, path, method, mode):
    operation = api[path][method.upper()]
    if mode is GenerationMode.NEGATIVE and not (operation.body or list(operation.query) or list(operation.headers)):
        pytest.skip("nothing can be sent that does not fit")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case):
        case.call_and_validate(headers=lone_desk.bearer | {"Accept-Encoding": "identity"})

    holds()


def test_the_document_is_served_and_names_only_what_it_defines(lone_desk):
    reply = lone_desk.client.get(DOCUMENT)
    assert (reply.status_code, reply.json["openapi"]) == (200, "3.1.0")
    text = reply.get_data(as_text=True)
    for name in reply.json["components"]["schemas"]:
        assert f"#/components/schemas/{name}" in text or name in ("Event", "NewEvents")


def test_every_door_under_events_is_in_the_document(lone_desk):
    told = {path.replace("{code}", "<code>") for path in document()["paths"] if "/events" in path}
    rules = {str(rule) for rule in lone_desk.app.url_map.iter_rules() if str(rule.endpoint).startswith("event")}
    assert rules == told


def test_methods_that_no_door_serves_are_told_apart_from_addresses_that_none_does(lone_desk):
    reply = lone_desk.client.delete("/api/v1/events")
    assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, POST")
    assert reply.content_type == "application/problem+json"
    assert lone_desk.client.delete("/api/v1/nothing").status_code == 404
