"""Open311 GeoReport v2, field by field as http://wiki.open311.org/GeoReport_v2 has them, in XML and in JSON."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert, select

from data.commands.moves import move
from data.doors import georeport
from data.intake.retaking import replay
from data.life.actor import Actor
from data.schema import category, event, quarantine
from data.scope import Scope
from tests.http.conftest import opened
from tests.toycity import TOY

BASE = "/open311/v2"
PICTURE = "https://img.example/a.jpg?x=1&y=%3Cb%3E"
SERVICE = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
REQUEST = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
]
W3 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


def leaves(desk) -> list[str]:
    """Codes of services."""
    return [row["service_code"] for row in desk.client.get(f"{BASE}/services.json").json]


def send(desk, form="json", **fields):
    """POST requests with the fields of an ordinary request, some changed; None leaves one out."""
    usual = {
        "api_key": desk.key,
        "service_code": leaves(desk)[0],
        "lat": "25.03",
        "long": "119.13",
        "description": "积水",
    }
    given = {name: value for name, value in (usual | fields).items() if value is not None}
    return desk.client.post(f"{BASE}/requests.{form}", data=given)


def xml(reply) -> ElementTree.Element:
    assert reply.content_type == "text/xml; charset=utf-8"
    assert reply.get_data().startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ElementTree.fromstring(reply.get_data())


def tags(element) -> list[str]:
    return [part.tag for part in element]


def w3(moment: datetime) -> str:
    return quote(moment.isoformat(timespec="seconds"))


def test_the_list_of_services_has_the_fields_of_the_specification(lone_desk):
    rows = lone_desk.client.get(f"{BASE}/services.json").json
    assert isinstance(rows, list)
    assert all(list(row) == SERVICE for row in rows)
    assert all(row["metadata"] is False and row["type"] == "realtime" for row in rows)
    root = xml(lone_desk.client.get(f"{BASE}/services.xml"))
    assert root.tag == "services"
    assert {part.tag for part in root} == {"service"}
    assert tags(root[0]) == SERVICE
    assert [part.findtext("service_code") for part in root] == [row["service_code"] for row in rows]
    assert root[0].findtext("metadata") == "false"


def test_services_are_the_leaves_of_the_category_tree(lone_desk):
    tree = [("t", None, 1, "交通"), ("t-1", "t", 2, "道路"), ("t-1-1", "t-1", 3, "坑洼<&>")]
    with lone_desk.house.engine.begin() as connection:
        connection.execute(category.delete())
        for n, (code, parent, level, name) in enumerate(tree):
            row = dict(code=code, parent=parent, level=level, top="t", name=name, position=n)
            connection.execute(insert(category).values(row))
    (row,) = lone_desk.client.get(f"{BASE}/services.json").json
    assert (row["service_code"], row["service_name"], row["group"]) == ("t-1-1", "坑洼<&>", "交通")
    assert row["keywords"] == "交通, 道路, 坑洼<&>"
    assert xml(lone_desk.client.get(f"{BASE}/services"))[0].findtext("service_name") == "坑洼<&>"


def test_a_service_definition_names_its_service_and_asks_nothing_more(lone_desk):
    code = lone_desk.client.get(f"{BASE}/services.json").json[0]["service_code"]
    reply = lone_desk.client.get(f"{BASE}/services/{code}.json")
    assert reply.content_type == "application/json; charset=utf-8"
    assert reply.json == {"service_code": code, "attributes": []}
    root = xml(lone_desk.client.get(f"{BASE}/services/{code}.xml"))
    assert (root.tag, tags(root)) == ("service_definition", ["service_code", "attributes"])
    assert lone_desk.client.get(f"{BASE}/services/none.json").status_code == 404


def test_a_request_is_created_and_can_be_asked_for(desk):
    made = send(desk, address_string="文献路1号")
    assert (made.status_code, list(made.json[0])) == (200, ["service_request_id", "service_notice", "account_id"])
    number = made.json[0]["service_request_id"]
    (row,) = desk.client.get(f"{BASE}/requests/{number}.json").json
    assert list(row) == REQUEST
    assert (row["service_request_id"], row["status"], row["service_code"]) == (number, "open", leaves(desk)[0])
    assert (row["description"], row["address"], row["lat"], row["long"]) == ("积水", "文献路**", 25.03, 119.13)
    assert all(W3.fullmatch(row[f"{name}_datetime"]) for name in ("requested", "updated", "expected"))
    assert [row[name] for name in ("service_notice", "zipcode", "media_url")] == [None] * 3
    root = xml(desk.client.get(f"{BASE}/requests/{number}.xml"))
    assert (root.tag, tags(root), tags(root[0])) == ("service_requests", ["request"], REQUEST)
    assert (root[0].findtext("zipcode"), root[0].findtext("lat")) == ("", "25.03")
    created = xml(send(desk, "xml"))
    assert (created.tag, tags(created)) == ("service_requests", ["request"])
    assert created[0].findtext("service_request_id") != number


def test_a_closed_request_says_so_and_when(desk):
    number = send(desk).json[0]["service_request_id"]
    duty, now = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest()), desk.house.clock.now()
    with desk.house.engine.begin() as connection:
        event_id = connection.scalar(select(event.c.id))
        move(connection, event_id, "reject", duty, now, now, reason="不属实")
    (row,) = desk.client.get(f"{BASE}/requests/{number}.json").json
    assert (row["status"], row["status_notes"]) == ("closed", "不予立案")
    assert datetime.fromisoformat(row["updated_datetime"]) == now.replace(microsecond=0)


def test_text_of_a_reporter_stays_text_in_xml_and_is_not_shown_beyond_the_title(lone_desk):
    said = "<b>&\u0001]]>\n第二行 我叫张三"
    number = send(lone_desk, description=said, media_url=PICTURE, first_name="三", phone="138").json[0][
        "service_request_id"
    ]
    reply = lone_desk.client.get(f"{BASE}/requests/{number}.xml")
    assert xml(reply)[0].findtext("description") == "<b>&]]>"
    assert "张三" not in reply.get_data(as_text=True)
    assert xml(reply)[0].findtext("media_url") == ""
    with lone_desk.house.engine.connect() as connection:
        kept = connection.execute(select(event)).mappings().one()
    assert "第二行" in kept["text"]
    assert "138" not in str(dict(kept))


@pytest.fixture
def unseated(tmp_path, toy_dir, empty_sqlite):
    """Nobody is signed in: the key alone says who reads."""
    yield from opened(toy_dir, f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'keyed.db')}", seat=False)


def test_who_has_a_key_reads_all_that_was_said_and_where_the_picture_is(unseated):
    told = {"description": "积水\n第二行 我叫张三", "media_url": PICTURE, "attribute[DEPTH]": "30"}
    number = send(unseated, **told).json[0]["service_request_id"]
    plain = send(unseated, description="路灯不亮").json[0]["service_request_id"]
    way = f"{BASE}/requests/{number}"
    (known,) = unseated.client.get(f"{way}.json?api_key={unseated.key}").json
    assert (known["description"], known["media_url"]) == ("积水\n第二行 我叫张三\nDEPTH: 30", PICTURE)
    assert xml(unseated.get(f"{way}.xml"))[0].findtext("media_url") == PICTURE
    (short,) = unseated.get(f"{BASE}/requests/{plain}.json").json
    assert (short["description"], short["media_url"]) == ("路灯不亮", None)


def test_only_an_address_of_the_web_is_told_as_a_picture():
    assert georeport._said("积水", "media_url: javascript:alert(1)") == ("积水\nmedia_url: javascript:alert(1)", None)
    assert georeport._said("积水", "media_url: http://a/b.jpg") == ("积水", "http://a/b.jpg")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"api_key": None}, 403),
        ({"api_key": "yitu_wrong"}, 403),
        ({"service_code": None}, 400),
        ({"service_code": "none"}, 404),
        ({"jurisdiction_id": "sfgov.org"}, 404),
        ({"lat": None, "long": None}, 400),
        ({"lat": None}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "nan"}, 400),
        ({"lat": "51.5", "long": "0"}, 400),
        ({"description": "长" * 4_001}, 400),
        ({"media_url": "javascript:alert(1)"}, 400),
        ({"lat": None, "long": None, "address_id": "123456"}, 400),
    ],
)
def test_errors_are_a_list_of_codes_and_descriptions(lone_desk, fields, status):
    reply = send(lone_desk, **fields)
    assert reply.status_code == status
    assert [list(one) for one in reply.json] == [["code", "description"]]
    assert reply.json[0]["code"] == status
    root = xml(send(lone_desk, "xml", **fields))
    assert (root.tag, tags(root), tags(root[0])) == ("errors", ["error"], ["code", "description"])


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"lat": "nan"}, 400),
        ({"lat": "inf", "long": "-inf"}, 400),
        ({"lat": "1e400"}, 400),
        ({"lat": "9" * 400}, 400),
        ({"lat": "٢٥"}, 400),
        ({"description": "\x00\u200b\u202e"}, 200),
        ({"description": "'); DROP TABLE event; --<script>alert(1)</script>"}, 200),
        ({"description": "=HYPERLINK(1)"}, 200),
        ({"service_code": "' OR 1=1"}, 404),
        ({"address_string": "路" * 5_000}, 200),
        ({"attribute[x]": "y" * 100_000}, 200),
        ({"email": "a@b", "phone": "138", "device_id": "z" * 10_000}, 200),
        ({"api_key": "x" * 100_000}, 403),
    ],
)
def test_hostile_fields_are_refused_or_taken_as_the_text_they_are(desk, fields, status):
    for form in ("json", "xml"):
        reply = send(desk, form, **fields)
        assert reply.status_code == status, reply.get_data(as_text=True)
        if form == "xml":
            xml(reply)
    kept = 2 if status == 200 else 0
    with desk.house.engine.connect() as connection:
        rows = connection.execute(select(event.c.title, event.c.text, event.c.place)).all()
    assert len(rows) == kept
    assert all(len(row.title) <= 96 and len(row.place) <= 64 and "\x00" not in row.title for row in rows)
    assert "138" not in str(rows)
    assert len(desk.client.get(f"{BASE}/requests.json").json) == kept
    xml(desk.client.get(f"{BASE}/requests.xml"))


def test_empty_arguments_are_as_if_they_were_not_given(lone_desk):
    assert send(lone_desk, jurisdiction_id="", address_string="", media_url=" ").status_code == 200
    assert send(lone_desk, jurisdiction_id=TOY).status_code == 200
    assert len(lone_desk.client.get(f"{BASE}/requests.json?status=&start_date=&jurisdiction_id=").json) == 2


def test_other_types_of_content_and_great_bodies_are_refused(lone_desk):
    reply = lone_desk.client.post(f"{BASE}/requests.json", json={"api_key": lone_desk.key})
    assert (reply.status_code, reply.json[0]["code"]) == (400, 400)
    assert send(lone_desk, description="x" * 6_000_000).status_code == 400


def test_a_request_known_only_by_its_address_gets_a_token_until_a_person_has_placed_it(desk):
    reply = send(desk, lat=None, long=None, address_string="天后路牌坊旁").json[0]
    assert "service_request_id" not in reply
    path = f"{BASE}/tokens/{reply['token']}"
    assert desk.client.get(f"{path}.json").json == [{"service_request_id": None, "token": reply["token"]}]
    now = desk.house.clock.now()
    with desk.house.engine.begin() as connection:
        row = connection.execute(select(quarantine)).mappings().one()
        clerk = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
        mended = json.loads(row["raw"]) | {"lon": 119.13, "lat": 25.03}
        replay(connection, row["id"], mended, clerk, now)
    (found,) = desk.client.get(f"{path}.json").json
    assert desk.client.get(f"{BASE}/requests/{found['service_request_id']}.json").json[0]["address"] == "天后路牌坊旁"
    root = xml(desk.client.get(path))
    assert (root.tag, tags(root[0])) == ("service_requests", ["service_request_id", "token"])
    assert desk.client.get(f"{BASE}/tokens/999.json").status_code == 404


def test_requests_are_found_by_number_service_status_and_time(desk):
    one, other = leaves(desk)[:2]
    first, second = (send(desk, service_code=code).json[0]["service_request_id"] for code in (one, other))

    def found(query: str) -> set[str]:
        return {row["service_request_id"] for row in desk.client.get(f"{BASE}/requests.json?{query}").json}

    now = datetime.now(UTC)
    assert found("") == found("status=open,closed") == found("status=open") == {first, second}
    assert found("status=closed") == set()
    assert found(f"service_code={other}") == {second}
    assert found(f"service_code={other},{one}") == {first, second}
    assert found(f"service_request_id={first},none&status=closed") == {first}, "it overrides all other arguments"
    assert found(f"start_date={w3(now - timedelta(days=1))}") == {first, second}
    assert found(f"end_date={w3(now - timedelta(days=1))}") == set()
    assert found(f"start_date={w3(now - timedelta(days=90))}&end_date={w3(now)}") <= {first, second}


@pytest.mark.parametrize(
    "query",
    [
        "status=done",
        "start_date=2024-01-01",
        "start_date=2024-01-01T00:00:00",
        "start_date=x",
        "start_date=2024-01-01T00:00:00Z&end_date=2024-06-01T00:00:00Z",
        "start_date=2024-02-01T00:00:00Z&end_date=2024-01-01T00:00:00Z",
        "start_date=9999-12-31T00:00:00Z",
        "service_request_id=%00",
    ],
)
def test_questions_that_make_no_sense_get_400(lone_desk, query):
    reply = lone_desk.client.get(f"{BASE}/requests.json?{query}")
    assert (reply.status_code, reply.json[0]["code"]) == (400, 400)


@pytest.mark.parametrize("path", ["requests/none", "tokens", "tokens/x", "nothing", "requests/a/b", "services.yaml"])
def test_what_is_not_there_is_404_in_either_format(lone_desk, path):
    assert lone_desk.client.get(f"{BASE}/{path}.json").json[0]["code"] == 404
    assert xml(lone_desk.client.get(f"{BASE}/{path}")).tag == "errors"


def test_discovery_tells_all_that_it_must(lone_desk):
    told = lone_desk.client.get(f"{BASE}/discovery.json").json
    assert list(told) == ["changeset", "contact", "key_service", "endpoints"]
    (endpoint,) = told["endpoints"]
    assert list(endpoint) == ["specification", "url", "changeset", "type", "formats"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith(BASE)
    assert endpoint["type"] == "production"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    root = xml(lone_desk.client.get(f"{BASE}/discovery.xml"))
    assert root.tag == "discovery"
    assert [part.text for part in root.iter("format")] == endpoint["formats"]
    assert tags(root.find("endpoints")) == ["endpoint"]
