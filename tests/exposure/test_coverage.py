"""What cameras see of an area that was drawn: how much of its ground, where nothing, which things; as page and file."""

import csv
import io
import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from components.exposure_page import area_drawn
from data.commands.revisions import bump
from data.queries.coverage import coverage
from data.queries.outlines import km2_of
from data.queries.sectors import held_by
from data.schema import feature, region
from data.scope import Scope
from data.sectors import sees
from data.view import View

GUEST = Scope.guest()
LON, LAT, KM = 119.1, 25.05, 0.4
AREA = {"circle": {"lon": LON, "lat": LAT, "km": KM}}
NORTH = 1 / 111_195  # degrees of a metre
NEAR = st.floats(-0.004, 0.004)


def stand(house, code, north, layer="camera", kind="road", **known):
    """A thing so many metres north of the middle of the area."""
    row = dict(layer=layer, code=code, kind=kind, grade=0, name=f"{code}号", lon=LON, lat=LAT + north * NORTH)
    with house.engine.begin() as connection:
        x, y = region.c.lon - LON, region.c.lat - LAT
        cell = connection.scalar(select(region.c.id).where(region.c.level == 6).order_by(x * x + y * y).limit(1))
        more = dict(cell_id=cell, attributes=known, as_of=house.clock.now(), provenance="measured")
        connection.execute(insert(feature).values(**row, **more))
        bump(connection, "features")


def around(reach):
    return dict(bearing=0, reach=reach, angle=360)


def seen(house, sent=AREA, scope=GUEST):
    return coverage(house, scope, sent, house.clock.now())


@pytest.fixture
def house(lone_desk):
    """One camera that turns all round in the middle of the area, one that tells no sector, and what stands there."""
    home = lone_desk.house
    stand(home, "C1", 0, **around(200))
    stand(home, "C2", -300)
    stand(home, "K1", 100, "key_site", "reservoir")
    stand(home, "K2", 300, "key_site", "dyke")
    stand(home, "R1", 350, "risk_point", "flash_flood", people=120)
    return home


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(NEAR, NEAR, st.floats(0, 360), st.floats(1, 400), st.floats(1, 360)), max_size=6),
    st.lists(st.tuples(NEAR, NEAR), max_size=8),
)
def test_each_camera_is_found_beside_just_those_places_that_its_sector_holds(cameras, places):
    columns = np.array([(0, LON + x, LAT + y, *sector) for x, y, *sector in cameras], float).reshape(-1, 6).T
    lon, lat = (np.array([one[n] for one in places], float) + (LON, LAT)[n] for n in (0, 1))
    found = set(zip(*(one.tolist() for one in held_by(columns, lon, lat)), strict=True))
    plain = {
        (camera, place)
        for camera in range(columns.shape[1])
        for place in range(len(places))
        if sees(*columns[1:, camera], (lon[place], lat[place]))
    }
    assert found == plain


def test_a_quarter_of_the_ground_is_seen_and_the_gaps_are_the_rest(house):
    found = seen(house)
    assert found.share == pytest.approx(25, abs=1.5)
    assert found.ground_km2 == pytest.approx(math.pi * KM**2, rel=0.01)
    gaps = shapely.geometry.shape(found.gaps)
    assert km2_of(gaps) == pytest.approx(0.75 * found.ground_km2, rel=0.03)
    assert not gaps.contains(shapely.Point(LON, LAT + 100 * NORTH)), "what is seen is no gap"
    assert gaps.contains(shapely.Point(LON, LAT + 300 * NORTH))
    assert (found.cameras, found.known) == (1, 1)


def test_another_camera_never_makes_less_of_it_seen(house):
    before = seen(house)
    stand(house, "C3", 250, **around(80))
    after = seen(house)
    assert after.seen > before.seen and after.spots == before.spots
    stand(house, "C4", 0, **around(500))
    whole = seen(house)
    assert whole.share == 100 and not whole.gaps["coordinates"]


@pytest.mark.parametrize(("spots", "told"), [(0, 0.0), (1, 0.1), (3_000, 50.0), (5_999, 99.9), (6_000, 100.0)])
def test_all_and_nothing_are_said_of_just_that(house, spots, told):
    assert replace(seen(house), spots=6_000, seen=spots).share == told


def test_the_share_is_as_of_the_oldest_camera_near_the_area_whatever_stands_far_away(house):
    stand(house, "C9", 20_000, **around(100))
    old, older = (house.clock.now().replace(microsecond=0) - timedelta(days=days) for days in (10, 90))
    with house.engine.begin() as connection:
        for code, told in (
            ("C1", {"as_of": old}),
            ("C2", {"as_of": older}),
            ("C9", {"as_of": older, "provenance": "simulated"}),
        ):
            connection.execute(update(feature).where(feature.c.code == code).values(**told))
    found = seen(house)
    assert (found.as_of, found.provenance) == (old, "measured"), "one without a sector is not reckoned with"


