"""Tracks come into a real city once, and are asked for through the doors."""

from datetime import UTC, datetime

import pytest
import shapely
from sqlalchemy import func, select, update

from components.panels.typhoon import draw
from data.cli_storms import storms
from data.queries.typhoon import answer as typhoon
from data.schema import quarantine, storm, storm_point
from data.scope import Scope
from data.view import View
from tests.toycity import STORM

HEAD = "66666 {number}    5 0004 {number} 0 3 {name}                            20250301"
LINES = [
    "2024072500 4 242 1204  970      38",
    "2024072506 4 247 1196  970      38",
    "2024072512 3 250 1191  980      30",
    "2024072518 2 253 1186  990      20",
    "2024072600 1 260 1180  998      13",
]


def _file(folder, *lines, number="2403", name="GAEMI"):
    path = folder / "CH2024BST.txt"
    path.write_text("\n".join([HEAD.format(number=number, name=name), *lines]) + "\n", "ascii")
    return str(path)


@pytest.fixture
def told(desk, tmp_path):
    """A desk at which the storm was imported."""
    runner = desk.app.test_cli_runner()
    result = runner.invoke(storms, ["import", _file(tmp_path, *LINES), "--format", "cma"])
    assert result.exception is None, result.exception
    assert result.output.strip() == "1 new, 0 changed, 0 known, 0 far, 0 faults"
    return desk


def test_the_same_file_again_changes_nothing_and_a_better_one_replaces_the_points(told, tmp_path):
    runner = told.app.test_cli_runner()
    again = runner.invoke(storms, ["import", _file(tmp_path, *LINES), "--format", "cma"])
    assert again.output.startswith("0 new, 0 changed, 1 known")
    better = [LINES[0].replace(" 970 ", " 960 "), *LINES[1:]]
    assert runner.invoke(storms, ["import", _file(tmp_path, *better), "--format", "cma"]).output.startswith(
        "0 new, 1 ch"
    )
    with told.house.engine.connect() as connection:
        row = connection.execute(select(storm).where(storm.c.track_id == "CMA2403")).one()
        points = select(storm_point).where(storm_point.c.track_id == "CMA2403").order_by(storm_point.c.at)
        found = connection.execute(points).all()
    assert (row.season, row.name, row.source, len(found)) == (2024, "Gaemi", "CMA best track", 5)
    assert (found[0].category, found[0].pressure_hpa, found[0].lon) == (4, 960.0, 120.4)
    assert row.nearest_km <= min(point.km for point in found)


def test_the_banner_the_list_and_the_approach_name_one_nearest_place_and_moment(told):
    """Between fixes as well, and from the outline of the city."""
    city = told.get("/api/v1/storms/CMA2403/approach").json["city"]
    view = View(storm="CMA2403", at=datetime(2024, 7, 25, 6, tzinfo=UTC))
    banner = typhoon(told.house, view, Scope.guest())
    listed = next(one for one in told.get("/api/v1/map/storms.json").json if one["track_id"] == "CMA2403")
    assert city["over"] and banner.parts["fixes"][1]["km"] > 0
    for one in (banner.rows[0], listed):
        assert one["nearest_km"] == city["km"] == 0
        assert datetime.fromisoformat(one["nearest_at"]) == datetime.fromisoformat(city["at"])
    assert banner.rows[0]["km"] == banner.parts["fixes"][1]["km"]
    words = [str(part) for part in draw(banner, view)["facts"]["children"]]
    assert any("中心经过" in word for word in words)


def test_a_name_it_has_already_stays(told, tmp_path):
    with told.house.engine.begin() as connection:
        connection.execute(update(storm).where(storm.c.track_id == "CMA2403").values(name="格美"))
    result = told.app.test_cli_runner().invoke(storms, ["import", _file(tmp_path, *LINES), "--format", "cma"])
    assert "1 known" in result.output


