"""Windows put together from hours and minutes are what a plain count of the readings gives."""

from datetime import timedelta

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from data.commands.readings import Told, take
from data.house import open_house
from data.queries.reading_windows import sums, window_start
from data.schema import metadata
from data.scope import Scope
from data.settings import Settings
from tests.readings.conftest import NOON, plant_stations
from tests.spine import plant_spine

GUEST = Scope.guest()


def plainly(told, minutes, now):
    inside = [value for at, value in told if at >= window_start(now, minutes)]
    return len(inside), round(sum(inside), 6), min(inside, default=0.0)


def test_a_window_is_a_plain_count_of_its_readings_whatever_its_length_and_end(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('windows') / 'windows.db'}"
    home = open_house(Settings(city="990000", database_url=url, demo=False, _env_file=None), Flask("windows"))
    metadata.create_all(home.engine)
    with home.engine.begin() as connection:
        plant_spine(connection)
        plant_stations(connection)

    @settings(max_examples=80)
    @given(
        st.lists(st.tuples(st.integers(0, 900), st.integers(0, 400)), max_size=40, unique_by=lambda one: one[0]),
        st.lists(st.integers(1, 180).map(lambda n: 5 * n), min_size=1, max_size=5, unique=True),
        st.integers(0, 3_600),
    )
    def holds(readings, minutes, ago):
        now = NOON - timedelta(seconds=ago)
        told = [(now - timedelta(minutes=n), value / 10) for n, value in readings]
        with home.engine.connect() as connection, connection.begin() as all_of_it:
            take(connection, [Told("R1", "rain", at, value, "mm") for at, value in told], "测试", GUEST, now)
            found = sums(connection, [1, 2], minutes, now)
            all_of_it.rollback()
        assert 2 not in found
        for one in minutes:
            window = found[1][one] if 1 in found else (0, 0.0, 0.0)
            assert (window[0], round(window[1], 6), window[2]) == plainly(told, one, now)

    holds()
    home.engine.dispose()


def test_both_engines_tell_the_windows_of_many_gauges_at_once(home):
    told = [Told("R1", "rain", NOON - timedelta(minutes=10 * n), n / 10, "mm") for n in range(100)]
    told += [Told("W1", "level", NOON - timedelta(minutes=7 * n), 2 + n / 10, "m") for n in range(100)]
    with home.engine.begin() as connection:
        take(connection, told, "测试", GUEST, NOON)
        found = sums(connection, [1, 2, 3], [60, 180, 720], NOON)
    assert found.keys() == {1, 2}
    for gauge, code in ((1, "R1"), (2, "W1")):
        values = [(one.at, one.value) for one in told if one.station == code]
        for minutes, window in found[gauge].items():
            assert (window.n, round(window.total, 6), window.low) == plainly(values, minutes, NOON)
