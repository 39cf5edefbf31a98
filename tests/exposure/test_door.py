"""Exposure over HTTP: an area in, a document or a file of the places out."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from data.commands.revisions import bump
from data.schema import feature, feature_person, region, station
from tests.gauges import plant_station

AROUND = {"circle": {"lon": 119.1, "lat": 25.05, "km": 40}}
AWAY = {"circle": {"lon": 110.0, "lat": 25.05, "km": 40}}


@pytest.fixture
def stood(lone_desk):
    """A desk of a city with three things in it, one of them named like a formula."""
    now = lone_desk.house.clock.now()
    with lone_desk.house.engine.begin() as connection:
        cells = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.id)).all()[::20]
        same = dict(as_of=now, provenance="measured", quantity=3, grade=0)
        things = [("resource", "team", "=1+1"), ("risk_point", "flash_flood", "西沟"), ("key_site", "dyke", "海堤")]
        for n, ((layer, kind, name), cell) in enumerate(zip(things, cells, strict=True)):
            row = same | dict(
                layer=layer, kind=kind, name=name, code=f"T{n}", cell_id=cell.id, lon=cell.lon, lat=cell.lat
            )
            row |= dict(attributes={"people": 120} if layer == "risk_point" else {})
            number = connection.execute(insert(feature), row).inserted_primary_key[0]
            if layer == "risk_point":
                chain = [(3, "镇级责任人", "责任人-0003", "13900000003"), (5, "网格巡查员", "责任人-0005", None)]
                connection.execute(
                    insert(feature_person),
                    [
                        dict(zip(("level", "role", "name", "phone"), one, strict=True), feature_id=number)
                        for one in chain
                    ],
                )
        bump(connection, "features")
    return lone_desk


def test_the_document_says_what_is_inside_with_units_and_provenance(stood):
    body = stood.post("/api/v1/exposure", AROUND).json
    assert body["area"]["kind"] == "circle" and body["area"]["km2"] == pytest.approx(5026.548, abs=0.01)
    assert body["people"]["value"] is None  # nobody has counted the people of this city
    assert body["cells"]["value"] == 50
    assert (body["to_move"]["value"], body["to_move"]["estimate"], body["to_move"]["unit"]) == (120, True, "人")
    assert body["resources"] == [
        {"layer": "resource", "kind": "team", "label": "队伍", "n": 1, "quantity": 3, "unit": "人"}
    ]
    assert [place["name"] for place in body["places"]] == ["西沟", "海堤", "=1+1"]
    assert body["places"][0]["town"] and body["places"][0]["village"]
    english = stood.post("/api/v1/exposure?lang=en", AROUND).json
    assert english["resources"][0]["label"] != "队伍"


def test_anyone_may_ask_and_a_sender_is_told_of_its_region_alone(stood):
    guest = stood.client.post("/api/v1/exposure", json=AROUND)
    assert (guest.status_code, guest.json["cells"]["value"], guest.json["limited"]) == (200, 50, False)
    east = stood.sender("东区站", "system", "990102").post("/api/v1/exposure", AROUND).json
    assert 0 < east["cells"]["value"] < 50 and east["limited"]
    wrong = stood.client.post("/api/v1/exposure", json=AROUND, headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 401


def test_each_place_names_who_answers_for_it_as_far_as_the_asker_may_know(stood):
    cleared = stood.post("/api/v1/exposure", AROUND).json["places"][0]
    assert [one["name"] for one in cleared["persons"]] == ["责任人-0003", "责任人-0005"]
    assert (cleared["register"], cleared["code"]) == ("risk_point", "T1")
    guest = stood.client.post("/api/v1/exposure", json=AROUND).json["places"]
    assert [(one["name"], one["phone"]) for one in guest[0]["persons"]] == [("责**", "139****0003"), ("责**", None)]
    assert guest[1]["persons"] == []
    told = stood.client.post("/api/v1/exposure?format=csv", json=AROUND).get_data(as_text=True).lstrip("\ufeff")
    row = next(csv.DictReader(io.StringIO(told)))
    assert (row["编号"], row["责任人"], row["电话"]) == ("T1", "镇级责任人 责**; 网格巡查员 责**", "139****0003; —")


def test_the_list_of_places_comes_as_csv_that_no_spreadsheet_runs(stood):
    reply = stood.post("/api/v1/exposure?format=csv", AROUND)
    rows = list(csv.DictReader(io.StringIO(reply.get_data(as_text=True).lstrip("\ufeff"))))
    assert reply.mimetype == "text/csv" and "exposure.csv" in reply.headers["Content-Disposition"]
    assert [row["名称"] for row in rows] == ["西沟", "海堤", "'=1+1"]
    assert [row["需转移人数(估算)"] for row in rows] == ["120", "", ""]
    assert rows[0]["截至"].endswith("+08:00") and rows[0]["数据性质"] == "实测"


def test_the_list_of_places_comes_as_a_book_with_its_rules(stood):
    book = load_workbook(io.BytesIO(stood.post("/api/v1/exposure?format=xlsx&lang=zh", AROUND).data))
    places, note, mark = book.worksheets
    rows = list(places.iter_rows(values_only=True))
    assert rows[0][4] == "名称" and [row[4] for row in rows[1:]] == ["西沟", "海堤", "=1+1"]
    assert places.cell(4, 5).data_type == "s"
    told = dict(note.iter_rows(values_only=True))
    assert told["行数"] == 3 and "估算" in told["需转移人数(估算)"]
    assert mark.title == "导出水印"  # who has taken it


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        (AROUND | {"region": "990100"}, 400),
        ({"place": 1}, 400),
        (AWAY, 400),
        ({"circle": {"lon": 119.1, "lat": 25.05}}, 400),
        ({"circle": {"lon": 119.1, "lat": 25.05, "km": 0}}, 400),
        ({"circle": {"lon": 119.1, "lat": 25.05, "km": True}}, 400),
        ({"circle": [119.1, 25.05, 4]}, 400),
        (
            {
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[119, 25], [119.1, 25.1], [119.1, 25], [119, 25.1], [119, 25]]],
                }
            },
            400,
        ),
        ({"region": "99"}, 400),
        ({"region": "990109"}, 404),
        ({"warning": "W1"}, 404),
        ({"warning": 1}, 400),
        ({"storm": {"track": "CMA2499", "force": 7}}, 404),
        ({"storm": {"track": "CMA2499", "force": "7"}}, 400),
        ("[]", 400),
        ("{", 400),
    ],
)
def test_what_makes_no_sense_is_a_problem_document(stood, sent, status):
    reply = stood.post("/api/v1/exposure", sent)
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json"), reply.json
    assert reply.json["detail"]


@pytest.mark.parametrize("query", ["format=pdf", "lang=fr", "colour=red", "format=csv&format=csv"])
def test_unknown_parameters_are_refused(stood, query):
    assert stood.post(f"/api/v1/exposure?{query}", AROUND).status_code == 400


def test_a_catchment_is_imported_by_the_operator_and_served_and_exposed(stood, tmp_path):
    with stood.house.engine.begin() as connection:
        cell = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.id)).first()
        plant_station(connection, "RE1", "reservoir", cell.id, {"level": {}}, now := stood.house.clock.now())
        connection.execute(update(station).values(lon=cell.lon, lat=cell.lat, as_of=now))
    assert stood.client.get("/api/v1/stations/RE1/catchment.json").status_code == 404
    x, y = cell.lon, cell.lat
    ring = [
        [x - 0.02, y - 0.02],
        [x + 0.02, y - 0.02],
        [x + 0.02, y + 0.02],
        [x - 0.02, y + 0.02],
        [x - 0.02, y - 0.02],
    ]
    one = {"properties": {"站码": "RE1"}, "geometry": {"type": "Polygon", "coordinates": [ring]}, "type": "Feature"}
    (path := tmp_path / "c.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [one]}), "utf-8")
    run = stood.app.test_cli_runner().invoke
    said = run(args=["catchments", "import", str(path), "--source", "水文局", "--as-of", "2021-06-01"]).output
    assert said == "1 outlines read: 1 new, 0 told again\n"
    assert "RE1" in (listed := run(args=["catchments", "list"]).output) and "水文局" in listed
    reply = stood.client.get("/api/v1/stations/RE1/catchment.json")
    told = reply.json["properties"]
    assert (reply.mimetype, told["station"], told["source"]) == ("application/geo+json", "RE1", "水文局")
    assert (told["provenance"], told["as_of"][:10]) == ("published", "2021-05-31")  # midnight of the city, in UTC
    body = stood.post("/api/v1/exposure", {"catchment": "RE1"}).json
    assert (body["area"]["source"], body["cells"]["value"] > 0) == ("水文局", True)
    assert stood.client.get("/api/v1/stations/NO/catchment.json").status_code == 404
    assert run(args=["catchments", "import", str(path), "--source", "x", "--crs", "moon"]).exit_code == 1
