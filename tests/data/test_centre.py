"""The numbers of the event centre are those of a plain recount: at every level, in every window, for every slice."""

from datetime import timedelta

import pytest

from data.dwell import bucket_of
from data.queries import (
    agency_ranking,
    backlog,
    breakdown,
    funnel,
    heat,
    hot,
    rates,
    ticker,
    trend,
    wilson,
)
from data.queries.asked import asked
from data.queries.event_sums import Sums, by_key, sums_of
from data.queries.hours import reported_until, week
from data.queries.regions import children, region_of
from data.queries.stays import stays_by_key, stays_of
from data.scope import Scope
from data.times import day_start, local
from data.view import WINDOWS, View
from data.words import OPEN_STAGES, STAGES
from tests import plain_recount as plain
from tests.lived_city import NOW

GUEST = Scope.guest()
SLICES = ("", "category:flood", "leaf:flood.road", "source:grid", "grade:B", "agency:water")
MOMENTS = (None, NOW, NOW - timedelta(hours=9), NOW - timedelta(days=2, hours=3), NOW - timedelta(days=20))


def line(house) -> list[str]:
    """Codes from the city down to a cell, through the first region of each level."""
    with house.engine.connect() as connection:
        codes, here = [], region_of(connection, "", GUEST)
        while here:
            codes.append(here.code)
            here = next(iter(children(connection, here)), None)
    assert len(codes) == 6
    return codes


def views(house, at=None):
    return [View(region=code, window=window, at=at) for code in line(house) for window in WINDOWS]


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_every_measure_is_that_of_a_recount(lived, at):
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, at or NOW)
    for view in views(lived, at):
        with asked(lived, view, GUEST) as a:
            for chosen in SLICES:
                dim, _, key = chosen.partition(":")
                these = plain.chosen(events, a.here, a.span, dim or "all", key)
                mine = plain.usual(these, a.now)
                found = sums_of(a.connection, [a.here], view.but(slice=chosen), a.span)[a.here.id]
                assert found == Sums(**mine), (view, chosen)


@pytest.mark.parametrize("at", MOMENTS[:4], ids=str)
@pytest.mark.parametrize("dim", ["category", "leaf", "source", "grade", "agency"])
def test_the_keys_of_a_dimension_are_those_of_a_recount(lived, at, dim):
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, at or NOW)
    for view in views(lived, at):
        with asked(lived, view, GUEST) as a:
            mine = plain.chosen(events, a.here, a.span)
            keys = {one[dim] for one in mine} - {None}
            found = {key: one for key, one in by_key(a.connection, a.here, dim, view, a.span).items() if one.reported}
            for key in keys:
                these = [one for one in mine if one[dim] == key]
                assert found.pop(key) == Sums(**plain.usual(these, a.now)), (view, key)
            assert found == {}


def test_children_add_up_to_their_parent(lived):
    for view in views(lived):
        with asked(lived, view, GUEST) as a:
            if below := children(a.connection, a.here):
                parts = sums_of(a.connection, below, view, a.span)
                assert sum(parts.values(), Sums()) == sums_of(a.connection, [a.here], view, a.span)[a.here.id]


@pytest.mark.parametrize("at", MOMENTS[:4], ids=str)
def test_stays_fall_into_the_buckets_of_a_recount(lived, at):
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, at or NOW)
    for view in views(lived, at):
        with asked(lived, view, GUEST) as a:
            for chosen in SLICES:
                dim, _, key = chosen.partition(":")
                mine = plain.stays(plain.chosen(events, a.here, a.span, dim or "all", key))
                found = stays_of(a.connection, a.here, view.but(slice=chosen), a.span)
                assert _buckets(found) == {link: sorted(bucket_of(60 * m) for m in all_) for link, all_ in mine.items()}
            for (key, link), histogram in stays_by_key(a.connection, a.here, "category", view, a.span).items():
                mine = plain.stays(plain.chosen(events, a.here, a.span, "category", key))
                assert int(histogram.sum()) == len(mine[link])


