"""What a camera sees: nothing beyond its reach, nothing beside its angle, and the same whichever way all is turned."""

from math import cos, radians, sin

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from data.sectors import sees

LON, LAT, DEGREE_M = 119.0, 25.4, 111_195.0
WAYS = st.floats(0, 359.9)


def at(towards, metres):
    """The place so far away in that direction."""
    north, east = cos(radians(towards)) * metres, sin(radians(towards)) * metres
    return LON + east / (DEGREE_M * cos(radians(LAT))), LAT + north / DEGREE_M


def seen(bearing, reach, angle, towards, metres):
    return bool(sees([LON], [LAT], [bearing], [reach], [angle], at(towards, metres))[0])


@given(WAYS, st.floats(20, 2_000), st.floats(2, 360), st.floats(-1, 1), st.floats(0.01, 0.97))
def test_what_lies_within_reach_and_angle_is_seen_and_nothing_else(bearing, reach, angle, beside, share):
    assert seen(bearing, reach, angle, bearing + beside * angle * 0.49, reach * share)
    assert not seen(bearing, reach, angle, bearing + beside * angle * 0.49, reach * (1.03 + share))
    assume(angle < 300 and reach * share > 5)
    assert not seen(bearing, reach, angle, bearing + angle / 2 + 5 + abs(beside) * (350 - angle) / 2, reach * share)


@given(WAYS, WAYS, st.floats(0, 250))
def test_turning_all_of_it_changes_nothing(towards, turn, metres):
    assume(abs(abs((towards + 180) % 360 - 180) - 30) > 1 and abs(metres - 200) > 2 and metres > 2)
    assert seen(0, 200, 60, towards, metres) == seen(turn, 200, 60, towards + turn, metres)


def test_one_that_turns_all_around_sees_what_stands_at_its_foot():
    assert all(seen(0, 100, 360, way, 60) for way in np.arange(0, 360, 15))
    assert seen(0, 100, 1, 180, 0.3) and not seen(0, 100, 1, 180, 3)
