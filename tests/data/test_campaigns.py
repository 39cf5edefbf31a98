"""Campaigns and fields of enforcement: counts are the cube's, targets mean what they say, bad files are refused."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from data.campaigns import FILE, read_campaigns
from data.errors import CityError
from data.queries import backlog, campaigns, enforcement, todo
from data.queries.asked import asked
from data.queries.event_sums import by_key
from data.scope import Scope
from data.topics import ENFORCEMENT, Topic, read_topics
from data.view import View

GUEST = Scope.guest()
GOOD = "{name: x, lead: y, from: '06-01', to: '09-30', categories: [flood], targets: {closed: 95}}"


FIELDS = (Topic("water", "涉水", ("flood.road", "flood.house")), Topic("all", "全部", ("flood", "dispute")))


def test_a_field_counts_all_cases_of_its_categories(lived):
    with asked(lived, View(window="ytd"), GUEST) as a:
        counts = by_key(a.connection, a.here, "leaf", View(), a.span, enforcement.MEASURED)
    for one in FIELDS:
        mine = [sums for leaf, sums in counts.items() if one.holds(leaf)]
        row = enforcement.field(one, counts, None)
        assert row["reported"] == sum(sums.reported for sums in mine)
        assert row["filed"] == sum(sums.filed for sums in mine)
        assert row["kinds"] == sum(sums.reported > 0 for sums in mine)
        assert row["change"] is None
    listed = enforcement.matters(FIELDS, counts)
    assert listed and all(counts[leaf].reported >= counts[after].reported for leaf, after in pairwise(listed))


def test_fields_without_cases_are_no_rows_and_those_of_a_city_are_known(lived):
    assert len(read_topics(ENFORCEMENT)) >= 5
    told = enforcement.answer(lived, View(window="ytd"), GUEST)
    assert told.rows == [] or sum(int(row["reported"] or 0) for row in told.rows) > 0
    whole = enforcement.answer(lived, View(window="ytd", slice="leaf:flood.road"), GUEST)
    assert whole.rows == told.rows


def test_what_waits_is_told_with_the_page_where_it_is_done(lived):
    now = {row["key"]: row for row in todo.answer(lived, View(), GUEST).rows}
    totals = backlog.answer(lived, View(), GUEST).parts["totals"][0]
    assert now["overdue"]["n"] == totals["overdue"] and now["soon"]["n"] == totals["soon"]
    assert all(str(row["to"]).startswith("/") for row in now.values())
    assert {"waiting", "coming", "warnings", "signals"} <= now.keys()
    with asked(lived, View(), GUEST) as a:
        past = {row["key"] for row in todo.answer(lived, View(at=a.now - timedelta(days=1)), GUEST).rows}
    assert past == {"overdue", "soon", "supervised"}


def test_a_campaign_counts_its_own_days_whatever_the_window(lived):
    today, year = campaigns.answer(lived, View(), GUEST).rows, campaigns.answer(lived, View(window="ytd"), GUEST).rows
    assert today == year
    rows = {row["key"]: row for row in today}
    for one in read_campaigns(FILE):
        row = rows[one.topic.key]
        with asked(lived, View(), GUEST) as a:
            begin, end = one.days(a.now)
            if row["state"] == "ahead":
                assert row["reported"] is None
                continue
            span = campaigns.span_of(begin, end, a.now, live=True)
            counts = by_key(a.connection, a.here, "leaf", View(), span, ("reported", "closed"))
        assert row["reported"] == sum(sums.reported for leaf, sums in counts.items() if one.topic.holds(leaf))
        assert row["reached"] <= row["aims"] == len(one.targets)


def test_days_of_a_campaign_pass_one_by_one(lived):
    with asked(lived, View(), GUEST) as a:
        now = a.now
    today = date.fromordinal(campaigns.day_number(now))
    assert campaigns.passed(today, today, now) == 100
    assert campaigns.passed(today, today + timedelta(days=9), now) == 10
    assert campaigns.passed(today + timedelta(days=1), today + timedelta(days=9), now) == 0
    assert campaigns.passed(today - timedelta(days=9), today - timedelta(days=1), now) == 100


def test_a_target_is_a_least_share_or_a_most_change():
    assert campaigns.holds("closed", 95.0, 95) and not campaigns.holds("closed", 94.9, 95)
    assert campaigns.holds("change", -12.0, -10) and not campaigns.holds("change", -9.9, -10)
    assert campaigns.holds("change", None, -10) is None


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "x: 1",
        f"x: {GOOD.replace('06-01', '10-01')}",
        f"x: {GOOD.replace('06-01', '13-01')}",
        f"x: {GOOD.replace('closed', 'liked')}",
        f"x: {GOOD.replace('[flood]', '[]')}",
        f"x: {GOOD.replace('{closed: 95}', '{}')}",
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_its_name(tmp_path, text):
    path = tmp_path / "campaigns.yaml"
    path.write_text(f"x: {GOOD}" if text is GOOD else text)
    with pytest.raises(CityError, match="campaigns.yaml"):
        read_campaigns(path)