def _buckets(found) -> dict[str, list[int]]:
    listed = {link: [b for b, n in enumerate(histogram) for _ in range(n)] for link, histogram in found.items()}
    return {link: buckets for link, buckets in listed.items() if buckets}


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_those_that_wait_in_the_funnel_are_the_open_ones(lived, at):
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, at or NOW)
    for view in views(lived, at):
        with asked(lived, view, GUEST) as a:
            mine = plain.waiting(plain.chosen(events, a.here, a.span))
        rows = funnel.answer(lived, view, GUEST).rows
        said = {row["stage"]: row["waiting"] for row in rows if row["waiting"] and row["stage"] != "closed"}
        assert said == mine


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_the_backlog_is_what_is_open_and_its_deadlines(lived, at):
    now = at or NOW
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, now)
        for code in line(lived):
            here = region_of(connection, code, GUEST)
            still = [one for one in events if here.lo <= one["cell_id"] <= here.hi and one["stage"] in OPEN_STAGES]
            for chosen in SLICES:
                dim, _, key = chosen.partition(":")
                mine = [one for one in still if not dim or one[dim] == key]
                answer = backlog.answer(lived, View(region=code, at=at, slice=chosen), GUEST)
                (total,) = answer.parts["totals"]
                assert total["open"] == len(mine)
                ticking = [one["deadline_at"] for one in mine if one["suspended_at"] is None]
                warned = [one["warn_at"] <= now for one in mine if one["suspended_at"] is None]
                assert total["overdue"] == sum(due < now for due in ticking)
                assert total["soon"] == sum(now <= due and near for due, near in zip(ticking, warned, strict=True))
                assert total["suspended"] == len(mine) - len(ticking)
                assert total["supervised"] == sum(one["supervised"] > 0 for one in mine)
                listed = [row["deadline_at"] for row in answer.parts["oldest"]]
                assert listed == [due.isoformat() for due in sorted(ticking)[:8]]
            by_category = {
                row["key"]: row["open"] for row in backlog.answer(lived, View(region=code, at=at), GUEST).rows
            }
            assert by_category == {k: n for k in {one["category"] for one in still} if (n := _n(still, k))}


def _n(events, key) -> int:
    return sum(one["category"] == key for one in events)


@pytest.mark.parametrize("at", MOMENTS[:3], ids=str)
def test_hours_and_weekdays_are_those_of_a_recount(lived, at):
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, at or NOW)
    for view in views(lived, at):
        with asked(lived, view, GUEST) as a:
            expected = {weekday: [0] * 24 for weekday in range(7)}
            for one in plain.chosen(events, a.here, a.span):
                expected[local(one["reported_at"]).weekday()][local(one["reported_at"]).hour] += 1
            assert week(a.connection, a.here, a.span.__class__(a.span.first, a.span.last, a.span.until)) == expected
            assert week(a.connection, a.here, a.span) == expected
            before = a.span.before()
            below = children(a.connection, a.here) or [a.here]
            assert reported_until(a.connection, below, before) == {
                one.id: len(plain.chosen(events, one, before)) for one in below
            }


@pytest.mark.parametrize("at", MOMENTS[:4], ids=str)
@pytest.mark.parametrize("chosen", ["", "category:flood"])
def test_the_trend_adds_up_to_the_window_and_to_the_period_before(lived, at, chosen):
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, at or NOW)
    dim, _, key = chosen.partition(":")
    for view in views(lived, at):
        answer = trend.answer(lived, view.but(slice=chosen), GUEST)
        with asked(lived, view, GUEST) as a:
            mine = plain.chosen(events, a.here, a.span, dim or "all", key)
            before = plain.chosen(events, a.here, a.span.before(), dim or "all", key)
        assert sum(row["reported"] for row in answer.rows) == len(mine)
        assert sum(row["closed"] for row in answer.rows) == sum(one["closed_at"] is not None for one in mine)
        if answer.rows and answer.rows[0]["previous"] is not None:
            assert sum(row["previous"] for row in answer.rows) == len(before)


