"""Documents over HTTP: a key brings, renews, grants, revokes, takes down and puts back what is of its department."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import select

from components.documents_page import documents_drawn
from data.commands.senders import add_sender
from data.documents.files import SHIPPED
from data.engine import writing
from data.house import EXTENSION
from data.schema import agency, audit, region
from data.times import local
from data.view import View
from tests.apps import app_on
from tests.conftest import toy_settings

SAMPLE, NEWER = (next(SHIPPED.glob(name)).read_bytes() for name in ("6150*.pdf", "c201*.pdf"))
PLAIN = "application/octet-stream"
DOOR = "/api/v1/documents"
FACTS = {"name": "检查.pdf", "title": "检查记录", "kind": "check", "agency": "D1", "clearance": "1"}


@pytest.fixture
def client(sqlite_url, toy_dir, tmp_path):
    with (
        app_on(toy_settings(toy_dir, sqlite_url, documents_dir=tmp_path / "documents")) as server,
        server.app_context(),
    ):
        home = server.extensions[EXTENSION]
        with home.engine.begin() as connection:
            city = connection.scalar(select(region.c.id).where(region.c.level == 1))
            for code in ("D1", "D2"):
                row = {"code": code, "name": f"{code}局", "kind": "department", "region_id": city}
                connection.execute(agency.insert().values(row | {"provenance": "simulated"}))
        yield server.test_client()


def house_of(client):
    return client.application.extensions[EXTENSION]


def key(client, department, role="agency"):
    home = house_of(client)
    told = {"source": "hotline", "role": role, "departments": [department], "now": home.clock.now()}
    with writing(home.engine) as connection:
        return {"Authorization": f"Bearer {add_sender(connection, f'{department} {role}', **told)}"}


def brought(client, headers, content=SAMPLE, **more):
    return client.post(DOOR, query_string=FACTS | more, data=content, content_type=PLAIN, headers=headers)


def test_a_department_brings_a_document_by_its_key_and_others_know_nothing_of_it(client):
    mine, other = key(client, "D1"), key(client, "D2")
    told = brought(client, mine)
    assert told.status_code == 201 and told.json["own"] and told.json["versions"][0]["pages"] == 3
    code = told.json["code"]
    assert client.get(f"{DOOR}/{code}", headers=mine).json["title"] == "检查记录"
    assert client.get(f"{DOOR}/{code}", headers=other).status_code == 404
    assert [row["code"] for row in client.get(f"{DOOR}.json", headers=mine).json["rows"]] == [code]
    assert client.get(f"{DOOR}.json", headers=other).json["rows"] == []
    assert brought(client, other).status_code == 404  # not in another's name
    assert brought(client, key(client, "D1", role="leader")).status_code == 403
    assert brought(client, {}).status_code == 401
    assert brought(client, mine, b"MZ\x90").status_code == 400
    assert client.post(DOOR, query_string=FACTS, json={}, headers=mine).status_code == 415
    with house_of(client).engine.connect() as connection:
        last = connection.execute(select(audit.c.action, audit.c.target).where(audit.c.action == "api")).first()
    assert last is not None


def test_the_same_upload_under_one_key_is_one_document(client):
    mine = key(client, "D1") | {"Idempotency-Key": "once"}
    first, again = brought(client, mine), brought(client, mine)
    assert first.json["code"] == again.json["code"] and again.headers["Idempotent-Replayed"] == "true"
    assert brought(client, mine, title="另一份").status_code == 422


def test_it_is_granted_read_of_revoked_taken_down_and_put_back(client):
    mine, other = key(client, "D1"), key(client, "D2")
    code = brought(client, mine).json["code"]
    until = str(local(house_of(client).clock.now()).date())
    grant = {"agency": "D2", "until": until, "reason": "联合检查"}

    def post(what, body, headers=mine):
        return client.post(f"{DOOR}/{code}/{what}", json=body, headers=headers)

    assert post("grants", grant, other).status_code == 404
    for wrong in ({"account": "x"}, {"until": "明天"}, {"reason": ""}, {"agency": "D9"}, {"agency": ""}):
        assert post("grants", grant | wrong).status_code == 400
    told = post("grants", grant)
    assert told.status_code == 201 and told.json["grants"][0]["state"] == "read"
    seen = client.get(f"{DOOR}/{code}", headers=other).json
    assert (seen["own"], seen["standing"], seen["until"], seen["grants"]) == (False, "read", until, [])
    assert post("moves", {"move": "withdraw", "reason": "不该"}, other).status_code == 403
    number = told.json["grants"][0]["id"]
    assert post("moves", {"move": "revoke", "grant": number}).json["grants"][0]["state"] == "revoked"
    post("grants", grant)
    assert post("moves", {"move": "withdraw"}).status_code == 400  # without a reason
    gone = post("moves", {"move": "withdraw", "reason": "内容有误"}).json
    assert gone["standing"] == "withdrawn" and {one["state"] for one in gone["grants"]} == {"revoked"}
    assert client.get(f"{DOOR}/{code}", headers=other).json["standing"] == "withdrawn"
    assert post("grants", grant).status_code == post("moves", {"move": "withdraw", "reason": "又"}).status_code == 409
    back = post("moves", {"move": "restore", "reason": "已更正"}).json
    assert [one["move"] for one in back["moves"]] == ["restore", "withdraw"] and back["standing"] == "own"
    assert client.get(f"{DOOR}/{code}", headers=other).json["standing"] == "revoked"  # grants do not come back
    newer = client.post(f"{DOOR}/{code}/versions?note=更正", data=NEWER, content_type=PLAIN, headers=mine)
    assert (newer.status_code, newer.json["seq"]) == (201, 2)


@pytest.mark.parametrize("sort", ["title", "-title", "place", "standing", "-pages", "at"])
def test_files_hold_what_the_page_lists_in_its_order(client, sort):
    mine = key(client, "D1")
    for n, title in enumerate(("乙", "甲", "丙")):
        brought(client, mine, (SAMPLE, NEWER, SAMPLE)[n], title=title)
    shown = documents_drawn(house_of(client), View(), {"doc_sort": sort})["rows"]
    order = [one.split('"')[0] for one in shown.split('data-document="')[1:]]
    assert len(order) > 3 and f"sort={sort}" in shown
    assert [row["code"] for row in client.get(f"{DOOR}.json?sort={sort}").json["rows"]] == order
    lines = list(csv.reader(io.StringIO(client.get(f"{DOOR}.csv?sort={sort}").get_data(as_text=True))))
    assert [line[0] for line in lines[1:]] == order
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{DOOR}.xlsx?sort={sort}").data))
    assert [row[0] for row in list(book.worksheets[0].values)[1:]] == order


def test_nonsense_is_refused(client):
    for wrong in ("sort=nothing", "state=x", "kind=x", "lang=xx", "what=1", "region=1"):
        assert client.get(f"{DOOR}.json?{wrong}").status_code == 400, wrong
    assert client.get(f"{DOOR}/nothing").status_code == 404
