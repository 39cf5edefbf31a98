"""Parent = sum of children at every level, ratios recomputed, and the cube agrees with a recount."""

import pytest

from data.house import House
from data.queries import funnel, grid, kpi, ranking, risk, trend
from data.queries.asked import asked
from data.queries.event_sums import Sums, sums_of
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import WINDOWS, View
from data.words import LINKS

GUEST = Scope.guest()


def everywhere(house: House) -> list[str]:
    """Codes of one line through the spine, city to grid, and of every region down to the town."""
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        codes, level = [city.code], [city]
        while level[0].level < 5:
            level = [child for one in level[:3] for child in children(connection, one)]
            codes += [one.code for one in level[:6]]
    return codes


@pytest.mark.parametrize("window", WINDOWS)
def test_events_of_the_children_add_up_to_the_parent(house, window):
    for code in everywhere(house):
        view = View(region=code, window=window)
        with asked(house, view, GUEST) as a:
            own = sums_of(a.connection, [a.here], view, a.span)[a.here.id]
            parts = sums_of(a.connection, children(a.connection, a.here), view, a.span).values()
        assert sum(parts, Sums()) == own, code


@pytest.mark.parametrize("window", WINDOWS)
def test_the_cube_says_what_a_recount_says(house, window):
    for code in everywhere(house):
        view = View(region=code, window=window)
        recounted = view.but(at=house.clock.now())
        with asked(house, view, GUEST) as a:
            cube = sums_of(a.connection, [a.here], view, a.span)
            assert cube == sums_of(a.connection, [a.here], recounted, a.span), code


def test_every_stage_holds_at_most_what_came_before(house):
    counts = [row["count"] for row in funnel.answer(house, View(window="ytd"), GUEST).rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0


def test_additive_panels_add_up_at_every_level(house):
    for code in everywhere(house):
        view = View(region=code, window="30d")
        own, below = kpi.answer(house, view, GUEST), ranking.answer(house, view, GUEST)
        values = {row["key"]: row["value"] for row in own.rows}
        assert sum(row["reported"] for row in below.rows) == values["reported"]
        assert sum(row["closed"] for row in below.rows) == values["closed"]
        assert sum(row["reported"] for row in trend.answer(house, view, GUEST).rows) == values["reported"]
        parts = [risk.answer(house, View(region=row["code"]), GUEST) for row in below.rows]
        assert sum(row["total"] for one in parts for row in one.rows) == values["risk_point"]


def test_base_numbers_add_up_and_ratios_are_recomputed(house):
    for code in everywhere(house):
        answer = grid.answer(house, View(region=code, window="ytd"), GUEST)
        totals = {row["key"]: row["value"] for row in answer.parts["totals"]}
        assert sum(row["cells"] for row in answer.rows) == totals["6"]
        if answer.level < 5:
            assert sum(row["staff"] for row in answer.rows) == totals["staff"]
            covered, grids = (sum(row[key] for row in answer.rows) for key in ("covered", "grids"))
            assert totals["coverage"] == round(100 * covered / grids, 1)


def test_no_closed_events_means_no_rate_and_not_zero():
    assert Sums().on_time_rate is None
    assert Sums(closed=3, on_time=0).on_time_rate == 0


def test_who_never_closes_what_is_late_is_not_punctual():
    assert Sums(closed=3, on_time=3, late=9).on_time_rate == 25
    assert Sums(late=9).on_time_rate == 0


def test_yesterday_is_seen_as_it_was(house):
    now = house.clock.now()
    earlier = View(window="7d", at=now.replace(hour=0))
    then, today = (funnel.answer(house, view, GUEST).rows for view in (earlier, earlier.but(at=now)))
    assert all(a["count"] <= b["count"] for a, b in zip(then, today, strict=True)) or then == []
    assert set(LINKS) == {row["stage"] for row in today}


@pytest.mark.parametrize("window", WINDOWS)
def test_the_period_before_ends_at_the_same_time_of_its_last_day(house, window):
    now = View(window=window, at=house.clock.now())
    for query in (ranking, trend):
        cube, recounted = query.answer(house, View(window=window), GUEST), query.answer(house, now, GUEST)
        assert [row.get("change") for row in cube.rows] == [row.get("change") for row in recounted.rows]
        assert [row.get("previous") for row in cube.rows] == [row.get("previous") for row in recounted.rows]
        assert cube.parts == recounted.parts
