"""Every bad reading has its rule; nothing is dropped without a word, and sums hold what counts and nothing else."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data.commands.readings import Told
from data.schema import gauge_now, quarantine, reading, reading_fault, reading_sum, revision
from data.scope import Scope
from data.times import local
from tests.readings.conftest import NOON

FIVE = timedelta(minutes=5)


def rain(value, at=NOON, unit="mm"):
    return Told("R1", "rain", at, value, unit)


def level(value, at=NOON, unit="m"):
    return Told("W1", "level", at, value, unit)


def readings(post):
    rows = post.connection.execute(
        select(reading.c.value, reading.c.quality).order_by(reading.c.gauge_id, reading.c.at)
    )
    return [tuple(row) for row in rows]


def sums(post, grain="d"):
    columns = (reading_sum.c.n, reading_sum.c.total, reading_sum.c.low, reading_sum.c.high, reading_sum.c.last)
    rows = post.connection.execute(select(*columns).where(reading_sum.c.grain == grain).order_by(reading_sum.c.start))
    return [tuple(row) for row in rows]


def kept(post):
    rows = post.connection.execute(select(quarantine.c.fault, quarantine.c.reason, quarantine.c.raw))
    return [(row.fault, row.reason, json.loads(row.raw)) for row in rows]


def test_a_reading_is_stored_summed_and_the_newest_of_its_gauge(post):
    taken = post.tell(rain(1.2, NOON - FIVE), rain("0.8"))
    assert taken.counts == {"good": 2, "quarantined": 0}
    assert readings(post) == [(1.2, "good"), (0.8, "good")]
    assert sums(post) == [(2, 2.0, 0.8, 1.2, 0.8)]
    assert [row[:2] for row in sums(post, "5")] == [(1, 1.2), (1, 0.8)]
    now = post.connection.execute(select(gauge_now)).one()
    assert (now.at, now.value, now.quality, now.received_at) == (NOON, 0.8, "good", NOON)
    assert post.connection.scalar(select(revision.c.n).where(revision.c.topic == "readings")) == 1


@pytest.mark.parametrize(
    ("told", "value"),
    [
        (level(12_340, unit="mm"), 12.34),
        (level("1234", unit="厘米"), 12.34),
        (level(12.34, unit=""), 12.34),
        (rain(0.12, unit="cm"), 1.2),
        (rain(" １.２ ", unit="㎜"), 1.2),
        (Told("S1", "蓄水量", NOON, 12_300_000, "m³"), 1_230),
        (Told("S1", "storage", NOON, "0.123", "亿m³"), 1_230),
        (Told("R1", "", NOON, 1.2), 1.2),
        (rain(-0.0), 0),
        (rain("1.2e0", NOON.isoformat()), 1.2),
    ],
)
def test_values_are_converted_to_the_unit_of_the_quantity(lone, told, value):
    assert lone.tell(told).counts["good"] == 1
    assert readings(lone) == [(value, "good")]


@pytest.mark.parametrize(
    ("told", "fault", "said"),
    [
        (level(3.2, unit="m3/s"), "unit", "m3/s"),
        (rain(3.2, unit="m/s"), "unit", "mm"),
        (level(3.2, unit="°"), "unit", "水位"),
        (rain(""), "missing", "没有数值"),
        (rain("  "), "missing", "没有数值"),
        (rain(None), "missing", "没有数值"),
        (rain("缺测"), "missing", "没有数值"),
        (rain(float("nan")), "missing", "没有数值"),
        (rain("12;13"), "several", "12;13"),
        (rain("12,13"), "several", "12,13"),
        (rain("12 13"), "several", "12 13"),
        (rain("１２、１３"), "several", "12、13"),
        (rain([12, 13]), "several", "12"),
        (rain("雨"), "malformed", "雨"),
        (rain("0x1F"), "malformed", "0x1F"),
        (rain(True), "malformed", "True"),
        (rain(float("inf")), "malformed", "inf"),
        (rain("9e999"), "malformed", "inf"),
        (rain(10**400), "malformed", "不是数值"),
        (rain(1, NOON + timedelta(minutes=5, seconds=1)), "future", "还没有到"),
        (rain(1, (NOON + timedelta(days=1)).isoformat()), "future", "还没有到"),
        (rain(1, None), "missing", "时间"),
        (rain(1, ""), "missing", "时间"),
        (rain(1, NOON.replace(tzinfo=None)), "malformed", "时区"),
        (rain(1, "2024-07-25 12:00"), "malformed", "时区"),
        (rain(1, "昨天"), "malformed", "昨天"),
        (rain(1, "1850-01-01T00:00:00Z"), "malformed", "1850"),
        (Told("X9", "rain", NOON, 1), "station", "X9"),
        (Told("", "rain", NOON, 1), "station", "没有测站"),
        (Told("\0", "rain", NOON, 1), "station", "没有测站"),
        (Told("R1", "level", NOON, 1), "station", "level"),
        (Told("S1", "", NOON, 1), "station", "要素"),
    ],
)
def test_what_cannot_be_taken_waits_in_the_quarantine_with_its_reason(lone, told, fault, said):
    taken = lone.tell(rain(1, NOON - FIVE), told)
    assert taken.counts == {"good": 1, "quarantined": 1}
    assert [(one.index, one.fault) for one in taken.refused] == [(1, fault)]
    ((code, reason, raw),) = kept(lone)
    assert (code, reason) == (fault, taken.refused[0].reason.replace("\0", "\\u0000"))
    assert said in reason
    assert raw["station"].replace("\\u0000", "\0") == told.station
    assert readings(lone) == [(1, "good")]
    assert lone.connection.scalar(select(revision.c.n).where(revision.c.topic == "intake")) == 1


def test_a_clock_that_is_a_little_fast_is_borne_with(lone):
    assert lone.tell(rain(1, NOON + FIVE)).counts["good"] == 1


def test_what_a_gauge_cannot_measure_is_kept_as_doubted_and_does_not_count(post):
    taken = post.tell(level(12_340), level(12.3, NOON - FIVE))
    assert taken.counts == {"good": 1, "doubted": 1, "quarantined": 0}
    assert taken.doubted == [0]
    assert readings(post) == [(12.3, "good"), (12_340, "doubted")]
    assert sums(post) == [(1, 12.3, 12.3, 12.3, 12.3)]
    assert post.connection.scalar(select(gauge_now.c.quality)) == "doubted", "the station does speak"
    fault = post.connection.execute(select(reading_fault)).one()
    assert (fault.quality, fault.n, fault.day) == ("doubted", 1, local(NOON).toordinal())


def test_a_late_reading_counts_and_says_so(post):
    taken = post.tell(rain(1, NOON - timedelta(minutes=10)), rain(2, NOON - timedelta(hours=1)))
    assert taken.counts == {"good": 1, "late": 1, "quarantined": 0}
    assert sums(post)[0][:2] == (2, 3)
    assert post.connection.execute(select(reading_fault.c.quality, reading_fault.c.n)).all() == [("late", 1)]


def test_out_of_order_is_no_fault_and_the_newest_stays_the_newest(post):
    post.tell(rain(2, NOON))
    post.tell(rain(1, NOON - FIVE))
    assert sums(post) == [(2, 3.0, 1, 2, 2)]
    assert post.connection.execute(select(gauge_now.c.at, gauge_now.c.value)).one() == (NOON, 2)


def test_the_same_again_is_known_and_changes_nothing(post):
    post.tell(rain(2))
    taken = post.tell(rain(2), rain("2.00"), rain(0.2, unit="cm"))
    assert taken.counts == {"known": 3, "quarantined": 0}
    assert sums(post) == [(1, 2, 2, 2, 2)]
    assert post.tell(rain(3, NOON - FIVE), rain(3, NOON - FIVE)).counts == {"good": 1, "known": 1, "quarantined": 0}


def test_another_value_for_the_same_moment_corrects_it_and_its_sums(post):
    post.tell(rain(9), rain(1, NOON - FIVE), rain(4, NOON - timedelta(hours=2)))
    assert post.tell(rain(2)).counts == {"corrected": 1, "quarantined": 0}
    assert sums(post) == [(3, 7.0, 1, 4, 2)]
    assert sums(post, "h") == [(1, 4, 4, 4, 4), (1, 1, 1, 1, 1), (1, 2, 2, 2, 2)]
    assert post.connection.scalar(select(gauge_now.c.value)) == 2
    faults = select(reading_fault.c.quality, reading_fault.c.n)
    assert sorted(post.connection.execute(faults).all()) == [("corrected", 1), ("late", 1)]
    post.tell(rain(3, NOON - timedelta(hours=2)))
    assert post.connection.execute(faults).all() == [("corrected", 2)], "it is late no more"


def test_a_correction_within_one_batch_is_one(post):
    assert post.tell(rain(9), rain(2), rain(1, NOON - FIVE)).counts == {"good": 2, "corrected": 1, "quarantined": 0}
    assert sums(post) == [(2, 3, 1, 2, 2)]


def test_a_doubted_value_does_not_displace_one_that_counts_but_is_displaced_by_one(post):
    post.tell(rain(2))
    assert post.tell(rain(2_000)).counts == {"quarantined": 1}
    assert kept(post)[0][0] == "duplicate"
    assert (readings(post), sums(post)) == ([(2, "good")], [(1, 2, 2, 2, 2)])
    post.tell(level(4_000))
    post.tell(level(4_001))
    assert post.tell(level(4)).counts == {"corrected": 1, "quarantined": 0}
    assert readings(post)[1] == (4, "corrected")
    assert (1, 4, 4, 4, 4) in sums(post)
    assert post.connection.execute(select(reading_fault.c.quality)).all() == [("corrected",)]


def test_a_station_beyond_the_scope_is_as_unknown_as_one_that_is_not_there(lone):
    mine = Scope(cells=((1, 8),))
    taken = lone.tell(rain(1), level(1), Told("X9", "level", NOON, 1), scope=mine)
    assert taken.counts == {"good": 1, "quarantined": 2}
    said = [one.reason.replace("W1", "X9") for one in taken.refused]
    assert said[0] == said[1]


def test_thousands_at_once_are_looked_up_and_written_by_columns(post):
    many = [rain(n % 40, NOON - timedelta(seconds=n)) for n in range(3_000)]
    strangers = [Told(f"N{n}", "rain", NOON, 1) for n in range(600)]
    assert post.tell(*many, *strangers).counts["quarantined"] == 600
    assert post.connection.scalar(select(func.sum(reading_sum.c.n)).where(reading_sum.c.grain == "d")) == 3_000
