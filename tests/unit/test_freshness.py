"""How fresh an answer is, and when it will be less so: screens ask again at that moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.answer import Answer

NOW = datetime(2024, 7, 25, 7, 42, tzinfo=UTC)
TICK = timedelta(microseconds=1)
rhythms = st.timedeltas(timedelta(seconds=1), timedelta(days=92))
ages = st.timedeltas(timedelta(days=-1), timedelta(days=400))


def _answer(rhythm, age, rows=1):
    told = dict(region="350300", level=1, columns=(), unit="件", provenance="measured", source="")
    as_of = None if age is None else NOW - age
    return Answer(**told, rows=[{"n": n} for n in range(rows)], as_of=as_of, rhythm=rhythm)


@given(rhythms, ages)
def test_it_stays_as_fresh_until_it_turns_and_is_less_so_then(rhythm, age):
    answer = _answer(rhythm, age)
    now, turn = answer.freshness(NOW), answer.turns(NOW)
    if turn is None:
        assert now == "stale"
        return
    assert turn >= NOW
    assert answer.freshness(turn) == now
    assert answer.freshness(turn + rhythm / 1000 + TICK) != now


def test_what_has_no_rows_or_no_moment_never_turns():
    assert _answer(timedelta(hours=1), timedelta(), rows=0).turns(NOW) is None
    assert _answer(timedelta(hours=1), None).turns(NOW) is None
