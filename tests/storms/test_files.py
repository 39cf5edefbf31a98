"""Track files as they come: the real ones, and lines that nobody can read."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.storms import cma, ibtracs
from data.storms.geo import _ring, circle, lobes
from data.storms.radii import read
from tests.samples import SAMPLES, needs_samples

HEAD = "66666 2403    3 0004 2403 0 3 GAEMI                            20250301"
LINES = [
    "2024071906 1 128 1327 1004      13",
    "2024071912 2 139 1312 1006      18     22",
    "2024071918 9 150 1300  998       0",
]
COLUMNS = (
    "SID,SEASON,NAME,ISO_TIME,LAT,LON,TRACK_TYPE,WMO_WIND,WMO_PRES,CMA_CAT,USA_WIND,"
    "USA_R34_NE,USA_R34_SE,USA_R34_SW,USA_R34_NW,USA_R64_NE"
)
UNITS = " ,Year, , ,degrees_north,degrees_east, ,kts,mb,1,kts,nmile,nmile,nmile,nmile,nmile"


def test_a_line_of_the_chinese_file_is_read_in_its_units():
    track = cma.parse([HEAD, *LINES]).tracks[0]
    assert (track.track_id, track.season, track.name, len(track.fixes)) == ("CMA2403", 2024, "Gaemi", 3)
    first, second, third = track.fixes
    assert first.at == datetime(2024, 7, 19, 6, tzinfo=UTC)
    assert (first.lat, first.lon, first.pressure_hpa, first.category) == (12.8, 132.7, 1004.0, 1)
    assert second.wind_kt == pytest.approx(18 / 0.514444, abs=0.05)
    assert (third.wind_kt, third.category) == (None, 9)  # 0 m/s stands for unknown


@pytest.mark.parametrize(
    "line",
    [
        "2024071906 1 128 1327 1004",
        "2024071906 8 128 1327 1004 13",
        "2024071906 1 928 1327 1004 13",
        "2024071906 1 128 1327 9999 13",
        "2024071925 1 128 1327 1004 13",
        "2024071906 1 12.8 1327 1004 13",
        "2024071906 1 128 1327 1004 1e3",
        LINES[1],
        "nonsense",
    ],
)
def test_a_bad_line_costs_no_more_than_itself(line):
    told = cma.parse([HEAD, line, *LINES[1:]])
    assert [fix.at.hour for fix in told.tracks[0].fixes] == [12, 18]
    assert [(one.text, bool(one.reason)) for one in told.faults] == [(line, True)] or line == LINES[1]
    assert told.faults


def test_a_header_that_promises_more_than_follows_is_told_and_its_lines_are_kept():
    told = cma.parse([HEAD.replace("  3 0004", " 54 0004"), *LINES])
    assert (len(told.tracks[0].fixes), told.faults[0].number) == (3, 1)


def test_lines_under_a_broken_header_are_not_taken_for_the_storm_before():
    told = cma.parse([HEAD, *LINES, "66666 x", "2024080106 1 128 1327 1004 13"])
    assert [len(track.fixes) for track in told.tracks] == [3]
    assert [one.number for one in told.faults] == [5, 6]


def test_a_storm_without_a_number_goes_by_its_year_and_serial_number():
    nameless = HEAD.replace("2403", "0000").replace("GAEMI", "(nameless)")
    track = cma.parse([nameless, *LINES]).tracks[0]
    assert (track.track_id, track.name) == ("CMA20240004", "")


@needs_samples
@pytest.mark.parametrize(("file", "storms", "fixes"), [("CH2023BST.txt", 20, 789), ("CH2024BST.txt", 28, 877)])
def test_the_real_files_are_read_without_a_fault(file, storms, fixes):
    told = cma.parse(Path(SAMPLES, file).read_text("ascii").splitlines())
    assert (len(told.tracks), sum(len(one.fixes) for one in told.tracks), told.faults) == (storms, fixes, ())


@given(st.lists(st.text(max_size=60) | st.sampled_from([HEAD, *LINES]), max_size=12))
def test_whatever_stands_in_a_file_each_line_is_taken_or_told(lines):
    for parse in (cma.parse, ibtracs.parse):
        told = parse(lines)
        assert all(track.fixes for track in told.tracks)
        assert all(fault.reason for fault in told.faults)


def _row(sid="2024201N12133", at="2024-07-24 12:00:00", lat="23.6", lon="121.7", kind="main", winds="50,50,40,40,20"):
    return f"{sid},2024,GAEMI,{at},{lat},{lon},{kind},65,960,4,70,{winds}"


def test_ibtracs_gives_mean_radii_in_kilometres_and_the_chinese_category():
    told = ibtracs.parse([COLUMNS, UNITS, _row(), _row(at="2024-07-24 18:00:00", winds=",,,,0")])
    one, other = told.tracks[0].fixes
    assert told.faults == ()
    assert (one.wind_kt, one.pressure_hpa, one.category, one.r7_km) == (65, 960, 4, round(45 * 1.852, 1))
    assert (one.r10_km, one.r12_km) == (None, round(20 * 1.852, 1))
    assert (other.r7_km, other.r12_km) == (None, None)


def read_as(**told):
    """The one fix of a line that tells these columns beside the place."""
    heads = ["SID", "SEASON", "NAME", "ISO_TIME", "LAT", "LON", *told]
    line = ["2024201N12133", "2024", "GAEMI", "2024-07-24 12:00:00", "23.6", "121.7", *map(str, told.values())]
    found = ibtracs.parse([",".join(heads), "", ",".join(line)])
    assert found.faults == (), found.faults
    return found.tracks[0].fixes[0]


def sides(name, *miles):
    return dict(zip((f"{name}_{side}" for side in ("NE", "SE", "SW", "NW")), miles, strict=True))


def test_ibtracs_gives_radii_to_all_four_sides():
    fix = read_as(**sides("USA_R34", 120, 90, 60, 100), **sides("USA_R64", 30, 0, 0, 20))
    assert read(fix.quadrants) == {7: [222.2, 166.7, 111.1, 185.2], 12: [55.6, 0.0, 0.0, 37.0]}
    assert (fix.r7_km, fix.r10_km) == (round(92.5 * 1.852, 1), None)
    assert fix.r12_km == pytest.approx(12.5 * 1.852, abs=0.06)
    assert read_as(**sides("USA_R34", 0, 0, 0, 0)).quadrants is None


def test_where_one_agency_tells_no_radii_another_is_taken():
    fix = read_as(**sides("USA_R34", "", "", "", ""), **sides("REUNION_R34", 40, 30, 20, 10))
    assert read(fix.quadrants) == {7: [74.1, 55.6, 37.0, 18.5]}
    both = read_as(**sides("USA_R34", 50, 50, 50, 50), **sides("REUNION_R34", 40, 30, 20, 10))
    assert read(both.quadrants)[7] == [92.6] * 4


def test_of_tokyo_the_longest_radius_lies_to_the_side_that_it_names():
    fix = read_as(TOKYO_R50_DIR=1, TOKYO_R50_LONG=100, TOKYO_R50_SHORT=60, TOKYO_R30_LONG=200, TOKYO_R30_SHORT=200)
    ne, se, sw, nw = read(fix.quadrants)[10]
    assert (ne, sw) == (185.2, 111.1) and se == nw and sw < se < ne
    assert fix.r7_km is None, "30 knots are no circle of ours"
    round_ = read_as(TOKYO_R50_DIR=9, TOKYO_R50_LONG=80, TOKYO_R50_SHORT=80)
    assert read(round_.quadrants)[10] == [148.2] * 4


@given(st.lists(st.floats(0, 900), min_size=4, max_size=4).filter(lambda kms: max(kms) > 1))
def test_an_outline_of_four_quarters_holds_just_what_the_winds_reach(kms):
    """A point a little nearer than the radius of its side lies inside, one a little farther outside."""
    shape = shapely.polygons(lobes(119.0, 25.0, kms)["coordinates"][0])
    for turn, km in zip((45, 135, 225, 315), kms, strict=True):
        for far, inside in ((km * 0.98 - 0.1, True), (km * 1.02 + 0.1, False)):
            if far > 0:
                corner = _ring(119.0, 25.0, np.array([turn, turn, turn, turn]), np.full(4, far))["coordinates"][0][0]
                assert shape.buffer(1e-9).contains(shapely.Point(corner)) == inside
    assert all(circle(119.0, 25.0, km)["type"] == "Polygon" for km in kms if km)


def test_ibtracs_leaves_spurs_out_and_tells_what_it_cannot_read():
    bad = [_row(sid="GAEMI"), _row(lat=""), _row(at="yesterday"), _row(lon="east"), _row(lat="95")]
    told = ibtracs.parse([COLUMNS, UNITS, _row(), _row(kind="spur", at="2024-07-24 18:00:00"), _row(), *bad])
    assert [len(track.fixes) for track in told.tracks] == [1]
    assert [one.number for one in told.faults] == [5, 6, 7, 8, 9, 10]


def test_a_file_of_another_kind_is_one_fault():
    told = ibtracs.parse(["a,b,c", "1,2,3"])
    assert (told.tracks, len(told.faults)) == ((), 1)
    assert len(ibtracs.parse([]).faults) == 1
