"""Points are told inside from outside as GEOS tells them one by one, and long rings that cross themselves are found."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.errors import BadInput
from data.queries.crossing import surely_simple
from data.queries.outlines import LONG, shape_of
from data.queries.scan import Scan
from tests.bench.exposure import star

SEEDS = st.integers(0, 2**32 - 1)
LATTICE = st.tuples(st.integers(0, 8), st.integers(0, 8))  # corners where points and rows are


def held(scan, shape):
    """As the scan tells it, and as GEOS does."""
    x, y = np.empty_like(scan.x), np.empty_like(scan.y)
    x[scan.order], y[scan.order] = scan.x, scan.y
    return scan.inside(shape), shapely.contains_xy(shape, x, y)


@given(st.integers(3, 4000), SEEDS)
@settings(max_examples=60, deadline=None)
def test_deep_outlines_of_any_size_hold_what_they_hold_one_by_one(corners, seed):
    dice = np.random.default_rng(seed)
    shape = shapely.from_geojson(str(star(dice, 119.0, 25.4, corners)).replace("'", '"'))
    scan = Scan.of(dice.uniform(118.7, 119.4, 3000), dice.uniform(25.1, 25.8, 3000))
    fast, slow = held(scan, shape)
    assert (fast == slow).all()


@given(st.lists(LATTICE, min_size=3, max_size=12, unique=True), st.integers(1, 9), SEEDS)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_points_on_corners_and_borders_are_not_inside(corners, step, seed):
    shape = shapely.make_valid(shapely.polygons([*corners, corners[0]])).buffer(0)
    assume(not shapely.is_empty(shape))
    grid = np.arange(0, 8.01, step / 4)
    x, y = (one.ravel() for one in np.meshgrid(grid, grid))
    shuffled = np.random.default_rng(seed).permutation(len(x))
    fast, slow = held(Scan.of(x[shuffled], y[shuffled]), shape)
    assert (fast == slow).all()


@given(st.integers(1, 5), SEEDS)
@settings(max_examples=60, deadline=None)
def test_holes_and_many_parts_hold_what_they_hold_one_by_one(parts, seed):
    dice = np.random.default_rng(seed)
    spots = dice.uniform(0, 10, (parts, 2))
    blots = [shapely.Point(spot).buffer(2).difference(shapely.Point(spot).buffer(1)) for spot in spots]
    shape = shapely.union_all(blots)
    fast, slow = held(Scan.of(*dice.uniform(-2, 12, (2, 2000))), shape)
    assert (fast == slow).all()


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_points_are_points_too(n):
    scan = Scan.of(np.full(n, 0.5), np.full(n, 0.5))
    assert scan.inside(shapely.box(0, 0, 1, 1)).tolist() == [True] * n
    assert scan.inside(shapely.box(2, 2, 3, 3)).tolist() == [False] * n


@given(st.integers(LONG, 5000), SEEDS)
@settings(max_examples=20, deadline=None)
def test_long_rings_that_cross_nowhere_are_known_at_once(corners, seed):
    ring = np.array(star(np.random.default_rng(seed), 119.0, 25.4, corners)["coordinates"][0])
    assert surely_simple(ring)


@given(st.integers(4, 3000), st.floats(0, 1), st.integers(1, 40), SEEDS)
@settings(max_examples=150, deadline=None)
def test_a_ring_that_crosses_itself_is_never_said_to_be_simple(corners, where, apart, seed):
    ring = np.array(star(np.random.default_rng(seed), 119.0, 25.4, corners)["coordinates"][0])
    one = int(where * (corners - 1))
    other = (one + apart) % corners
    ring[[one, other]] = ring[[other, one]]
    ring[-1] = ring[0]
    if not shapely.is_valid(shapely.polygons(ring)):
        assert not surely_simple(ring)


@given(st.lists(LATTICE, min_size=3, max_size=9))
@settings(max_examples=400)
def test_rings_that_touch_fold_or_repeat_are_left_to_geos(corners):
    ring = np.array([*corners, corners[0]], dtype=float)
    if surely_simple(ring):
        assert shapely.is_valid(shapely.polygons(ring))


def test_a_long_outline_that_crosses_itself_is_refused_with_where():
    outline = star(np.random.default_rng(7), 119.0, 25.4, 5000)
    ring = outline["coordinates"][0]
    ring[2000], ring[2002] = ring[2002], ring[2000]
    with pytest.raises(BadInput, match="Self-intersection"):
        shape_of(outline)