def test_lines_nobody_can_read_wait_in_the_quarantine_once(told, tmp_path):
    broken = _file(tmp_path, *LINES[:4], "2024072600 1 26O 1180  998      13")
    for _time in range(2):
        result = told.app.test_cli_runner().invoke(storms, ["import", broken, "--format", "cma"])
        assert result.output.endswith("1 faults\n")
    with told.house.engine.connect() as connection:
        kept = connection.execute(select(quarantine)).all()
    assert [(one.door, one.profile, one.row, one.fault) for one in kept] == [("file", "storms-cma", 6, "malformed")]
    assert "26O" in kept[0].raw


def test_storms_that_never_came_near_are_left_out_unless_asked_for(desk, tmp_path):
    far = _file(tmp_path, *(line.replace(" 2", " 0", 1) for line in LINES[:1]), "2024072506 1  20 1600 1000 13")
    runner = desk.app.test_cli_runner()
    assert "0 new, 0 changed, 0 known, 1 far" in runner.invoke(storms, ["import", far, "--format", "cma"]).output
    assert "1 new" in runner.invoke(storms, ["import", far, "--format", "cma", "--within", "0"]).output
    nothing = tmp_path / "none.txt"
    nothing.write_text("hello\n")
    assert "holds no storm" in runner.invoke(storms, ["import", str(nothing), "--format", "cma"]).output


def test_the_approach_is_told_for_the_city_its_counties_and_its_towns(told):
    early = told.get("/api/v1/storms/CMA2403/approach?at=2024-07-25T00:00:00%2B08:00&lon=119.1&lat=25.0").json
    late = told.get("/api/v1/storms/CMA2403/approach?at=2024-07-27T00:00:00%2B08:00").json
    assert (early["city"]["past"], late["city"]["past"]) == (False, True)
    assert early["city"]["hours"] > 0 > late["city"]["hours"]
    assert (early["city"]["km"], early["city"]["over"]) == (0, True)
    assert {row["name"] for row in early["counties"]} == {"东区", "西区"}
    assert len(early["towns"]) == 4
    assert early["towns"] == sorted(early["towns"], key=lambda row: (row["km"], row["at"], row["code"]))
    assert early["city"]["km"] == min(row["km"] for row in early["counties"])
    assert early["point"]["km"] == pytest.approx(0, abs=0.2)
    assert (early["unit"], early["provenance"], early["source"]) == ("km", "published", "CMA best track")
    assert "东区" in told.app.test_cli_runner().invoke(storms, ["approach", "CMA2403"]).output


def test_a_sender_of_one_county_is_told_of_that_county_alone(told):
    east = told.sender("东区站", "system", "990102")
    found = east.get("/api/v1/storms/CMA2403/approach").json
    assert (found["city"], [row["name"] for row in found["counties"]]) == (None, ["东区"])
    assert {row["code"][:6] for row in found["towns"]} == {"990102"}


def test_the_same_storm_of_another_agency_is_no_analogue(told, tmp_path):
    other = [line.replace("20240725", "20190725").replace("20240726", "20190726") for line in LINES]
    runner = told.app.test_cli_runner()
    runner.invoke(storms, ["import", _file(tmp_path, *other, number="1909", name="LEKIMA"), "--format", "cma"])
    found = told.get("/api/v1/storms/CMA2403/analogues?at=2024-08-01T00:00:00Z").json
    assert [(row["track_id"], row["unlike"], row["mean_km"]) for row in found["storms"]] == [("CMA1909", 0.0, 0.0)]
    assert found["among"] == 3
    with told.house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(storm.c.track_id == STORM)) == 1
    before = told.get("/api/v1/storms/CMA1909/analogues?at=2019-08-01T00:00:00Z").json
    assert before["storms"] == []


