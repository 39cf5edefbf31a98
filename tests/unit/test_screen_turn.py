"""The turn of a group of screens: computed from a state and a moment, it survives whatever is told of it in between."""

from hypothesis import assume, given
from hypothesis import strategies as st

from data.screens.turn import FOREVER, SECOND, Page, Turn

START = 1_700_000_000_000


@st.composite
def turns(draw):
    seconds = draw(st.lists(st.integers(1, 90), min_size=1, max_size=6))
    pages = tuple(Page(id=n + 1, seconds=one) for n, one in enumerate(seconds))
    among = tuple(one.id for one in pages if draw(st.booleans())) or (1,)
    page = draw(st.sampled_from(pages))
    spent = draw(st.integers(0, page.seconds * SECOND - 1))
    return Turn(pages=pages, among=among, page=page.id, spent=spent, since=START, paused=draw(st.booleans()))


LATER = st.integers(0, 3_600_000)


def plain(*seconds, **more):
    pages = tuple(Page(id=n + 1, seconds=one) for n, one in enumerate(seconds))
    return Turn(pages=pages, among=tuple(one.id for one in pages), page=1, since=START, **more)


def test_pages_follow_each_other_for_their_seconds_and_begin_anew():
    turn = plain(10, 5, 20)
    found = [(turn.at(START + ms).page, turn.at(START + ms).left) for ms in (0, 9_999, 10_000, 15_000, 34_999, 35_000)]
    assert found == [(1, 10_000), (1, 1), (2, 5_000), (3, 20_000), (3, 1), (1, 10_000)]


@given(turns(), LATER, LATER)
def test_telling_it_anew_at_any_moment_changes_nothing_of_what_follows(turn, a, b):
    there = START + a
    assert turn.stand(there).at(there + b) == turn.at(there + b)


@given(turns(), LATER, LATER, LATER)
def test_after_a_pause_it_goes_on_with_the_same_page_and_the_same_time_left(turn, a, b, c):
    assume(not turn.paused)
    there, back = START + a, START + a + b
    paused = turn.pause(there)
    assert paused.at(there + c) == turn.at(there)
    assert paused.resume(back).at(back + c) == turn.at(there + c)


@given(turns(), LATER, LATER, LATER)
def test_after_an_alarm_it_goes_on_with_the_same_page_and_the_same_time_left(turn, a, b, c):
    there, until = START + a, START + a + b
    held = turn.hold(there, until)
    assert held.at(there + min(b, c)) == turn.at(there)
    assert held.at(until + c) == turn.at(there + c)


@given(turns(), LATER, LATER, LATER)
def test_an_alarm_that_is_acknowledged_early_gives_the_screen_back_early(turn, a, b, c):
    there, seen = START + a, START + a + b
    assert turn.hold(there, FOREVER).release(seen).at(seen + c) == turn.at(there + c)


@given(turns(), LATER)
def test_it_shows_only_pages_that_take_turns_but_for_the_one_that_is_running(turn, a):
    shown = turn.at(START + a)
    assert shown.page in turn.among or (shown.page == turn.page and a < 90 * SECOND) or turn.paused
    assert 0 < shown.left <= 90 * SECOND


@given(turns(), LATER, st.data())
def test_other_conditions_leave_a_page_that_still_takes_turns_its_time(turn, a, data):
    there, shown = START + a, turn.at(START + a)
    among = tuple(one.id for one in turn.pages if data.draw(st.booleans())) or (1,)
    changed = turn.between(among, there).at(there)
    assert changed == shown if shown.page in among else changed.page in among


@given(turns(), LATER)
def test_next_and_back_are_each_others_way(turn, a):
    page = turn.at(START + a).page
    assume(page in turn.among)
    assert turn.after(turn.after(page), -1) == page


def test_without_pages_nothing_is_shown():
    assert Turn(pages=(), among=()).at(START).page is None
