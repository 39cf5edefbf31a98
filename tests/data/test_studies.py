"""What is studied of events agrees with a plain recount, at each level, and follows window and scope."""

from dataclasses import replace
from datetime import date

import pytest

from components.drawn import drawn
from data.dwell import bucket_of
from data.queries import pairs, repeated, speed, topical
from data.queries.asked import asked
from data.queries.bundles import bundles
from data.queries.digest import digest
from data.queries.event_filters import Filters
from data.queries.event_list import listed
from data.queries.lately import lately
from data.queries.regions import children, region_of
from data.queries.shirked import shirked
from data.scope import Scope
from data.times import day_start
from data.topics import Topic
from data.view import WINDOWS, View
from data.windows import Span
from tests import plain_recount as plain
from tests.lived_city import NOW

GUEST = Scope.guest()


@pytest.fixture
def events(lived):
    with lived.engine.connect() as connection:
        return plain.events_at(connection, NOW)


def views(house):
    with house.engine.connect() as connection:
        here, found = region_of(connection, "", GUEST), []
        while here is not None and here.level < 6:
            found.append(here)
            here = next(iter(children(connection, here)), None)
    return [View(region=one.code, window=window) for one in found for window in WINDOWS]


def test_samples_are_the_stays_of_a_recount(lived, events):
    for view in views(lived):
        rows = speed.answer(lived, view, GUEST).rows
        with asked(lived, view, GUEST) as a:
            mine = plain.chosen(events, a.here, a.span)
        stays = plain.stays(mine)
        assert {row["key"]: row["n"] for row in rows if row["dim"] == "link" and row["n"]} == {
            link: len(found) for link, found in stays.items() if found
        }, view
        for row in (one for one in rows if one["dim"] == "category"):
            told = plain.stays([one for one in mine if one["category"] == row["key"]]).get("answered", [])
            assert (row["n"] or 0) == len(told)
            if told:
                assert bucket_of(60 * row["p50"]) in {bucket_of(60 * minutes) + x for minutes in told for x in (0, 1)}


def test_few_stays_are_never_compared(lived):
    for view in views(lived):
        for row in speed.answer(lived, view, GUEST).rows:
            if min(row["n"] or 0, row["before_n"] or 0) < 30:
                assert row["before_change"] is None


def test_last_year_are_the_same_days_also_after_a_leap_day():
    def span(first, last):
        days = [date.fromisoformat(one).toordinal() for one in (first, last)]
        return Span(*days, day_start(days[1]))

    assert speed.last_year(span("2024-07-19", "2024-07-25")).first == date(2023, 7, 19).toordinal()
    assert speed.last_year(span("2024-02-29", "2024-02-29")).first == date(2023, 2, 28).toordinal()
    assert speed.last_year(span("2025-02-28", "2025-03-02")).days == 3


def test_pairs_hold_what_the_hotline_and_the_grid_told_and_no_more(lived, events):
    for view in views(lived):
        with asked(lived, view, GUEST) as a:
            mine = plain.chosen(events, a.here, a.span)
        rows = pairs.answer(lived, view, GUEST).rows
        asked_for = [one for one in mine if one["source"] == "hotline" and one["stage"] != "merged"]
        assert sum(row["asked"] for row in rows) == len(asked_for)
        closed = [one for one in asked_for if one["closed_at"] and not one["reopened"]]
        assert sum(row["solved"] for row in rows) == sum((one["rating"] or 5) > pairs.POOR for one in closed)
        assert all(row["solved"] <= row["settled"] <= row["asked"] for row in rows)


def test_where_a_window_holds_too_many_the_newest_days_are_read(lived):
    with asked(lived, View(window="ytd"), GUEST) as a:
        whole, some = (lately(a, ("id", "reported_at"), most) for most in (10_000, 20))
    assert whole.whole and not some.whole
    assert 0 < some.events <= 20 and some.span.last == whole.span.last
    assert some.columns["id"] == whole.columns["id"][-some.events :]


def test_topics_count_what_lies_below_their_categories(lived, events):
    wanted = (Topic("water", "涉水", ("flood.road", "flood.house")), Topic("all", "全部", ("flood", "dispute")))
    with asked(lived, View(window="ytd"), GUEST) as a:
        mine = plain.chosen(events, a.here, a.span)
    assert wanted[0].holds("flood.road") and not wanted[0].holds("flood") and not wanted[0].holds("flood.roads")
    rows = {row["key"]: row for row in topical.answer(lived, View(window="ytd"), GUEST).rows}
    of = [one for one in mine if topical.topics(lived)[0].holds(one["leaf"])]
    assert rows == {} or rows["mediation"]["reported"] == len(of)


def test_the_lists_of_what_was_done_and_what_was_passed_on_hold_exactly_that(lived, events):
    view = View(window="ytd")
    with asked(lived, view, GUEST) as a:
        mine = plain.chosen(events, a.here, a.span)
        passed = set(a.connection.scalars(shirked(a.span)))
    found = {state: listed(lived, view, GUEST, Filters(state=state), limit=500).rows for state in ("done", "shirked")}
    assert {row["id"] for row in found["done"]} == {one["id"] for one in mine if one["closed_at"] or one["rated_at"]}
    assert {row["id"] for row in found["shirked"]} == passed & {one["id"] for one in mine}


def test_bundles_lead_to_the_cases_they_count(lived):
    for one in bundles(lived, View(), GUEST):
        wanted = Filters(leaf=str(one["leaf"]), grade="C", state="open")
        assert len(listed(lived, View(region=str(one["code"])), GUEST, wanted, limit=500).rows) == one["n"]


def test_who_sees_a_part_studies_that_part(lived):
    with lived.engine.connect() as connection:
        first, second = children(connection, region_of(connection, "", GUEST))
    mine = replace(GUEST, cells=((first.lo, first.hi),))
    for answer in (speed.answer, pairs.answer, repeated.answer, topical.answer):
        whole, part = (answer(lived, View(region=first.code, window="ytd"), scope).rows for scope in (GUEST, mine))
        assert whole == part


def test_where_not_all_was_read_nobody_says_that_nothing_comes_back(lived, monkeypatch):
    view = View(window="30d")
    assert repeated.answer(lived, view, GUEST).parts["read"][0]["whole"]
    monkeypatch.setattr(repeated, "READ", 1)
    answer = repeated.answer(lived, view, GUEST)
    assert not answer.parts["read"][0]["whole"] and answer.rows == []
    words = drawn(lived, "repeated", view, GUEST)["parts"]["say"]["html"]
    assert "只看了" in words and "内没有" not in words
    counted = {row["key"]: row["now"] for row in digest(lived, view, GUEST).lines}
    assert counted["spots"] is None and counted["reported"] > 0
