"""Departments, counties and towns are scored as the declared rules say, out of what the house counts anyway."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from components.assessment_page import assessment_drawn
from data.assessment.rules import GENERIC, Rules, read_rules
from data.errors import Forbidden
from data.queries.asked import asked
from data.queries.assessed import Field, found_of, subjects_of
from data.queries.assessment import SEERS, assessed, standings
from data.queries.event_sums import sums_of
from data.queries.regions import region_of
from data.schema import account, audit, gauge, list_item, reading_sum, region, station
from data.scope import Scope
from data.sitter import Sitter
from data.times import day_number, day_start
from data.view import View
from data.words import ROLES
from tests.lived_city import NOW

GUEST = Scope.guest()
LEADER = Sitter(scope=GUEST, name="某人", role="leader")
VIEW = View(window="ytd")
RULES = read_rules(GENERIC)
TODAY = day_number(NOW)


def few(**change) -> Rules:
    """The house's rules, counted from the first case on."""
    lines = [line.model_copy(update={"least": 1, **change}) for line in RULES.lines]
    return RULES.model_copy(update={"lines": tuple(lines), "counted": 1})


@pytest.fixture
def judged(lived, monkeypatch):
    monkeypatch.setattr("data.queries.assessment.assessment_rules", lambda _settings: few())
    return lived


def told(house, audience, view=VIEW, me=LEADER, **more):
    return {row.code: row for row in assessed(house, view, me, audience, **more).rows}


def test_a_county_is_measured_by_what_the_cube_counts_of_it(judged):
    rows = told(judged, "county")
    with asked(judged, VIEW, GUEST) as a:
        for code, row in rows.items():
            here = region_of(a.connection, code, GUEST)
            sums = sums_of(a.connection, [here], VIEW, a.span)[here.id]
            found = {mark.line.key: mark.found for mark in row.marks}
            assert found["on_time"] == (sums.on_time, sums.to_close) and sums.to_close
            assert found["satisfied"] == ((sums.satisfied, sums.rated) if sums.rated else None)
            sliced = VIEW.but(slice="source:hotline")
            calls = sums_of(a.connection, [here], sliced, a.span)[here.id]
            assert found["hotline"] == ((calls.on_time, calls.to_close) if calls.to_close else None)


def test_a_town_has_the_same_points_whoever_stands_above_it(judged):
    whole = told(judged, "town")
    for county in told(judged, "county"):
        with judged.engine.connect() as connection:
            here = region_of(connection, county, GUEST)
        me = replace(LEADER, scope=Scope(cells=((here.lo, here.hi),)))
        for one in (told(judged, "town", VIEW.but(region=county)), told(judged, "town", me=me)):
            assert one and all(row.marks == whole[code].marks for code, row in one.items())
    assert whole


def test_too_few_cases_are_named_and_not_ranked(lived):
    found = assessed(lived, View(), LEADER, "county")
    assert found.rows and found.ranked == 0 and {row.rank for row in found.rows} == {None}
    words = assessment_drawn(lived, View(), {"tier": "county", "of": found.rows[0].code})
    assert "不计分" in words["why"] and "window=30d" in words["rows"]


def test_a_department_reads_its_own_lines_and_where_it_stands(judged):
    every = assessed(judged, VIEW, LEADER, "agency")
    mine = replace(LEADER, role="department_head", scope=replace(GUEST, departments=("water",)))
    own = assessed(judged, VIEW, mine, "county")
    assert own.audiences == ("agency",) and [row.code for row in own.rows] == ["water"]
    assert own.rows[0] == next(row for row in every.rows if row.code == "water")
    assert own.ranked == every.ranked > 1


def test_who_may_see_it_and_who_may_not(lived):
    for role in ROLES:
        me = replace(LEADER, role=role)
        if role in SEERS:
            assert assessed(lived, VIEW, me).rows
        else:
            with pytest.raises(Forbidden):
                assessed(lived, VIEW, me)
    assert assessed(lived, VIEW, replace(LEADER, role="duty_officer", visitor=True)).rows


def test_the_rows_can_be_told_by_one_line(judged):
    by = assessed(judged, VIEW, LEADER, "town", by="prompt")
    scores = [row.marks[0].score for row in by.rows]
    assert by.rows[0].marks[0].line.key == "prompt"
    assert scores == sorted(scores, key=lambda one: -1 if one is None else one, reverse=True)


def test_each_line_of_the_explanation_leads_to_the_cases_behind_it(judged):
    words = assessment_drawn(judged, VIEW, {"tier": "agency", "of": "water"})["why"]
    assert "agency=water" in words and "state=overdue" in words and "已结案和超期未结" in words


