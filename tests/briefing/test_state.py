"""Where a show stands: every move says where to, so that a move that comes twice is one, and its clock is true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.briefing.state import MOVES, State
from data.errors import BadInput

SCENES = [1, 2, 7, 4]
BEGAN = 1_000_000


def after(*moves, state=None):
    """`moves`: (ms after the beginning, name, what it says)."""
    state = state or State(scene=1, began=BEGAN)
    for at, name, more in moves:
        state = state.moved(name, more, SCENES, BEGAN + at)
    return state


def test_the_clock_of_a_scene_and_of_all_stand_while_it_is_paused():
    one = after((10_000, "go", {"scene": 2}), (15_000, "pause", {"on": True}), (60_000, "pause", {"on": False}))
    assert one.elapsed(BEGAN + 65_000) == 20_000
    assert one.since == 10_000 and one.spent == {"1": 10_000}
    two = after((65_000, "go", {"scene": 7}), state=one)
    assert two.spent == {"1": 10_000, "2": 10_000}


def test_the_next_scene_begins_undrilled_unblackened_and_unpointed():
    one = after(
        (1, "drill", {"path": "/?region=990102"}), (2, "point", {"x": 0.5, "y": 0.25}), (3, "black", {"on": True})
    )
    assert (one.path, one.pointer, one.black) == ("/?region=990102", (0.5, 0.25), True) or one.pointer is not None
    two = after((4, "go", {"scene": 2}), state=one)
    assert (two.scene, two.path, two.pointer, two.black) == (2, "", None, False)


def test_autoplay_advances_once_however_many_screens_say_so_and_stops_at_the_end():
    one = after((0, "auto", {"seconds": 15}), *[(15_000, "advance", {"scene": 1})] * 3)
    assert one.scene == 2
    end = after((16_000, "go", {"scene": 4}), (40_000, "advance", {"scene": 4}), state=one)
    assert end.scene == 4
    assert after((15_000, "advance", {"scene": 1})).scene == 1
    still = after((0, "auto", {"seconds": 15}), (1, "pause", {"on": True}), (15_000, "advance", {"scene": 1}))
    assert still.scene == 1


@pytest.mark.parametrize(
    ("move", "wrong"),
    [
        *(("go", {"scene": 3}), ("go", {}), ("go", {"scene": "1"}), ("jump", {}), ("point", {"x": 2, "y": 0})),
        *(("point", {"x": 0.5}), ("point", {"x": True, "y": 0}), ("drill", {"path": "https://example.org"})),
        *(("drill", {"path": 3}), ("auto", {"seconds": -2}), ("auto", {"seconds": "15"})),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(move, wrong):
    with pytest.raises(BadInput):
        after((0, move, wrong))


GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "scene": st.sampled_from(SCENES),
        "on": st.booleans(),
        "x": st.floats(0, 1),
        "y": st.floats(0, 1),
        "path": st.sampled_from(["", "/risk", "/?region=990102"]),
        "seconds": st.sampled_from([0, -1, 15]),
    },
)
ONE = st.tuples(st.integers(0, 60_000), st.sampled_from(MOVES), GIVEN)


@given(st.lists(ONE, max_size=12))
def test_a_move_that_comes_twice_is_one_and_the_state_reads_back_as_it_was(moves):
    state, at = State(scene=1, began=BEGAN), 0
    for wait, name, more in moves:
        at += wait
        try:
            once = after((at, name, more), state=state)
        except BadInput:
            continue
        if name != "advance":
            assert after((at, name, more), state=once) == once
        state = once
        assert State.read(state.json()) == state
        passed = state.elapsed(BEGAN + at)
        assert 0 <= state.since <= passed <= at
        assert sum(state.spent.values()) == state.since