@pytest.mark.parametrize("at", MOMENTS[:4], ids=str)
def test_the_newest_events_are_listed_at_the_stage_where_they_stood(lived, at):
    with lived.engine.connect() as connection:
        events = plain.events_at(connection, at or NOW)
    for view in views(lived, at):
        with asked(lived, view, GUEST) as a:
            mine = sorted(plain.chosen(events, a.here, a.span), key=lambda one: (one["reported_at"], one["id"]))[::-1]
        said = [(row["code"], row["stage"]) for row in ticker.answer(lived, view, GUEST).rows]
        assert said == [(one["code"], one["stage"]) for one in mine[:24]]


def test_no_share_is_more_than_all_and_none_of_nothing_is_zero(lived):
    for view in views(lived):
        for row in rates.answer(lived, view, GUEST).rows:
            assert row["value"] is None if not row["n"] else 0 <= row["low"] <= row["value"] <= row["high"] <= 100
        for row in breakdown.answer(lived, view, GUEST).rows:
            assert row["on_time"] is None or 0 <= row["on_time"] <= 100


def test_few_cases_are_shown_after_the_others_and_without_a_rank(lived, monkeypatch):
    monkeypatch.setattr(agency_ranking, "LEAST", 3)
    monkeypatch.setattr(wilson, "LEAST", 3)
    rows = agency_ranking.answer(lived, View(window="ytd"), GUEST).rows
    thin = [row["thin"] for row in rows]
    assert thin == sorted(thin)
    assert [row["rank"] for row in rows if not row["thin"]] == list(range(1, thin.count(False) + 1))
    assert {row["rank"] for row in rows if row["thin"]} <= {None}
    lows = [row["low"] for row in rows if not row["thin"]]
    assert lows == sorted(lows, reverse=True)


def test_what_where_and_when_are_each_the_highest_first(lived):
    rows = hot.answer(lived, View(window="ytd"), GUEST).rows
    for kind in ("leaf", "region", "hour"):
        counts = [row["n"] for row in rows if row["kind"] == kind]
        assert counts
        assert counts == sorted(counts, reverse=True)
    places = hot.places(lived, View(window="ytd"), GUEST)
    assert places
    assert {len(row["code"]) for row in places} == {9}


def test_a_weekday_the_window_does_not_have_is_no_zero(lived):
    rows = heat.answer(lived, View(), GUEST).rows
    assert {row["weekday"]: row["days"] for row in rows} == {n: int(n == local(NOW).weekday()) for n in range(7)}
    assert all((row["h08"] is None) == (row["days"] == 0) for row in rows)


def test_nine_tenths_of_the_stays_are_no_longer_than_the_ninth_tenth(lived):
    rows = [row for row in funnel.answer(lived, View(window="ytd"), GUEST).rows if row["dwell_p90"] is not None]
    assert rows and all(row["dwell_p50"] <= row["dwell_p90"] for row in rows)
    with asked(lived, View(window="ytd"), GUEST) as a:
        stays = stays_of(a.connection, a.here, View(window="ytd"), a.span)
    for row in rows:
        short = stays[row["stage"]][: bucket_of(row["dwell_p90"] * 60) + 1].sum()
        assert short >= 0.9 * stays[row["stage"]].sum()


def test_the_slice_is_named_and_an_unknown_one_is_empty(lived):
    answer = funnel.answer(lived, View(window="ytd", slice="leaf:flood.road"), GUEST)
    assert answer.parts["slice"] == [{"dim": "leaf", "key": "flood.road", "label": "名flood.road"}]
    assert funnel.answer(lived, View(window="ytd", slice="leaf:nothing"), GUEST).rows == []


def test_days_begin_at_local_midnight(lived):
    assert local(day_start(NOW.toordinal())).hour == 0
    assert set(STAGES) >= {"reported", "closed"}