def test_wind_circles_are_outlines_around_the_fixes_that_tell_them(told):
    assert told.get("/api/v1/storms/CMA2403/winds").json["features"] == []
    with told.house.engine.begin() as connection:
        connection.execute(update(storm_point).where(storm_point.c.track_id == "CMA2403").values(r7_km=200, r12_km=40))
    found = told.get("/api/v1/storms/CMA2403/winds?at=2024-07-25T06:00:00Z").json["features"]
    assert [one["properties"]["force"] for one in found] == [7, 12] * 5
    assert [one["properties"]["past"] for one in found] == [True] * 4 + [False] * 6
    assert [one["properties"]["winds"] for one in found[:2]] == ["7 级", "12 级"]


def test_circles_that_ibtracs_tells_are_named_by_their_knots(told):
    with told.house.engine.begin() as connection:
        connection.execute(update(storm_point).where(storm_point.c.track_id == "CMA2403").values(r7_km=200, r10_km=90))
        connection.execute(update(storm).where(storm.c.track_id == "CMA2403").values(source="IBTrACS v04, NOAA"))
    found = told.get("/api/v1/storms/CMA2403/winds").json["features"]
    assert [one["properties"]["winds"] for one in found[:2]] == ["34 kt（约 8 级）", "50 kt（约 10 级）"]


def test_radii_by_side_are_stored_drawn_and_counted_by(told, tmp_path):
    heads = "SID,SEASON,NAME,ISO_TIME,LAT,LON,USA_R34_NE,USA_R34_SE,USA_R34_SW,USA_R34_NW"
    lines = [f"2024999N25119,2024,SIDES,2024-07-24 {hour:02d}:00:00,25.0,119.0,100,60,20,60" for hour in (0, 6)]
    path = tmp_path / "sides.csv"
    path.write_text("\n".join([heads, "", *lines]) + "\n", "ascii")
    result = told.app.test_cli_runner().invoke(storms, ["import", str(path), "--format", "ibtracs"])
    assert result.output.strip() == "1 new, 0 changed, 0 known, 0 far, 0 faults", result.output
    found = told.get("/api/v1/storms/2024999N25119/winds").json["features"][0]
    assert found["properties"]["sides"] == [185.2, 111.1, 37.0, 111.1]
    shape = shapely.geometry.shape(found["geometry"])
    assert shape.contains(shapely.Point(120.0, 25.9)) and not shape.contains(shapely.Point(118.0, 24.1))
    fix = told.get("/api/v1/map/storms/2024999N25119.json").json[0]
    assert (fix["r7_sides"], fix["r10_sides"]) == ("185.2,111.1,37.0,111.1", None)
    asked = {"storm": {"track": "2024999N25119", "force": 7, "at": "2024-07-24T03:00:00Z"}}
    body = told.client.post("/api/v1/exposure", json=asked).json
    whole = told.client.post("/api/v1/exposure", json={"circle": {"lon": 119.0, "lat": 25.0, "km": 111.1}}).json
    assert body["area"]["km2"] == pytest.approx(3.14159 / 4 * (185.2**2 + 2 * 111.1**2 + 37.0**2), rel=1e-3)
    assert body["area"]["km2"] != whole["area"]["km2"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("CMA2499/approach", 404),
        ("CMA24/approach", 400),
        ("CMA2403/approach?lon=119", 400),
        ("CMA2403/approach?lon=nan&lat=25", 400),
        ("CMA2403/approach?at=yesterday", 400),
        ("CMA2403/approach?when=now", 400),
        ("CMA2403/analogues?most=0", 400),
        ("CMA2403/analogues?most=x", 400),
        ("CMA2403/analogues?region=111111", 404),
        ("CMA2499/analogues", 404),
        ("CMA2499/winds", 404),
    ],
)
def test_what_makes_no_sense_is_a_problem_document(told, path, status):
    reply = told.get(f"/api/v1/storms/{path}")
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")


def test_a_wrong_key_is_not_taken_for_no_key(told):
    reply = told.client.get("/api/v1/storms/CMA2403/approach", headers={"Authorization": "Bearer wrong"})
    assert reply.status_code == 401
