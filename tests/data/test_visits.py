"""Visits as the panel of stewards counts them and their page lists them: as by hand, and no more than one may see."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select

from components.visits_page import visits_drawn
from data.language import speaking
from data.queries import stewards
from data.queries.regions import region_of
from data.queries.visit_list import visited
from data.schema import event, region, steward, steward_visit
from data.scope import Scope
from data.times import day_number
from data.view import WINDOWS, View
from data.windows import span
from tests.data.test_centre import line
from tests.lived_city import NOW

GUEST = Scope.guest()
KNOWS = Scope(cells=GUEST.cells, clearance=1)
POLICE = Scope(cells=GUEST.cells, departments=("police",))
TODAY = day_number(NOW)


@pytest.fixture
def called(lived):
    """Four stewards of grids, one of a trade of each of two agencies; visits of forty days, some of them events."""
    with lived.engine.begin() as connection:
        grids = connection.execute(select(region).where(region.c.tree == "spine", region.c.level == 5)).all()
        city = connection.execute(select(region).where(region.c.level == 1)).one()
        homes = [(f"s{n}", "grid", one, None) for n, one in enumerate(grids[:4])]
        homes += [(f"t-{name}", "industry", city, name) for name in ("water", "police")]
        connection.execute(insert(steward), [_steward(*home) for home in homes])
        events = connection.scalars(select(event.c.id).order_by(event.c.id)).all()
        rows = [_visit(n, *homes[n % len(homes)], grids, events) for n in range(180)]
        connection.execute(insert(steward_visit), rows)
    yield lived
    with lived.engine.begin() as connection:
        connection.execute(delete(steward_visit))
        connection.execute(delete(steward))


def _steward(code, kind, home, agency):
    row = {"code": code, "kind": kind, "name": f"张{code}", "region_id": home.id, "provenance": "published"}
    return row | {"agency": agency, "category": "flood" if agency else None}


def _visit(n, code, kind, home, agency, grids, events):
    place = grids[n % len(grids)] if kind == "industry" and n % 3 else home
    found = "" if n % 4 == 0 else f"问题{n}"
    row = {"code": f"V{n:04d}", "steward": code, "kind": kind, "agency": agency, "region_id": place.id}
    row |= {"lo": place.lo, "hi": place.hi, "day": TODAY - n % 40, "whom": f"王家{n}", "found": found}
    row |= {"solved_day": TODAY - n % 7 if found and n % 5 == 0 else None}
    row |= {"event_id": events[n % len(events)] if found and n % 5 and n % 2 else None}
    return row | {"actor": "值班员-001", "recorded_at": NOW, "provenance": "measured"}


def recounted(home, code, window, at=None):
    """{(kind, steward): [visits, issues, solved]} row by row."""
    when = span(window, at or NOW)
    found = {}
    with home.engine.connect() as connection:
        here = region_of(connection, code, GUEST)
        rows = connection.execute(select(steward_visit)).mappings().all()
        cases = {row["id"]: row for row in connection.execute(select(event)).mappings()}
    for row in rows:
        if here.lo <= row["lo"] and row["hi"] <= here.hi and when.first <= row["day"] <= when.last:
            one = found.setdefault((row["kind"], row["steward"]), [0, 0, 0])
            case = cases.get(row["event_id"])
            case = cases.get(case["into_id"], case) if case else None
            closed = case and case["closed_at"] and case["closed_at"] <= (at or NOW)
            done = row["solved_day"] is not None and row["solved_day"] <= day_number(at or NOW)
            one[0] += 1
            one[1] += bool(row["found"])
            one[2] += bool(row["found"] and (done or closed))
    return found


def figures(row):
    return [row["visits"], row["issues"], row["solved"]]


@pytest.mark.parametrize("at", [None, NOW - timedelta(days=9)])
def test_the_panel_says_what_a_recount_says_of_every_region_and_window(called, at):
    for code in line(called)[:5]:
        for window in WINDOWS:
            told = stewards.answer(called, View(region=code, window=window, at=at), GUEST)
            wanted = recounted(called, code, window, at)
            by_code = {(row["kind"], row["code"]): figures(row) for row in told.rows if row["kind"] != "region"}
            for key, numbers in wanted.items():
                assert by_code.get(key, numbers) == numbers, (code, window, key)
            assert all(key in wanted or numbers == [0, 0, 0] for key, numbers in by_code.items())
            for kind in {key[0] for key in wanted}:
                total = next((figures(one) for one in told.parts["total"] if one["kind"] == kind), None)
                some = [numbers for (of, _code), numbers in wanted.items() if of == kind]
                assert total in (None, [sum(column) for column in zip(*some, strict=True)])
            if below := [row for row in told.rows if row["kind"] == "region"]:
                grids = [numbers for (kind, _code), numbers in wanted.items() if kind == "grid"] or [[0, 0, 0]]
                assert [sum(column) for column in zip(*map(figures, below), strict=True)] == [
                    sum(column) for column in zip(*grids, strict=True)
                ]


def test_an_agency_is_told_of_its_own_visits_and_of_those_to_grids(called):
    told = stewards.answer(called, View(window="ytd"), POLICE)
    assert {row["code"] for row in told.rows if row["kind"] == "industry"} == {"t-police"}
    page = visited(called, View(window="ytd"), POLICE)
    assert sum(page.states.values()) == 150 and {row["steward"] for row in page.rows} == {
        *(f"s{n}" for n in range(4)),
        "t-police",
    }


def test_the_page_lists_the_newest_by_what_became_of_them(called):
    page = visited(called, View(window="ytd"), KNOWS)
    assert sum(page.states.values()) == 180 and len(page.rows) == 100
    assert [row["day"] for row in page.rows] == sorted((row["day"] for row in page.rows), reverse=True)
    for state, n in page.states.items():
        some = visited(called, View(window="ytd"), KNOWS, state).rows
        assert len(some) == min(n, 100) and {row["state"] for row in some} == {state}
    assert Counter(row["state"] for row in page.rows) and all(
        row["event"] for row in page.rows if row["state"] == "event"
    )


def test_people_are_masked_for_who_may_not_know_them_enterprises_are_not(called):
    rows = visited(called, View(window="ytd"), GUEST).rows
    assert {row["whom"] for row in rows if row["kind"] == "grid"} == {"王**"}
    assert all(row["whom"].startswith("王家") for row in rows if row["kind"] == "industry")
    assert {row["name"] for row in rows} == {"张**"}
    assert all(row["whom"] != "王**" for row in visited(called, View(window="ytd"), KNOWS).rows)


def test_whom_a_form_offers_is_of_here(called):
    town = line(called)[2]
    offered = {row["code"] for row in visited(called, View(region=town), GUEST).stewards}
    assert {"t-water", "t-police"} <= offered and any(code.startswith("s") for code in offered)
    assert {row["kind"] for row in visited(called, View(), GUEST).stewards} == {"industry"}


def test_the_page_is_drawn_in_both_languages_with_a_form_for_who_records(called):
    for lang, words in (("zh", "登记走访"), ("en", "Record a visit")):
        with speaking(lang):
            told = visits_drawn(called, View(region=line(called)[2], lang=lang, window="ytd"), {"visit": "open"})
        assert words in told["side"] and 'name="steward"' in told["side"]
        assert "visit-open" in told["rows"] and "visit-solved" not in told["rows"]


def test_without_visits_it_says_so(lived):
    told = visits_drawn(lived, View(), {})
    assert "这段时间没有走访记录" in told["rows"] and "ledger" in told["rows"]
