"""The plain record: what it cleans, what it refuses and why."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cities import bd09, gcj02
from data.intake.crs import to_wgs84
from data.intake.plain import record_of
from data.intake.record import FAULTS, Fault, Record

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
GOOD = dict(title="路灯不亮", category="facility", source="resident", reported_at=NOW - timedelta(hours=1))


def fault_of(**change):
    with pytest.raises(Fault) as caught:
        Record(**GOOD | change).check_times(NOW)
    assert str(caught.value)
    assert caught.value.code in FAULTS
    return caught.value.code


def hours(n):
    return NOW - timedelta(hours=n)


def test_a_plain_record_is_taken_as_it_is():
    record = Record(**GOOD)
    record.check_times(NOW)
    assert (record.grade, record.crs, record.text, record.life) == ("C", "wgs84", None, {})


def test_a_long_title_becomes_the_beginning_of_the_text():
    record = Record(**GOOD | {"title": "长" * 120, "text": "正文"})
    assert len(record.title) == 96
    assert record.title.endswith("…")
    assert record.text == "长" * 120 + "\n正文"


def test_control_characters_are_taken_out_and_lines_of_the_text_stay():
    record = Record(**GOOD | {"title": "a\x00b\x1bc\n d", "text": "一\r\n二\x00"})
    assert (record.title, record.text) == ("abc d", "一\n二")


@given(st.text())
def test_no_text_brings_a_record_down(text):
    try:
        record = Record(**GOOD | {"title": text, "text": text, "place": text})
    except Fault as fault:
        assert fault.code in ("missing", "too_long")
    else:
        assert 0 < len(record.title) <= 96
        assert len(record.place or "") <= 64
        assert "\x00" not in f"{record.title}{record.text}{record.place}"
        record.title.encode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " \x00 "}, "missing"),
        ({"category": ""}, "missing"),
        ({"source": "nobody"}, "malformed"),
        ({"grade": "Z"}, "malformed"),
        ({"provenance": "heard"}, "malformed"),
        ({"text": "x" * 20_001}, "too_long"),
        ({"external_id": "x" * 129}, "too_long"),
        ({"lon": 119.0}, "malformed"),
        ({"lon": float("nan"), "lat": 25.0}, "malformed"),
        ({"lon": float("inf"), "lat": 25.0}, "malformed"),
        ({"lon": "119", "lat": 25.0}, "malformed"),
        ({"reported_at": None}, "missing"),
        ({"reported_at": datetime(2026, 1, 1)}, "malformed"),
        ({"reported_at": datetime(1989, 12, 31, tzinfo=UTC)}, "malformed"),
        ({"reported_at": NOW + timedelta(minutes=6)}, "future"),
        ({"life": {"closed_at": NOW + timedelta(days=1)}}, "future"),
        ({"life": {"closed_at": hours(2)}}, "order"),
        ({"life": {"closed_at": hours(0.5), "answered_at": hours(0.2)}}, "order"),
        ({"life": {"stage": "handling", "closed_at": hours(0)}}, "order"),
        ({"life": {"stage": "closed"}}, "missing"),
        ({"life": {"stage": "gone"}}, "malformed"),
        ({"life": {"rating": 6, "closed_at": hours(0), "rated_at": hours(0)}}, "malformed"),
        ({"life": {"rating": True, "closed_at": hours(0), "rated_at": hours(0)}}, "malformed"),
        ({"life": {"rating": 5, "closed_at": hours(0)}}, "missing"),
        ({"life": {"owner": "x"}}, "malformed"),
    ],
)
def test_what_makes_no_sense_is_named(change, code):
    assert fault_of(**change) == code


def test_a_clock_a_little_fast_is_forgiven():
    Record(**GOOD | {"reported_at": NOW + timedelta(minutes=4)}).check_times(NOW)


def test_a_deadline_may_lie_ahead():
    Record(**GOOD | {"life": {"deadline_at": NOW + timedelta(days=9)}}).check_times(NOW)


def test_our_own_json_is_read_by_the_names_of_the_fields():
    raw = {
        "title": "井盖缺失",
        "category": "facility",
        "reported_at": "2026-03-01T08:00:00+08:00",
        "lon": 119.1,
        "lat": 25.0,
    }
    record = record_of(raw | {"life": {"closed_at": "2026-03-01T09:00:00+08:00"}}, source="patrol")
    assert record.source == "patrol"
    assert record.life["closed_at"] == datetime(2026, 3, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        [],
        {"title": "x"},
        {"title": ["x"], "category": "facility", "reported_at": "2026-03-01T08:00:00Z"},
        {"title": "x", "category": "facility", "reported_at": "yesterday"},
        {"title": "x", "category": "facility", "reported_at": "2026-03-01T08:00:00Z", "colour": "red"},
        {"title": "x", "category": "facility", "reported_at": "2026-03-01T08:00:00Z", "life": [1]},
        {"title": "x", "category": "facility", "reported_at": "2026-03-01T08:00:00Z", "lon": True, "lat": 2},
        {"title": "x", "category": "facility", "reported_at": "2026-03-01T08:00:00Z", "life": {"rating": {}}},
    ],
)
def test_json_that_is_no_record_is_a_fault(raw):
    with pytest.raises(Fault):
        record_of(raw).check_times(NOW)


@pytest.mark.parametrize("shift", [gcj02, bd09])
def test_shifted_coordinates_come_back_to_the_centimetre(shift):
    dice = np.random.default_rng(3)
    points = np.column_stack([dice.uniform(75, 135, 500), dice.uniform(18, 53, 500)])
    there = shift.from_wgs84(points)
    assert np.abs(there - points).max() > 1e-3
    assert np.abs(shift.to_wgs84(there) - points).max() < 1e-7


def test_baidu_lies_where_it_is_known_to_lie():
    """Tian'anmen on Baidu's map, to ten metres."""
    assert bd09.from_wgs84(np.array([[116.39123, 39.90681]]))[0] == pytest.approx([116.40387, 39.91441], abs=1e-3)


def test_coordinates_of_any_system_are_read_and_unknown_ones_refused():
    lon, lat = to_wgs84([500_000.0], [2_765_000.0], "EPSG:4508")[0]
    assert (round(lon), round(lat)) == (111, 25)
    assert to_wgs84([119.0], [25.0], "CGCS2000").tolist() == [[119.0, 25.0]]
    assert np.isnan(to_wgs84([-71.0], [42.0], "gcj02")).all()
    for crs in ("mars", "EPSG:abc", "EPSG:999999", "+proj=longlat", "EPSG:4978junk"):
        with pytest.raises(Fault):
            to_wgs84([119.0], [25.0], crs)
