"""Regions and agencies are ranked by what is sure; what stands on few cases is shown, and not ranked."""

from dataclasses import replace

from data.queries import rates, region_ranking, unit_rates, wilson
from data.queries.asked import asked
from data.queries.event_sums import Sums
from data.queries.regions import children
from data.scope import Scope
from data.view import View
from tests import plain_recount as plain
from tests.data.test_centre import line
from tests.lived_city import NOW

GUEST = Scope.guest()


def told(events, now):
    """The sums of these events by a plain recount."""
    return Sums(**plain.usual(events, now))


def test_regions_are_ranked_by_what_is_sure_and_few_cases_come_after_without_a_rank(lived, monkeypatch):
    monkeypatch.setattr(region_ranking, "LEAST", 9)
    monkeypatch.setattr(wilson, "LEAST", 9)
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, NOW)
    ranked = 0
    for view in (View(region=code, window="ytd", slice=one) for code in line(lived) for one in ("", "source:grid")):
        dim, _, key = view.slice.partition(":")
        rows = region_ranking.answer(lived, view, GUEST).rows
        with asked(lived, view, GUEST) as a:
            for one in children(a.connection, a.here):
                (row,) = (row for row in rows if row["code"] == one.code)
                mine = told(plain.chosen(events, one, a.span, dim or "all", key), a.now)
                assert (row["reported"], row["closed"]) == (mine.reported, mine.closed)
                assert (row["to_close"], row["on_time"]) == (mine.to_close, mine.on_time_rate)
                assert row["low"] is None if not mine.to_close else row["low"] <= row["on_time"] <= row["high"]
        thin = [row["thin"] for row in rows]
        assert thin == sorted(thin)
        assert [row["rank"] for row in rows] == [*range(1, thin.count(False) + 1), *[None] * thin.count(True)]
        lows = [row["low"] for row in rows if not row["thin"]]
        assert lows == sorted(lows, reverse=True)
        ranked += len(lows)
    assert ranked > 1


def test_the_five_rates_of_each_agency_are_those_of_a_recount_and_only_what_is_sure_is_marked(lived, monkeypatch):
    monkeypatch.setattr(unit_rates, "LEAST", 5)
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, NOW)
    ranked = 0
    for code in line(lived)[:4]:
        view = View(region=code, window="ytd")
        answer = unit_rates.answer(lived, view, GUEST)
        with asked(lived, view, GUEST) as a:
            for row in answer.rows:
                mine = told(plain.chosen(events, a.here, a.span, "agency", row["code"]), a.now)
                for key, _label, hits, n, _note in rates.RATES:
                    whole = getattr(mine, n)
                    assert row[f"{key}_n"] == whole
                    assert row[key] == (round(100 * getattr(mine, hits) / whole, 1) if whole else None)
        thin = [row["thin"] for row in answer.rows]
        assert thin == sorted(thin)
        sure = [row["sure"] for row in answer.rows if not row["thin"]]
        assert sure == sorted(sure, reverse=True)
        (whole,) = answer.parts["whole"]
        for row, marks in zip(answer.rows, answer.parts["marks"], strict=True):
            assert all((row[key] > whole[key]) == (mark == "above") for key, mark in marks.items() if key != "code")
        ranked += len(sure)
    assert ranked > 1


def test_an_agency_sees_its_own_five_rates_only(lived):
    mine = replace(GUEST, departments=("water",))
    assert {row["code"] for row in unit_rates.answer(lived, View(window="ytd"), mine).rows} <= {"water"}
