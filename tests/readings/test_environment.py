"""Air, water and noise: the hours to come with a band of the rule's own error, and an alert band above the limit."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from components.ahead_curve import HIGH, curve
from components.panels.environment import draw
from data.engine import writing
from data.queries.environment import answer
from data.readings.ahead import DAY, expected
from data.schema import region
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.gauges import plant_station, tell

GUEST = Scope.guest()
START = "2024-07-25T{:02d}:00:00+00:00"


@pytest.fixture
def house(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        yield house


def stood(house, code, kind, quantity, limit, value):
    """A station that has told `value(hour)` for three days, hour by hour."""
    now, limit_share = house.clock.now(), (limit or 1.0) / 50  # no day is quite as the one before
    with writing(house.engine) as connection:
        cell = connection.scalar(select(region.c.id).where(region.c.level == 6).order_by(region.c.lo).limit(1))
        limits = {"caution": limit} if limit else {}
        gauge = plant_station(connection, code, kind, cell, {quantity: limits}, now - timedelta(days=4))[quantity]
        for hour in range(72, -1, -1):
            at = now - timedelta(hours=hour)
            tell(connection, gauge, at, value(at.hour) + limit_share * (hour % 5))


def test_each_station_is_foretold_against_its_limit_with_the_error_of_the_rule(house):
    stood(house, "AI1", "air", "pm25", 75.0, lambda hour: 40.0 + 30 * (hour >= 12))
    stood(house, "WA1", "water", "nh3n", 1.0, lambda hour: 0.42 + 0.01 * hour)
    stood(house, "RA1", "rain", "rain", None, lambda hour: 1.0)
    found = answer(house, View(), GUEST)
    rows = {row["code"]: row for row in found.rows}
    assert set(rows) == {"AI1", "WA1"}
    assert rows["WA1"]["bar"] == 1.0 and all(0.3 < rows["WA1"][f"ahead{n}"] < 0.95 for n in range(1, 5))
    assert any(round(rows["WA1"][f"ahead{n}"], 1) != rows["WA1"][f"ahead{n}"] for n in range(1, 5))
    assert rows["AI1"]["error1"] is not None and rows["AI1"]["share"] == pytest.approx(
        100 * rows["AI1"]["value"] / 75, 0.01
    )
    told = draw(found, View())
    cards = "".join(str(card) for card in told["cards"]["children"])
    assert "curve-band" in cards and "curve-alert" in cards and "细颗粒物" in cards and "限值 75" in cards
    assert "2 站" in told["sub"]["children"]


def test_what_is_expected_beyond_its_limit_is_said_before_it_is_there(house):
    stood(house, "AI1", "air", "pm25", 45.0, lambda hour: 40.0 + hour / 2)
    row = answer(house, View(), GUEST).rows[0]
    assert (row["over_at"] is None) == all(row[f"ahead{n}"] <= 45 for n in range(1, 5))


def test_a_city_without_such_stations_has_no_rows(house):
    found = answer(house, View(), GUEST)
    assert found.rows == [] and found.parts["alerts"] == []


@given(
    st.lists(st.floats(0, 500), min_size=2, max_size=24),
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 900)), max_size=4),
    st.none() | st.floats(1, 600),
)
def test_every_point_of_a_curve_lies_on_its_ground(past, ahead, limit):
    series = [{"at": START.format(n), "value": value} for n, value in enumerate(past[:19])]
    coming = [
        {"at": START.format(len(series) + n), "value": value, "error": error} for n, (value, error) in enumerate(ahead)
    ]
    drawn = curve(series, coming, limit)
    for points in drawn.split('points="')[1:]:
        for point in points.split('"')[0].split():
            assert -0.1 <= float(point.split(",")[1]) <= HIGH + 0.1


def test_small_amounts_are_foretold_as_finely_as_they_are_told():
    told = expected(np.array([0.42, 0.44] * DAY), digits=2)
    assert told is not None and told.values[0] == 0.42