def test_what_none_sees_comes_first_those_with_most_people_before(house):
    rows = [(row["code"], row["cameras"], row["people"]) for row in seen(house).places]
    assert rows == [("R1", 0, 120), ("K2", 0, None), ("K1", 1, None)]
    assert seen(house).places[0]["nearest_m"] == pytest.approx(350, abs=2)


def test_without_cameras_nothing_is_seen_and_nothing_breaks(lone_desk):
    found = seen(lone_desk.house)
    assert (found.share, found.cameras, found.places) == (0.0, 0, [])
    assert km2_of(shapely.geometry.shape(found.gaps)) == pytest.approx(found.ground_km2, rel=0.01)


def test_of_a_wide_area_the_share_is_told_and_no_gaps(house):
    with house.engine.connect() as connection:
        city = connection.scalar(select(region.c.code).where(region.c.level == 1))
    found = seen(house, {"region": city})
    assert found.gaps is None and 0 <= found.share < 1
    assert "只算比例" in area_drawn(house, View(), "here", True).parts["cover"]


def test_the_card_tells_it_with_its_rule_and_the_map_draws_the_gaps(house):
    told = area_drawn(house, View(), f"circle:{LON},{LAT},{KM}", True)
    cover = told.parts["cover"]
    assert "地面覆盖率" in cover and "/things/key_site/K2" in cover and "/things/key_site/K1" not in cover
    assert "不计房屋、山体遮挡" in cover and 'data-area-door="coverage"' in cover
    past = area_drawn(house, View(at=house.clock.now()), f"circle:{LON},{LAT},{KM}", True).parts["cover"]
    assert "台账为此刻状态，不回看" in past and "不回看" not in cover
    assert told.outline["gaps"]["type"] in ("Polygon", "MultiPolygon") and "held" not in told.parts
    assert "还没有选择范围" in area_drawn(house, View(), "", True).parts["cover"]
    assert "在本市之外" in area_drawn(house, View(), "circle:100,25,1", True).parts["cover"]
    assert "gaps" not in area_drawn(house, View(), f"circle:{LON},{LAT},{KM}").outline


def test_a_polygon_can_be_written_as_corners(house):
    ways = area_drawn(house, View(), "polygon:119.05,25.02;119.15,25.02;119.1,25.08").parts["ways"]
    assert "119.05,25.02\n119.15,25.02\n119.1,25.08" in ways and "data-area-corners" in ways


def test_the_door_tells_the_same_with_words_and_gaps(lone_desk, house):
    body = lone_desk.post("/api/v1/coverage", AREA).json
    assert body["share"] == seen(house).share and body["gaps"]["coordinates"]
    assert [row["name"] for row in body["places"]] == ["R1号", "K2号", "K1号"]
    assert (body["places"][0]["layer"], body["places_seen"], body["places_total"]) == ("风险点", 1, 3)
    english = lone_desk.post("/api/v1/coverage?lang=en", AREA).json
    assert english["places"][0]["layer"] != "风险点"


def test_the_report_comes_as_csv_and_as_a_book_with_its_figures(lone_desk, house):
    reply = lone_desk.post("/api/v1/coverage?format=csv", AREA)
    rows = list(csv.DictReader(io.StringIO(reply.get_data(as_text=True).lstrip("\ufeff"))))
    assert "coverage.csv" in reply.headers["Content-Disposition"]
    assert [(row["编号"], row["看得到的视频(路)"]) for row in rows] == [("R1", "0"), ("K2", "0"), ("K1", "1")]
    places, note, mark = load_workbook(io.BytesIO(lone_desk.post("/api/v1/coverage?format=xlsx", AREA).data)).worksheets
    told = dict(note.iter_rows(values_only=True))
    assert (told["对象"], told["看得到的对象"], told["地面覆盖率(%)"]) == (3, 1, seen(house).share)
    assert places.max_row == 4 and mark.title == "导出水印"


def test_a_sender_is_told_of_its_own_ground_and_cameras_alone(lone_desk, house):
    wide = {"circle": {"lon": LON, "lat": LAT, "km": 20}}
    whole = lone_desk.post("/api/v1/coverage", wide).json
    with house.engine.connect() as connection:
        codes = connection.scalars(select(region.c.code).where(region.c.level == 2, region.c.tree == "spine")).all()
    parts = [lone_desk.sender(f"{code}站", "system", code).post("/api/v1/coverage", wide).json for code in codes]
    assert all(part["ground_km2"] < whole["ground_km2"] for part in parts)
    assert sum(part["places_total"] for part in parts) == whole["places_total"] == 3
    assert sum(part["known"] for part in parts) <= whole["known"] == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 400), ({"circle": {"lon": 100.0, "lat": 25.0, "km": 2}}, 400), ({"region": "990109"}, 404), ("[", 400)],
)
def test_what_makes_no_sense_is_a_problem_document(lone_desk, sent, status):
    reply = lone_desk.post("/api/v1/coverage", sent)
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
    assert lone_desk.post("/api/v1/coverage?format=pdf", AREA).status_code == 400
