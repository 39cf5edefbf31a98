"""What comes out of the HTTP doors, and what bad requests get."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.registry import panels
from tests.apps import app_on
from tests.conftest import toy_settings
from tests.toycity import TOY

KEYS = sorted(panels())


@pytest.mark.parametrize("key", KEYS)
def test_every_panel_gives_its_rows_with_unit_as_of_and_provenance(client, key):
    body = client.get(f"/api/v1/panels/{key}.json?region={TOY}&window=30d").json
    assert body["region"] == TOY
    assert body["provenance"] in {"published", "measured", "simulated"}
    assert body["freshness"] in {"fresh", "late", "stale", "empty"}
    assert body["as_of"]
    assert {column["key"] for column in body["columns"]} >= set(body["rows"][0]) if body["rows"] else True
    assert all(column["label"] for column in body["columns"])


@pytest.mark.parametrize("key", KEYS)
def test_the_csv_holds_the_same_rows_and_says_what_they_are(client, key):
    body = client.get(f"/api/v1/panels/{key}.json?window=30d").json
    response = client.get(f"/api/v1/panels/{key}.csv?window=30d")
    assert response.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len(rows) == len(body["rows"])
    assert all(row["来源"] in {"公布", "实测", "模拟"} for row in rows)
    assert not rows or {"单位", "截至"} <= rows[0].keys()


def test_the_list_of_panels_is_the_wall(client):
    assert [one["key"] for one in client.get("/api/v1/panels").json] == list(panels())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/panels/nothing.json", 404),
        ("/api/v1/panels/funnel.json?region=123456", 404),
        ("/api/v1/panels/funnel.csv?region=123456", 404),
        ("/api/v1/panels/funnel.json?region=12", 400),
        ("/api/v1/panels/funnel.json?region=1%27%20or%201=1", 400),
        ("/api/v1/panels/funnel.json?window=never", 400),
        ("/api/v1/panels/funnel.json?colour=red", 400),
        ("/api/v1/panels/funnel.json?window=7d&window=30d", 400),
        ("/api/v1/panels/funnel.xml", 404),
        ("/api/v1/regions/999999", 404),
        ("/api/v1/regions/abc", 400),
        (f"/api/v1/regions/{TOY}?colour=red", 400),
        (f"/api/v1/regions/{TOY}?tree=oak", 400),
        ("/api/v1/regions?q=" + "长" * 41, 400),
        ("/api/v1/map/shapes/999999.json", 404),
        ("/api/v1/map/points.json", 400),
        ("/api/v1/map/points.json?bbox=1,2,3&zoom=9", 400),
        ("/api/v1/map/points.json?bbox=118,25,119,26&zoom=inf", 400),
        ("/api/v1/panels/trend.json?at=0001-01-01T00:00:00Z", 400),
        ("/api/v1/map/points.json?bbox=nan,nan,nan,nan&zoom=9", 400),
        ("/api/v1/map/points.json?bbox=119,26,118,25&zoom=9", 400),
        ("/api/v1/map/storms/1.json", 400),
        ("/api/v1/map/storms/1999201N12133.json", 404),
    ],
)
def test_bad_requests_get_a_problem_document(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == status
    assert "Traceback" not in response.get_data(as_text=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(["region", "window", "at", "layers", "metric", "storm"]), st.text(max_size=20)))
def test_no_parameter_makes_the_server_fail(client, parameters):
    response = client.get("/api/v1/panels/trend.json", query_string=parameters)
    assert response.status_code in {200, 400, 404}


def test_a_region_tells_its_parent_children_and_counts(client):
    city = client.get(f"/api/v1/regions/{TOY}").json
    county = client.get(f"/api/v1/regions/{city['children'][0]['code']}").json
    assert city["parent"] is None
    assert county["parent"]["code"] == TOY
    assert city["counts"]["县区"] == len(city["children"])


def test_a_county_can_be_had_as_the_law_has_it(client):
    code = client.get(f"/api/v1/regions/{TOY}").json["children"][0]["code"]
    spine, law = (client.get(f"/api/v1/regions/{code}?tree={tree}").json for tree in ("spine", "statutory"))
    assert law["counts"]["单元"] >= spine["counts"]["单元"]
    assert spine["valid_from"]
    assert {"nbs_code", "mca_code", "valid_to"} <= spine.keys()


def test_the_search_finds_by_name_pinyin_and_code(client):
    town = client.get(f"/api/v1/regions/{TOY}").json["children"][0]
    for text in (town["name"], town["name"][0], town["code"]):
        assert town["code"] in {hit["code"] for hit in client.get("/api/v1/regions", query_string={"q": text}).json}
    assert client.get("/api/v1/regions", query_string={"q": "%"}).json == []
    assert client.get("/api/v1/regions").json == []


def test_the_surroundings_are_a_feature_collection(client):
    body = client.get("/api/v1/map/context.json").json
    assert body["type"] == "FeatureCollection"
    assert {one["properties"]["role"] for one in body["features"]} <= {"neighbour", "land"}


def test_shapes_are_told_apart_and_cached_by_tag(client):
    response = client.get(f"/api/v1/map/shapes/{TOY}.json")
    roles = [one["properties"]["role"] for one in response.json["features"]]
    assert roles.count("self") == 1
    assert len(roles) > 1
    again = client.get(f"/api/v1/map/shapes/{TOY}.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_health_tells_the_parts_and_503_when_the_database_is_gone(client):
    assert client.get("/healthz").status_code == 200
    house = client.application.extensions["yitu"]
    house.engine.dispose()
    broken = house.engine.url.database
    with open(broken, "wb") as file:
        file.write(b"this is not a database any more" * 200)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json["database"]["ok"] is False
    assert client.get("/api/v1/panels/funnel.json").status_code == 503


def test_a_database_that_has_not_answered_yet_turns_nobody_away(tmp_path, toy_dir):
    (tmp_path / "dead.db").write_bytes(b"this is not a database" * 200)
    with app_on(toy_settings(toy_dir, f"sqlite:///{tmp_path / 'dead.db'}")) as server:
        client = server.test_client()
        assert client.get("/api/v1/revisions").status_code == 503
        page = client.get("/")
        assert (page.status_code, page.headers["Refresh"]) == (503, "5")
        assert "数据库没有应答" in page.text


def test_metrics_count_hits_and_misses_and_stay_home(client):
    client.get("/api/v1/panels/risk.json")
    client.get("/api/v1/panels/risk.json")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'yitu_answer_hits_total{query="risk"}' in text
    assert 'yitu_answer_misses_total{query="risk"}' in text
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 403


def test_every_answer_carries_the_security_headers(client):
    headers = client.get("/healthz").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "default-src 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
