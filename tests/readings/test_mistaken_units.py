"""Millimetres among metres without a word of it, at a gauge with the usual range."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.commands.bulk import renumber
from data.commands.readings import Told, take
from data.commands.stations import register_stations
from data.commands.warning_rules import ENGINE, install_shipped
from data.mqtt.batch import Message, take_batch
from data.mqtt.profile import Profile
from data.readings.kinds import RANGES, span
from data.schema import gauge, reading, reading_sum, station, warning
from data.scope import Scope
from tests.readings.conftest import NOON
from tests.spine import CITY

FIVE = timedelta(minutes=5)
VILLAGE = f"{CITY[:4]}01001001"
RIVER = {"code": "W9", "name": "木兰站", "kind": "river", "region": VILLAGE}
LIMITED = RIVER | {"caution": "6.5", "guarantee": "8"}


def planted(post, row):
    for table in (station, gauge):
        renumber(post.connection, table)
    register_stations(post.connection, [(2, row)], NOON)
    low, high = post.connection.execute(select(gauge.c.low, gauge.c.high).order_by(gauge.c.id.desc())).first()
    assert (low, high) == RANGES["level"], "the usual range"


def levels(post, *values, step=FIVE, code="W9", unit=""):
    """Tell these one after the other; how each of them fared."""
    found = []
    for n, value in enumerate(values, 1):
        at = NOON - timedelta(hours=3) + n * step
        taken = take(post.connection, [Told(code, "level", at, value, unit)], "测试", Scope.guest(), at)
        found.append(taken.doubts[0].fault if taken.doubts else next(k for k, n in taken.counts.items() if n))
    return found


@pytest.mark.parametrize("wrong", [3_200, 320])
def test_a_value_in_millimetres_is_doubted_with_its_reason_and_fires_nothing(post, wrong):
    install_shipped(post.connection, ENGINE, NOON)
    planted(post, LIMITED)
    assert levels(post, 3.2, wrong, 3.3) == ["good", "unit", "good"]
    assert post.connection.execute(select(warning)).all() == []
    kept = post.connection.execute(select(reading.c.value, reading.c.quality).order_by(reading.c.at)).all()
    assert [tuple(row) for row in kept] == [(3.2, "good"), (wrong, "doubted"), (3.3, "good")]
    day = select(reading_sum.c.n, reading_sum.c.high).where(reading_sum.c.grain == "d")
    assert tuple(post.connection.execute(day).one()) == (2, 3.3)


def test_the_reason_is_told_in_words(post):
    planted(post, LIMITED)
    taken = post.tell(Told("W9", "level", NOON - FIVE, 3.2), Told("W9", "level", NOON, 3_200))
    assert [(one.index, one.fault) for one in taken.doubts] == [(1, "unit")] and "单位" in taken.doubts[0].reason
    far = post.tell(Told("W9", "level", NOON, 6_000))
    assert [(one.fault, one.reason) for one in far.doubts] == [("range", "数值超出测站量程")]


def test_a_low_river_and_one_without_limits_are_held_against_their_last_good_value(lone):
    planted(lone, RIVER)
    assert levels(lone, 0.5, 50, 500, 0.6, 1.5) == ["good", "unit", "unit", "good", "good"]


def test_a_flood_counts_however_fast_it_comes(lone):
    planted(lone, LIMITED)
    assert set(levels(lone, 0.1, 1.4, 3.9, 7.2, 9.9, 12.6, 7.0)) == {"good"}
    assert set(levels(lone, 0.1, 7.9, step=timedelta(minutes=7))) == {"good"}, "from dry to the limit at once"


def test_what_was_long_ago_says_nothing_and_a_unit_that_is_told_is_no_mistake(lone):
    planted(lone, RIVER)
    assert levels(lone, 0.5, 50, step=timedelta(hours=3)) == ["good", "good"]
    assert levels(lone, 3_200, unit="mm", step=timedelta(minutes=1)) == ["good"]


def test_the_demo_says_of_its_gauges_what_they_can_measure():
    assert span("level", {"caution": 6.5, "guarantee": 8.0}) == (-50, 40)
    assert span("depth", {"caution": 15.0}) == RANGES["depth"] and span("level", {}) == RANGES["level"]


def test_blanks_of_a_message_are_counted(home):
    raw = {
        "name": "gauges",
        "broker": {"host": "localhost", "client": "x"},
        "topics": [{"topic": "w/{station}", "values": {"storage": "s", "level": "z"}}],
    }
    told = [Message("w/S1", b'{"s": 900, "z": null}', 1, 1, NOON), Message("w/S1", b'{"z": null}', 1, 2, NOON)]
    taken = take_batch(home, Profile.model_validate(raw), Scope.guest(), told)
    assert taken.counts["blank"] == 1
    assert (sum(taken.counts.values()), taken.refused[0].fault) == (3, "missing")
