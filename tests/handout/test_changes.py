"""Then and now: exactly the figures that are others are told, and what came and went."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.answer import Answer, Column
from data.briefing.changes import changes
from tests.briefing.people import WALL

COLUMNS = (
    Column(key="code", label="代码"),
    Column(key="name", label="区划"),
    Column(key="n_all", label="上报", unit="件"),
)
NUMBERS = st.one_of(st.none(), st.integers(-1000, 1000))


def told(values):
    rows = [{"code": f"c{n}", "name": f"区{n}", "n_all": value} for n, value in values.items()]
    whole = {"region": "990102", "level": 2, "unit": "件", "as_of": WALL, "provenance": "measured", "source": "平台"}
    return Answer(columns=COLUMNS, rows=rows, rhythm=timedelta(minutes=5), **whole)


@given(st.dictionaries(st.integers(0, 9), NUMBERS), st.dictionaries(st.integers(0, 9), NUMBERS))
def test_what_is_told_turns_then_into_now(then, now):
    found = changes(told(then), told(now))
    assert {one.row: (one.then, one.now) for one in found.figures} == {
        f"区{n}": (then[n], now[n]) for n in then.keys() & now.keys() if then[n] != now[n]
    }
    assert set(found.came) == {f"区{n}" for n in now.keys() - then.keys()}
    assert set(found.went) == {f"区{n}" for n in then.keys() - now.keys()}
    assert bool(found) == (then != now)
    assert all(one.gap == one.now - one.then for one in found.figures if None not in (one.then, one.now))


def test_two_rows_of_one_name_are_told_apart_and_a_place_is_no_figure():
    then = told({1: 3})
    then = replace(then, rows=[{**then.rows[0], "lon": 119.0}, {**then.rows[0], "n_all": 4, "lon": 119.1}])
    now = replace(then, rows=[then.rows[0], {**then.rows[1], "n_all": 9, "lon": 118.0}])
    assert [(one.then, one.now, one.unit) for one in changes(then, now).figures] == [(4, 9, "件")]
