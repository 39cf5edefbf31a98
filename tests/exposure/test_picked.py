"""What the address picks, on a seeded toy city: what it holds, near what, and a refusal in the words of the page."""

from urllib.parse import quote_plus

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from components.exposure_card import _counts, _doubts
from components.exposure_page import area_drawn
from components.report_page import place_in
from data.errors import CockpitError
from data.house import open_house
from data.queries.choices import choices
from data.queries.exposure import exposure
from data.queries.picked import picked
from data.schema import station, warning
from data.scope import Scope
from data.view import View
from tests.conftest import toy_settings
from tests.toycity import STORM

EAST = "990102"
GUEST = Scope.guest()


@pytest.fixture
def lone(sqlite_url, toy_dir):
    home = open_house(toy_settings(toy_dir, sqlite_url), Flask("house"))
    yield home
    home.engine.dispose()


def drawn(house, area, **view):
    return area_drawn(house, View(**view), area)


def test_every_kind_of_area_is_answered_by_the_door_of_exposure(house):
    with house.engine.connect() as connection:
        code = connection.scalar(select(station.c.code).limit(1))
        raised = connection.scalar(select(warning.c.code).limit(1))
    areas = ["here", f"region:{EAST}", f"station:{code}", "circle:119.1,25.05,5"]
    areas += ["polygon:119.05,25.02;119.15,25.02;119.1,25.08"] + ([f"warning:{raised}"] if raised else [])
    for area in areas:
        found = drawn(house, area)
        assert "受影响人口" in found.parts["held"], area
        assert "模拟" in found.parts["held"] and " km²" in found.parts["held"]
        assert found.outline, area


def test_the_figures_are_those_of_the_door(house):
    now = house.clock.now()
    body = exposure(house, GUEST, {"region": EAST}, now).body()
    said = drawn(house, f"region:{EAST}").parts["held"]
    assert f"{body['people']['value']:,}" in said and f"{body['to_move']['value']:,}" in said
    assert "data-area-file" in said and f"&quot;region&quot;: &quot;{EAST}&quot;" in said
    assert sum(row["n"] for row in body["schools"]) and "未建台账" not in said


def test_an_area_leads_to_the_form_of_an_event_with_its_middle_and_figures(house):
    held = drawn(house, "circle:119.1,25.05,5").parts["held"]
    assert 'href="/report?spot=119.100000%2C25.050000&amp;text=' in held and "上报事件并派遣" in held
    assert place_in("119.1,25.05") == {"lon": 119.1, "lat": 25.05}
    assert [place_in(odd) for odd in ("", "x", "119.1", "200,25", "1,2,3", "nan,25")] == [{}] * 6


def test_an_event_about_an_area_keeps_the_doubts_of_its_figures_and_none_is_reported_of_the_past(house):
    now, area = house.clock.now(), "circle:119.1,25.05,5"
    body = exposure(house, GUEST, {"circle": {"lon": 119.1, "lat": 25.05, "km": 5.0}}, now).body()
    told = _doubts(body)
    assert "截至 20" in told and "人口为模拟数据" in told and "只计可看部分" not in told
    assert "只计可看部分" in _doubts(body | {"limited": True})
    assert quote_plus(told) in drawn(house, area).parts["held"]
    assert "/report?" not in drawn(house, area, at=now).parts["held"]


def test_a_station_that_is_picked_shows_its_last_day(house):
    with house.engine.connect() as connection:
        code = connection.scalar(select(station.c.code).where(station.c.kind == "river").order_by(station.c.code))
    assert "case-chart" in drawn(house, f"station:{code}").parts["held"]
    assert "case-chart" not in drawn(house, "here").parts["held"]


def test_a_register_that_nobody_keeps_is_missing_and_no_0(house):
    body = exposure(house, GUEST, {"region": EAST}, house.clock.now()).body()
    assert "未建台账" in _counts(body | {"schools": None}) and "未建台账" not in _counts(body | {"schools": []})


def test_here_follows_the_region_that_is_shown(house):
    assert drawn(house, "here").outline == {"codes": ["990100"]}
    assert drawn(house, "here", region=EAST).outline == {"codes": [EAST]}


def test_nothing_picked_says_what_to_do_and_shows_the_feeds_of_the_region(house):
    found = drawn(house, "")
    assert "还没有选择范围" in found.parts["held"] and found.outline == {}
    assert "演示无画面" in found.parts["videos"]
    assert 'data-draw="polygon"' in found.parts["ways"]


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("circle:119.1,25.05,501", "范围过大"),
        ("circle:119.1,25.05,0", "范围过大"),
        ("circle:119.1,25.05", "看不懂"),
        ("circle:nan,25,1", "看不懂"),
        ("circle:119,25,nan", "范围过大"),
        ("circle:10,10,5", "本市之外"),
        ("polygon:119,25;119.1,25", "至少"),
        ("polygon:119,25;119.1,25.1;119.1,25;119,25.1", "交叉"),
        ("polygon:" + ";".join(["119,25"] * 61), "范围过大"),
        ("region:990199", "没有这个区划"),
        ("region:x", "看不懂"),
        ("station:NO", "没有这个测站"),
        ("warning:W20240101-0001", "没有这条预警"),
        (f"storm:{STORM},7", "没有 7 级风圈"),
        ("storm:x,7", "看不懂"),
        ("moon:1", "看不懂"),
        ("<script>", "看不懂"),
    ],
)
def test_what_makes_no_sense_is_told_in_the_words_of_the_page(house, area, words):
    found = drawn(house, area)
    assert words in found.parts["held"] and "data-area-again" in found.parts["held"]
    assert "<script" not in "".join(found.parts.values())


def test_choices_lead_to_areas_that_can_be_picked(house):
    told = choices(house, View(), GUEST)
    with house.engine.connect() as connection:
        for one in (*told["warnings"], *told["stations"], *told["upstream"]):
            picked(connection, one.area, "", GUEST, house.clock.now())


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    st.text(max_size=60)
    | st.sampled_from(["circle", "polygon", "storm", "region"]).flatmap(
        lambda kind: st.text("0123456789.,;-e", max_size=40).map(lambda rest: f"{kind}:{rest}")
    )
)
def test_whatever_the_address_says_it_is_an_area_or_a_sentence(lone, text):
    with lone.engine.connect() as connection:
        try:
            picked(connection, text, "", GUEST, lone.clock.now())
        except CockpitError as error:
            assert str(error)
