"""Crowds: against their limits, and the next hours as the declared rule expects them, with how far it was off."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from data.engine import writing
from data.queries.crowds import answer
from data.readings.ahead import DAY, HOURS, LEAST, MOST, expected
from data.schema import feature, region
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.gauges import plant_station, tell
from tests.warned import put_warning

GUEST = Scope.guest()
DAYS = st.lists(st.floats(0, 5_000), min_size=DAY, max_size=DAY)


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, server) as house:
        yield house


@given(DAYS, st.integers(2, 7))
def test_days_that_repeat_themselves_are_foreseen_without_error(day, times):
    told = expected(np.array(day * times))
    assert told is not None
    assert told.values == pytest.approx(day[:HOURS], abs=0.06)
    assert all(error == 0 for error in told.errors if error is not None)


@given(DAYS, st.floats(0.2, 2.5))
def test_a_day_that_runs_higher_is_expected_to_stay_so(day, share):
    steady = np.array([one + 100 for one in day])
    told = expected(np.concatenate([steady, steady, share * steady]))
    before = np.concatenate([steady, steady, share * steady])
    usual = np.mean([before[len(before) - DAY * n] for n in (1, 2, 3)])
    base = np.mean([before[len(before) - 1 - DAY * n] for n in (1, 2)])
    assert told is not None
    assert told.values[0] == pytest.approx(usual * min(MOST, before[-1] / base), abs=0.06)
    assert min(told.values) >= 0


@given(st.lists(st.floats(0, 5_000), max_size=DAY))
def test_less_than_a_day_foretells_nothing(hours):
    assert expected(np.array(hours, dtype=float)) is None


def test_an_error_is_told_only_where_the_rule_was_tried_often_enough():
    told = expected(np.array([100.0] * (DAY + LEAST + 1)))
    assert told is not None
    assert told.errors[0] is not None and told.errors[HOURS - 1] is None
    gap = np.array([100.0] * 3 * DAY)
    gap[-1] = np.nan
    assert expected(gap) is None


def counted(house, values, limits=None):
    """A station that tells one value an hour, up to now; its gauge."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        cell = connection.scalar(select(region.c.id).where(region.c.level == 6).order_by(region.c.id).limit(1))
        limits = {"capacity": 1_000.0} if limits is None else limits
        gauge = plant_station(connection, "CR1", "crowd", cell, {"people": limits}, now)["people"]
        for n, value in enumerate(reversed(values)):
            tell(connection, gauge, now - timedelta(hours=n), value)
    return cell


def test_a_station_is_told_with_its_limit_its_day_and_the_hours_to_come(house):
    counted(house, [400.0 + 100 * (n % DAY) for n in range(3 * DAY)], {"capacity": 2_000.0})
    told = answer(house, View(), GUEST)
    row = told.rows[0]
    assert all(set(row) == {column.key for column in told.columns} for row in told.rows)
    assert row["share"] == round(100 * row["value"] / 2_000, 1)
    assert len(told.parts["series"]) == DAY and len(told.parts["ahead"]) == HOURS
    assert row["error1"] == 0
    over = next((one["at"] for one in told.parts["ahead"] if one["value"] > 2_000), None)
    assert row["over_at"] == over
    assert [one["kind"] for one in told.parts["alerts"]] == ["ahead"] * (over is not None)


def test_a_station_without_a_limit_has_that_of_its_scenic_spot(house):
    cell = counted(house, [500.0], {})
    with writing(house.engine) as connection:
        spot = {"layer": "scenic", "code": "JQ1", "kind": "park", "grade": 0, "name": "北山", "cell_id": cell}
        spot |= {"lon": 119.0, "lat": 25.41, "as_of": house.clock.now(), "provenance": "measured"}
        connection.execute(insert(feature).values(spot | {"attributes": {"capacity": 2_000}}))
    row = answer(house, View(), GUEST).rows[0]
    assert (row["spot"], row["bar"], row["share"]) == ("北山", 2_000, 25.0)
    assert row["ahead1"] is None and row["over_at"] is None


def test_warnings_of_crowds_and_of_weather_over_these_places_are_told(house):
    counted(house, [500.0])
    now = house.clock.now()
    plain = {"peak": 2, "state": "raised", "seq": 1, "words": "", "evidence": "{}", "raised_at": now, "changed_at": now}
    plain |= {"origin": "rule", "provenance": "measured"}
    with writing(house.engine) as connection:
        towns = connection.scalars(select(region.c.id).where(region.c.level == 3).order_by(region.c.lo)).all()
        for code, field, colour, town in (
            ("W1", "crowd", 3, 0),
            ("W2", "rain", 2, 0),
            ("W3", "rain", 4, 0),
            ("W4", "rain", 1, -1),
        ):
            row = {"code": code, "field": field, "title": code, "colour": colour, "region_id": towns[town]}
            put_warning(connection, plain | row)
    told = answer(house, View(), GUEST).parts["alerts"]
    assert {(one["code"], one["kind"]) for one in told} == {("W1", "crowd"), ("W2", "weather")}
