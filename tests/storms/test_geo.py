"""Distances, closest approaches, circles and likeness of tracks."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.storms.geo import Path, circle, distance, heading, nearest_to_point, nearest_to_shape
from data.storms.likeness import part_of, same_storm, unlike

LON, LAT = 119.0, 25.4
HOURS = 6 * 3600
places = st.tuples(st.floats(112, 126), st.floats(19, 31))
tracks = st.lists(places, min_size=2, max_size=12).map(
    lambda found: Path.of(np.arange(len(found)) * HOURS, *zip(*found, strict=True))
)


def _calm(path, wind=30.0):
    return part_of(path, np.full(len(path.at), wind), LON, LAT)


def test_distances_and_headings_are_those_of_the_globe():
    assert distance(119, 25, 119, 26) == pytest.approx(111.195, abs=0.01)
    assert distance(0, 0, 180, 0) == pytest.approx(np.pi * 6371.0088)
    assert [round(heading(119, 25, *there)) for there in ((119, 26), (119, 24))] == [0, 180]
    assert round(heading(119, 0, 120, 0)) == 90


@given(tracks)
def test_the_closest_approach_is_closest(path):
    near = nearest_to_point(path, LON, LAT)
    at = np.arange(path.at[0], path.at[-1], 300)
    sampled = distance(*path.where(at), LON, LAT).min()
    assert near.km <= distance(path.lon, path.lat, LON, LAT).min() + 1e-9
    assert near.km <= sampled * 1.02 + 0.1
    assert path.at[0] <= near.at <= path.at[-1]
    assert distance(near.lon, near.lat, LON, LAT) == pytest.approx(near.km, abs=1e-6)


@given(tracks)
def test_an_outline_is_no_further_than_a_point_in_it_and_zero_only_where_it_is_crossed(path):
    box = shapely.box(LON - 0.2, LAT - 0.2, LON + 0.2, LAT + 0.2)
    near, point = nearest_to_shape(path, box), nearest_to_point(path, LON, LAT)
    assert near.km <= point.km * 1.05 + 0.5
    crossed = shapely.intersects(box, shapely.linestrings(np.column_stack([path.lon, path.lat])))
    assert (near.km == 0) == crossed


def test_a_storm_that_passes_over_is_told_by_its_arrival():
    path = Path.of([0, HOURS], [120.0, 118.0], [25.4, 25.4])
    near = nearest_to_shape(path, shapely.box(118.8, 25.2, 119.2, 25.6))
    assert (near.km, round(near.at), round(near.lon, 6)) == (0.0, round(0.4 * HOURS), 119.2)


def test_the_date_line_is_no_border():
    path = Path.of([0, HOURS], [179.5, -179.5], [25.0, 25.0])
    assert nearest_to_point(path, 180.0, 25.0).km < 0.1
    assert nearest_to_shape(path, shapely.box(-179.9, 24.9, -179.8, 25.1)).km == 0.0
    assert nearest_to_shape(path, shapely.box(179.6, 25.5, 179.7, 25.6)).km == pytest.approx(55.6, abs=0.5)


@given(places, st.floats(1, 500))
def test_every_corner_of_a_circle_is_as_far_away(place, km):
    ring = np.array(circle(*place, km)["coordinates"][0])
    assert distance(ring[:, 0], ring[:, 1], *place) == pytest.approx(km, rel=1e-3)
    assert shapely.is_ccw(shapely.linearrings(ring))


@given(tracks, tracks)
def test_unlikeness_is_zero_for_the_same_and_symmetric(one, other):
    a, b = _calm(one), _calm(other, 40.0)
    if a is None or b is None:
        return
    assert unlike(a, a).steps == 0
    assert unlike(a, b).steps == pytest.approx(unlike(b, a).steps)
    assert unlike(a, b).wind_ms == 10


def test_a_shifted_track_is_more_alike_than_one_that_turns_back():
    def path(*points):
        return Path.of(np.arange(len(points)) * HOURS, *zip(*points, strict=True))

    here, beside, back = (
        path((121, 24), (119, 25.4), (117, 26.5)),
        path((121, 24.3), (119, 25.7), (117, 26.8)),
        path((117, 26.5), (119, 25.4), (121, 24)),
    )
    assert unlike(_calm(here), _calm(beside)).steps < unlike(_calm(here), _calm(back)).steps
    assert _calm(path((140, 10), (141, 11))) is None


def test_without_a_wind_the_tracks_alone_are_compared():
    path = Path.of([0, HOURS], [120.0, 118.0], [25.0, 26.0])
    silent = part_of(path, np.array([np.nan, np.nan]), LON, LAT)
    assert (silent.wind_ms, unlike(silent, _calm(path)).wind_ms, unlike(silent, _calm(path)).steps) == (None, None, 0)


def test_one_storm_told_twice_is_known_and_two_at_a_time_are_not_taken_for_one():
    path = Path.of([0, HOURS, 2 * HOURS], [122, 120, 118], [24, 25, 26])
    near, far = (Path.of(path.at, path.lon, path.lat + gap) for gap in (0.3, 5))
    later = Path.of(path.at + 9 * HOURS, path.lon, path.lat)
    assert [same_storm(path, other) for other in (near, far, later)] == [True, False, False]