def held(house, audience, key, *planted, lived="simulated"):
    """What is found of a line when these rows stand there; nothing stays."""
    line = next(one for one in RULES.lines if one.measure == key)
    view = View(window="7d")
    with asked(house, view, GUEST) as a, house.engine.connect() as connection:
        for table, rows in planted:
            connection.execute(insert(table), rows)
        seen = replace(a, connection=connection, lived=lived)
        found = found_of(Field(seen, view, a.span, subjects_of(seen, audience), a.now), [line])
        connection.rollback()
    return {code: of[line.key] for code, of in found.items() if of}


def homes(house) -> list:
    with house.engine.connect() as connection:
        rows = connection.execute(select(region).where(region.c.level == 2, region.c.tree == "spine"))
        return rows.all()


def test_a_gauge_counts_by_whole_days_after_its_first(lived):
    home, other = homes(lived)
    day = {"grain": "d", "total": 0, "low": 0, "high": 0, "last": 0, "last_at": NOW}
    counts = {8: 10, 4: 144, 3: 130, 2: 129, 1: 144, 0: 90}  # readings so many days ago, of 144 a day
    planted = (
        (station, _station(home.lo)),
        (gauge, {"id": 9001, "station_id": 9001, "quantity": "level", "low": 0, "high": 9}),
        (reading_sum, [day | {"gauge_id": 9001, "start": day_start(TODAY - n), "n": m} for n, m in counts.items()]),
    )
    assert held(lived, "county", "readings", *planted) == {home.code: (3, 6)}
    assert held(lived, "agency", "readings", *planted) == {"water": (3, 6)}
    assert other.code not in held(lived, "county", "readings", *planted)


def _station(cell: int) -> dict:
    named = {"id": 9001, "code": "S9001", "name": "站", "kind": "river", "cell_id": cell, "lon": 119.0, "lat": 25.0}
    return named | {"rhythm_s": 600, "agency": "water", "as_of": NOW, "provenance": "measured"}


def test_list_items_that_fell_due_count_where_they_lie_and_for_who_answers(lived):
    home = homes(lived)[0]
    more = {"title": "事", "text": "", "kind": "task", "fund": "", "begin_day": 1, "percent": 0, "seq": 0, "reports": 0}
    more |= {"region_id": home.id, "lo": home.lo, "hi": home.hi, "agency": "water", "made_at": NOW, "actor": "甲"}
    more |= {"provenance": "simulated"}
    cases = [
        ("done", 2, NOW - timedelta(days=3)),
        ("done", 2, NOW - timedelta(days=1)),
        ("open", 1, None),
        ("dropped", 1, None),
        ("open", 0, None),
        ("done", 30, NOW - timedelta(days=40)),
    ]
    rows = [
        more | {"id": 9000 + n, "code": f"L{n}", "state": state, "due_day": TODAY - ago, "ended_at": ended}
        for n, (state, ago, ended) in enumerate(cases)
    ]
    assert held(lived, "county", "listed", (list_item, rows)) == {home.code: (1, 3)}
    assert held(lived, "agency", "listed", (list_item, rows)) == {"water": (1, 3)}


def test_use_is_counted_by_days_and_not_in_a_demo(lived):
    home = homes(lived)[0]
    seat = {"id": 9001, "login": "wang", "name": "王", "role": "agency", "region_id": home.id, "clearance": 0}
    seat |= {"departments": json.dumps(["water"]), "demo": False, "must_change": False, "created_at": NOW}
    hours = (0, 1, 30, 24 * 20)
    more = {"actor": "wang", "role": "agency", "action": "sign_in", "target": "", "address": "", "outcome": "done"}
    more |= {"detail": "{}", "previous": "", "digest": ""}
    rows = [
        more | {"n": 900 + n, "at": (NOW - timedelta(hours=ago)).astimezone(UTC).isoformat(timespec="milliseconds")}
        for n, ago in enumerate(hours)
    ]
    planted = ((account, seat), (audit, rows))
    assert held(lived, "county", "used", *planted, lived="measured") == {home.code: (2, 7)}
    assert held(lived, "agency", "used", *planted, lived="measured") == {"water": (2, 7)}
    assert held(lived, "county", "used", *planted) == {}


def test_change_is_told_of_lines_that_count_in_both_periods(judged):
    with asked(judged, View(window="7d"), GUEST) as a:
        rows = standings(a, View(window="7d"), few(), "county", a.span.before())
        none = standings(a, View(window="7d"), few(), "county", None)
    assert any(row.change is not None for row in rows) and all(row.change is None for row in none)


def test_the_rules_speak_of_moments_past_as_they_were(lived):
    then = assessed(lived, VIEW.but(at=datetime(2024, 7, 20, tzinfo=UTC)), LEADER, "county")
    now = assessed(lived, VIEW, LEADER, "county")
    reported = [sum(mark.found.n for mark in row.marks if mark.found) for one in (then, now) for row in one.rows]
    assert sum(reported[: len(then.rows)]) < sum(reported[len(then.rows) :])
