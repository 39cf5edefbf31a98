"""A file on the page of registers: who keeps them hands it in; lines and areas stand at a point of theirs."""

import json

import pytest
from sqlalchemy import select

from data.commands.accounts import Seat, add_account
from data.commands.thing_imports import LARGEST
from data.queries.regions import home_of
from data.schema import account, audit, feature, import_batch, quarantine
from data.scope import Scope
from data.things.files import open_things
from tests.http.conftest import lone_desk, sit
from tests.things.registers import NOW

__all__ = ["lone_desk"]
OURS = {"Origin": "http://localhost"}
HEAD = "编号,名称,种类,等级,经度,纬度"
GOOD = f"{HEAD}\nFX-1,后山,地质灾害,橙,119.13,25.03\nFX-2,前山,火山,橙,119.13,25.03\n".encode()
LINE = {"type": "LineString", "coordinates": [[119.10, 25.03], [119.13, 25.03], [119.16, 25.03]]}
SHORT = [[119.0, 25.0], [119.001, 25.0]]
RING = [[[119.12, 25.02], [119.14, 25.02], [119.14, 25.04], [119.12, 25.04], [119.12, 25.02]]]


@pytest.fixture
def keeping(lone_desk):
    """The screen of a duty officer."""
    return seat(lone_desk, "duty_officer")


def seat(desk, role, region=""):
    with desk.house.engine.begin() as connection:
        place = region or home_of(connection, Scope.guest()).code
        add_account(connection, role, Seat(name=role, role=role, regions=(place,)), NOW, of=("tests", role))
        number = connection.scalar(select(account.c.id).where(account.c.login == role))
    sit(desk.client, desk.app, number)
    return desk


def bring(desk, body=GOOD, name="风险点.csv", kind="application/octet-stream", **more):
    query = {"layer": "risk_point", "crs": "wgs84", "name": name} | more
    return desk.client.post("/things/import", query_string=query, data=body, content_type=kind, headers=OURS)


def rows(desk, table):
    with desk.house.engine.connect() as connection:
        return connection.execute(select(table)).all()


def test_a_file_is_taken_in_and_what_became_of_its_rows_is_said(keeping):
    told = bring(keeping).json
    assert (told["rows_read"], told["imported"], told["quarantined"]) == (2, 1, 1)
    assert told["said"] == ["共 2 行：新增或变更 1，已有且相同 0，进隔离区 1"]
    assert (told["faults"], told["quarantine"]) == ([{"fault": "类别不识", "n": 1}], "/quarantine?door=things")
    assert [one.code for one in rows(keeping, feature)] == ["FX-1"]
    assert [one.origin for one in rows(keeping, quarantine)] == ["duty_officer"]
    assert ("thing_import", "risk_point 风险点.csv") in [(one.action, one.target) for one in rows(keeping, audit)]
    again = bring(keeping).json
    assert again["finished"] and again["said"][0].startswith("这个文件以前导入过")
    assert bring(keeping, lang="en").json["said"][0].isascii()


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"name": "a.pdf"}, 400, "CSV"),
        ({"body": b""}, 400, "CSV"),
        ({"body": b"x" * (LARGEST + 1)}, 400, "超过 8 MB"),
        ({"body": "甲,乙\n1,2\n".encode()}, 400, "表头"),
        ({"body": b"{", "name": "a.geojson"}, 400, "表头"),
        ({"crs": "moon"}, 400, "坐标系"),
        ({"crs": ""}, 400, "坐标系"),
        ({"layer": "stars"}, 400, "台账"),
        ({"kind": "text/csv"}, 400, "octet-stream"),
        ({"colour": "red"}, 400, "colour"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_and_leaves_nothing(keeping, wrong, status, words):
    reply = bring(keeping, **wrong)
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
    assert words in reply.json["detail"]
    assert rows(keeping, feature) == [] and rows(keeping, import_batch) == []


@pytest.mark.parametrize(
    ("role", "status"), [("leader", 403), ("grid_staff", 403), ("presenter", 403), ("agency", 200)]
)
def test_only_who_keeps_registers_brings_files(lone_desk, role, status):
    assert bring(seat(lone_desk, role)).status_code == status
    assert len(rows(lone_desk, feature)) == (status == 200)


def test_a_file_reaches_no_further_than_its_bringer_and_comes_from_our_own_page(lone_desk):
    told = bring(seat(lone_desk, "agency", "990103100")).json
    assert (told["imported"], sorted(one["fault"] for one in told["faults"])) == (0, ["不在权限内", "类别不识"])
    way, sent = "/things/import?layer=risk_point&crs=wgs84&name=a.csv", {"data": GOOD, "content_type": "text/plain"}
    assert lone_desk.client.post(way, **sent).status_code == 403
    lone_desk.client.delete_cookie("yitu_session")
    assert bring(lone_desk, name="b.csv").status_code in (400, 401)


def test_a_name_of_a_file_is_no_way_out_of_its_folder(keeping):
    assert bring(keeping, name="../../etc/a b;c.csv").json["imported"] == 1
    assert rows(keeping, import_batch)[0].file == "a_b_c.csv"


def test_lines_and_areas_stand_at_a_point_of_theirs_and_that_is_said(keeping):
    shapes = [LINE, {"type": "MultiLineString", "coordinates": [SHORT, LINE["coordinates"]]}]
    shapes += [{"type": "Polygon", "coordinates": RING}, {"type": "MultiPolygon", "coordinates": [RING]}]
    shapes += [{"type": "LineString", "coordinates": []}, {"type": "MultiPoint", "coordinates": SHORT}]
    dykes = [
        {"type": "Feature", "properties": {"code": f"D{n}", "name": "海堤", "kind": "dyke"}, "geometry": one}
        for n, one in enumerate(shapes)
    ]
    body = json.dumps({"type": "FeatureCollection", "features": dykes}).encode()
    told = bring(keeping, body, "堤防.geojson", layer="key_site").json
    assert (told["imported"], told["quarantined"], told["drawn"]) == (4, 2, 4)
    assert told["said"][1] == "4 处是线或面，按其上一点（线的中点、面内一点）登记"
    assert {(one.lon, one.lat) for one in rows(keeping, feature)} == {(119.13, 25.03)}


@pytest.mark.parametrize("geometry", [{"type": "Polygon", "coordinates": [[[0, None]]]}, {"type": "LineString"}, [], 7])
def test_a_geometry_that_is_none_costs_its_own_row_alone(tmp_path, geometry):
    one = {"type": "Feature", "properties": {"code": "D1"}, "geometry": geometry}
    (path := tmp_path / "d.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [one]}), "utf-8")
    assert [row.broken for row in open_things(path)] == ["geometry"]
