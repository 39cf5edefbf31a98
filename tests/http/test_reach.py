"""A sender of one town: what lies elsewhere it cannot see, count, page to, move or guess, by no door and no answer."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from data.commands.moves import move
from data.life.actor import Actor
from data.queries.codes import number_of
from data.schema import event, quarantine
from data.scope import Scope
from tests.toycity import TOY

EVENTS = "/api/v1/events"
TOWN, OTHER = "990102001", "990103100"
HERE, THERE = {"lon": 119.13, "lat": 25.03}, {"lon": 119.05, "lat": 25.05}
SECRET = "绝不外传之处"


def new(**more) -> dict:
    return {"title": "路面积水", "category": "flood"} | HERE | more


@pytest.fixture
def town(lone_desk):
    """A sender of one town; beside it the city has events elsewhere that nobody there may know of."""
    rows = [new(title=f"{SECRET}{n}", text=SECRET, external_id=f"x{n}", **THERE) for n in range(5)]
    lone_desk.post(EVENTS, {"events": rows})
    one = lone_desk.sender("东一街道", "duty_officer", TOWN)
    one.post(EVENTS, {"events": [new(title=f"本镇{n}") for n in range(3)]})
    return one


def elsewhere(desk) -> list:
    with desk.house.engine.connect() as connection:
        return connection.execute(select(event).where(event.c.title.startswith(SECRET)).order_by(event.c.id)).all()


def total(desk, table) -> int:
    with desk.house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def read(reply) -> str:
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return reply.get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    ["", "window=ytd", "state=open", "state=overdue", "category=flood", f"text={SECRET}", "sort=deadline_at&state=open"]
    + ["sort=reported_at", "grade=C", "source=hotline", "stage=reported", "at=2999"],
)
def test_the_list_and_its_files_hold_the_own_town_only(town, query):
    moment = (datetime.now(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    query = query.replace("at=2999", f"at={moment}")
    text = read(town.get(f"{EVENTS}?{query}"))
    assert SECRET not in text.replace(query, "")
    assert SECRET not in "".join(row["事件"] for row in rows_of(read(town.get(f"/api/v1/events.csv?{query}"))))
    reply = town.get(f"/api/v1/events.xlsx?{query}")
    assert reply.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(reply.get_data()))["事件"]
    assert SECRET not in str([[cell.value for cell in row] for row in sheet.iter_rows()])
    assert sheet.max_row - 1 == len(town.get(f"{EVENTS}?{query}").json["events"])


def rows_of(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_code_of_elsewhere_finds_nothing(town):
    for one in elsewhere(town):
        assert town.get(f"{EVENTS}?text={one.code}").json["events"] == []


@pytest.mark.parametrize("path", [EVENTS, "/api/v1/events.csv", "/api/v1/events.xlsx"])
def test_a_region_elsewhere_is_as_unknown_as_one_that_is_not_there(town, path):
    nowhere = town.get(f"{path}?region=990199999")
    for code in (OTHER, TOY, "990103"):
        reply = town.get(f"{path}?region={code}")
        assert (reply.status_code, nowhere.status_code) == (404, 404)
        assert reply.get_data(as_text=True).replace(code, "") == nowhere.get_data(as_text=True).replace("990199999", "")


def test_a_cursor_of_the_whole_city_turns_to_no_page_of_elsewhere(lone_desk, town):
    cursor = lone_desk.get(f"{EVENTS}?limit=1&region={TOY}").json["next"]
    page = town.get(f"{EVENTS}?limit=500&after={cursor}")
    assert SECRET not in page.get_data(as_text=True)


def test_an_event_of_elsewhere_answers_as_one_that_is_not_there(town):
    there = elsewhere(town)[0]
    for act in (
        lambda number: town.get(f"{EVENTS}/{number}"),
        lambda number: town.post(f"{EVENTS}/{number}/moves", {"move": "file"}),
        lambda number: town.post(f"{EVENTS}/{number}/moves", {"move": "dance"}),
        lambda number: town.post(f"{EVENTS}/{number}/moves", {"move": "close"}),
        lambda number: town.post(f"{EVENTS}/{number}/moves", {"move": "file", "at": "1999-01-01T00:00:00Z"}),
    ):
        found, nothing = act(there.code), act("E20200101-9999999")
        assert found.status_code == nothing.status_code
        assert found.get_data() == nothing.get_data()
    assert [one.seq for one in elsewhere(town)] == [1] * 5


def test_nothing_of_the_town_is_merged_into_what_lies_elsewhere(town):
    own = town.get(EVENTS).json["events"][0]
    there, nowhere = elsewhere(town)[0].code, "E20200101-9999999"
    bodies = [{"move": "merge", "reason": "同一处", "into": into} for into in (there, nowhere)]
    found, nothing = (town.post(f"{own['url']}/moves", body) for body in bodies)
    assert found.status_code == nothing.status_code == 404
    assert found.get_data(as_text=True).replace(there, "") == nothing.get_data(as_text=True).replace(nowhere, "")


def test_an_own_event_that_others_merged_elsewhere_does_not_say_into_which(town):
    own, there = town.get(EVENTS).json["events"][0], elsewhere(town)[0]
    city = Actor(name="市值班", role="duty_officer", scope=Scope.guest())
    now = datetime.now(UTC)
    with town.house.engine.begin() as connection:
        number = number_of(connection, "event", own["code"])
        move(connection, number, "merge", city, now, now, into=there.id, reason="同一处")
    for path in (own["url"], f"{EVENTS}?stage=merged", f"{EVENTS}?text={own['code']}"):
        text = read(town.get(path))
        assert there.code not in text
        assert SECRET not in text
        assert '"into_id":null' in text.replace(" ", "")


def test_an_own_event_that_took_in_one_of_elsewhere_does_not_name_it(town):
    own, there = town.get(EVENTS).json["events"][0], elsewhere(town)[0]
    city = Actor(name="市值班", role="duty_officer", scope=Scope.guest())
    now = datetime.now(UTC)
    with town.house.engine.begin() as connection:
        number = number_of(connection, "event", own["code"])
        move(connection, there.id, "merge", city, now, now, into=number, reason="同一处")
    text = read(town.get(own["url"]))
    assert SECRET not in text
    assert there.code not in text


@pytest.mark.parametrize("key", ["shared", '"shared"'])
def test_the_key_of_another_senders_request_opens_no_answer_of_it(lone_desk, town, key):
    first = lone_desk.post(EVENTS, new(title=f"{SECRET}9", **THERE), Idempotency_Key="shared")
    assert first.status_code == 201
    mine = town.post(EVENTS, new(title=f"{SECRET}9", **THERE), Idempotency_Key=key)
    assert mine.status_code == 422
    assert "Idempotent-Replayed" not in mine.headers
    assert first.json["code"] not in mine.get_data(as_text=True)


def test_a_number_of_another_sender_is_not_known(town):
    mine = town.post(EVENTS, new(external_id="x1"))
    assert (mine.status_code, mine.json["outcome"]) == (201, "created")
    beyond = town.post(EVENTS, new(external_id="x2", **THERE))
    unknown = town.post(EVENTS, new(external_id="nobody's", **THERE))
    assert beyond.status_code == unknown.status_code == 422
    assert beyond.json["errors"] == unknown.json["errors"]


def test_a_place_elsewhere_is_refused_in_the_same_words_whatever_is_there(town):
    """By coordinates, by the code of a region, by Open311."""
    said = set()
    for where in (THERE, {"lon": 119.051, "lat": 25.051}, {"lon": None, "lat": None, "region": OTHER}):
        reply = town.post(EVENTS, {k: v for k, v in new(**where).items() if v is not None})
        assert reply.status_code == 422
        said.add(str(reply.json["errors"]))
    assert len(said) == 1
    before = total(town, event)
    given = {"api_key": town.key, "service_code": "flood", "description": "积水"}
    given |= {"lat": str(THERE["lat"]), "long": str(THERE["lon"])}
    code = town.client.get("/open311/v2/services.json").json[0]["service_code"]
    reply = town.client.post("/open311/v2/requests.json", data=given | {"service_code": code})
    assert reply.status_code == 400
    assert SECRET not in reply.get_data(as_text=True)
    assert total(town, event) == before
    assert total(town, quarantine) == 4


def test_no_other_door_is_opened_wider_by_the_key(town):
    """Guests read the whole city's lists, so that a key of a town only ever narrows what it opens."""
    guest = town.client.get(EVENTS).json["events"]
    mine = town.get(EVENTS).json["events"]
    assert {one["id"] for one in mine} < {one["id"] for one in guest}
    assert "text" not in str(guest)
