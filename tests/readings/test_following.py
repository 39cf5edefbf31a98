"""Slow rules show as soon as a reading completes them: by the follower, off the thread of the door."""

import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest

from data.commands.forecasts import Expected, take_forecast
from data.commands.readings import Told, take
from data.commands.slow_watch import due, told_since
from data.commands.stations import register_stations
from data.commands.warning_rules import ENGINE, import_rules
from data.commands.warnings import NewWarning, raise_warning
from data.engine import writing
from data.follower import Follower
from data.queries.regions import region_of
from data.queries.warnings import live
from data.scope import Scope
from tests.casework import CLERK
from tests.quiet import alone
from tests.readings.conftest import NOON
from tests.spine import CITY

HOUR = timedelta(hours=1)
SOON_S = 3  # a second where no server of another run needs the processor
RAIN = {"kind": "accumulation", "quantity": "rain", "minutes": 60, "value": 30}
LEVEL = {"kind": "threshold", "quantity": "level", "limit": "caution", "clear_by": 0.1}
AHEAD = {"kind": "forecast", "quantity": "rain", "minutes": 180, "value": 50}
WARNED = {"kind": "warned", "field": "rain", "colour": "orange"}
TOGETHER = {"per": 3, "levels": [{"colour": "red", "when": {"kind": "all", "of": [RAIN, LEVEL, AHEAD]}}]}
MANY = {"per": 2, "levels": [{"colour": "orange", "when": {"kind": "count", "at_least": 2, "of": LEVEL}}]}
VILLAGE = f"{CITY[:4]}01001001"


@pytest.fixture
def city(home):
    """Gauges F1 (rain), F2 and F3 (river) in one village, and rain forecast for the whole city."""
    now = home.clock.now()
    rows = [
        {"code": code, "name": code, "kind": kind, "region": VILLAGE} | limits
        for code, kind, limits in (("F1", "rain", {}), *((code, "river", {"caution": "5"}) for code in ("F2", "F3")))
    ]
    with writing(home.engine) as connection:
        for table in ("gauge", "station"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        register_stations(connection, list(enumerate(rows, 2)), NOON)
        told = {"quantity": "rain", "issued_at": now, "since": now, "until": now + 3 * HOUR, "value": 60}
        take_forecast(connection, Expected(region=CITY, **told), CLERK["system"], now, provenance="published")
    return home


def install(home, what):
    rule = {"code": "r", "name": "试验", "field": "flood", "source": "测试", "what": what}
    with writing(home.engine) as connection:
        import_rules(connection, [rule], ENGINE, NOON)


def tell(home, *told):
    """Readings of this moment, and what stands when the door answers."""
    now = home.clock.now()
    with writing(home.engine) as connection:
        some = [Told(code, "", now, value) for code, value in told]
        take(connection, some, "测试", Scope.guest(), now)
    return shown(home)


def shown(home):
    with home.engine.connect() as connection:
        return [row["colour"] for row in live(connection, region_of(connection, "", Scope.guest()), Scope.guest())]


def within(home, wanted):
    """Seconds until these colours are shown."""
    with alone():
        began = time.monotonic()
        while shown(home) != wanted:
            assert time.monotonic() - began < SOON_S
            time.sleep(0.02)
        return time.monotonic() - began


@contextmanager
def followed(home):
    follower = Follower(home)
    follower.start()
    try:
        yield follower
    finally:
        follower.stop()
        follower.join(10)


def test_a_composite_shows_right_after_the_reading_that_completes_it(city):
    install(city, TOGETHER)
    with followed(city):
        assert tell(city, ("F1", 40.0)) == []
        assert tell(city, ("F2", 5.5)) == [], "the door does not wait for it"
        within(city, [1])


def test_a_count_over_a_county_as_well_and_it_is_lowered_as_soon(city):
    install(city, MANY)
    with followed(city):
        tell(city, ("F2", 5.5))
        tell(city, ("F3", 5.6))
        within(city, [2])
        time.sleep(1.1)  # a reading of the same second would correct the one before
        tell(city, ("F3", 4.0))
        within(city, [])


def expect(home, value, *, region=CITY):
    now = home.clock.now()
    told = {"quantity": "rain", "issued_at": now, "since": now, "until": now + 3 * HOUR, "value": value}
    with writing(home.engine) as connection:
        take_forecast(connection, Expected(region=region, **told), CLERK["system"], now, provenance="published")


def test_a_composite_shows_right_after_the_forecast_that_completes_it_and_goes_with_it(city):
    install(city, TOGETHER)
    time.sleep(1.1)
    expect(city, 10)
    with followed(city):
        tell(city, ("F1", 40.0), ("F2", 5.5))
        time.sleep(1.1)
        assert shown(city) == [], "less rain is expected than the rule asks for"
        expect(city, 80)
        assert within(city, [1]) < SOON_S
        time.sleep(1.1)
        expect(city, 0)
        within(city, [])


def test_what_is_expected_elsewhere_moves_nothing_here(city):
    install(city, TOGETHER)
    time.sleep(1.1)
    expect(city, 10)
    tell(city, ("F1", 40.0), ("F2", 5.5))
    time.sleep(1.1)
    began = city.clock.now().replace(microsecond=0)
    expect(city, 80, region=f"{CITY[:4]}02")
    with city.engine.connect() as connection:
        told = told_since(connection, began, readings=False)
        there, here = (region_of(connection, code, Scope.guest()) for code in (f"{CITY[:4]}02", VILLAGE))
        assert list(told.cells) == [(there.lo, there.hi)] and not there.lo <= here.lo <= there.hi
        assert not due(connection, told, city.clock.now())


def test_a_composite_shows_right_after_the_warning_of_another_office(city):
    install(city, {"per": 3, "levels": [{"colour": "red", "when": {"kind": "all", "of": [LEVEL, WARNED]}}]})
    with followed(city):
        tell(city, ("F2", 5.5))
        with writing(city.engine) as connection:
            there = region_of(connection, VILLAGE, Scope.guest()).id
            now = city.clock.now()
            about = {"field": "rain", "title": "暴雨", "words": "强降雨", "provenance": "published"}
            new = NewWarning(colour=2, region_id=there, at=now, origin="气象台", **about)
            raise_warning(connection, new, CLERK["system"], now)
        within(city, [1, 2])


def test_a_commit_of_another_process_is_found_without_a_bell(city):
    install(city, TOGETHER)
    follower = Follower(city)
    follower._woken.clear()
    tell(city, ("F1", 40.0), ("F2", 5.5))
    assert follower.round() == Counter({"raise": 1})
    assert follower.round() == Counter(), "nothing came since"
    assert shown(city) == [1]


def test_only_places_that_were_touched_are_held(city):
    install(city, TOGETHER)
    tell(city, ("F1", 40.0), ("F2", 5.5))
    far = Follower(city)  # begins after these readings
    with writing(city.engine) as connection:
        connection.exec_driver_sql("UPDATE gauge_now SET received_at = received_at - 3600")
        register_stations(
            connection, [(2, {"code": "F9", "name": "F9", "kind": "rain", "region": f"{CITY[:4]}02"})], NOON
        )
    tell(city, ("F9", 1.0))
    assert far.round() == Counter() and shown(city) == []
