"""A list of the past shows each event as its history says it stood then, and is filtered by that."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from data.commands.events import report
from data.commands.moves import move
from data.engine import writing
from data.queries import backlog
from data.queries.event_detail import detail
from data.queries.event_list import COLUMNS, Filters, export, listed
from data.queries.event_whole import whole
from data.queries.regions import region_of
from data.schema import agency, event_photo, region
from data.scope import Scope
from data.view import View
from data.words import OPEN_STAGES
from tests import plain_recount as plain
from tests.blank import blank_house
from tests.casework import CLERK, PUDDLE
from tests.lived_city import AGENCIES, NOW

GUEST = Scope.guest()
MOMENTS = (NOW - timedelta(hours=9), NOW - timedelta(days=2, hours=3), NOW - timedelta(days=20))
MOST = 500


@pytest.fixture(params=MOMENTS, ids=str)
def then(request, lived):
    """(the moment, every event as it stood)."""
    with lived.engine.connect() as connection:
        return request.param, plain.events_at(connection, request.param)


def rows_of(lived, at, **filters):
    return listed(lived, View(window="ytd", at=at), GUEST, Filters(**filters), limit=MOST).rows


def test_each_row_is_the_fold_of_what_had_happened_by_then(lived, then):
    at, events = then
    known = {one["id"]: one for one in events}
    rows = rows_of(lived, at)
    assert rows
    for row in rows:
        one = known[row["id"]]
        assert {name: row[name] for name in COLUMNS if name != "rating"} == {
            name: one[name] for name in COLUMNS if name != "rating"
        }, row["code"]
        assert row["stage"] == one["stage"]


@pytest.mark.parametrize("dim", ["agency", "grade", "stage"])
def test_a_filter_finds_what_it_was_then(lived, then, dim):
    at, events = then
    with lived.engine.connect() as connection:
        here = region_of(connection, "", GUEST)
    span = [one for one in events if here.lo <= one["cell_id"] <= here.hi and one["reported_at"].year == at.year]
    for value in {one[dim] for one in events} - {None}:
        found = {row["id"] for row in rows_of(lived, at, **{dim: value})}
        assert found == {one["id"] for one in span if one[dim] == value}, value
    assert dim != "agency" or {one["agency"] for one in events} >= set(AGENCIES)


def test_states_of_open_events_are_those_of_then(lived, then):
    at, events = then
    still = [one for one in events if one["stage"] in OPEN_STAGES]
    ticking = [one for one in still if one["suspended_at"] is None]
    wanted = {
        "open": still,
        "overdue": [one for one in ticking if one["deadline_at"] < at],
        "soon": [one for one in ticking if one["warn_at"] <= at <= one["deadline_at"]],
        "suspended": [one for one in still if one["suspended_at"] is not None],
        "supervised": [one for one in still if one["supervised"]],
        "called": [one for one in still if one["called_agency"]],
    }
    for state, those in wanted.items():
        assert {row["id"] for row in rows_of(lived, at, state=state)} == {one["id"] for one in those}, state


@pytest.mark.parametrize("at", (None, *MOMENTS), ids=str)
def test_a_tile_of_the_backlog_and_the_list_it_opens_tell_one_number(lived, at):
    (tiles,) = backlog.answer(lived, View(at=at), GUEST).parts["totals"]
    for state in ("open", "overdue", "soon", "suspended", "supervised"):
        assert tiles[state] == len(rows_of(lived, at, state=state)), state


@pytest.fixture(params=("sqlite", "postgresql"))
def house(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as home:
        with home.engine.begin() as connection:
            city = connection.scalar(select(region.c.id).where(region.c.level == 1))
            same = {"kind": "department", "region_id": city, "provenance": "simulated"}
            connection.execute(insert(agency), [same | {"code": code, "name": code} for code in AGENCIES])
        yield home


def test_the_list_and_the_door_of_one_event_agree_before_assignment_whistle_and_merging(house):
    """Nothing of what came later is told: neither by the list, nor by its file, nor by a filter, nor by photos."""
    begun, at, later = (datetime.now(UTC).replace(microsecond=0) - timedelta(hours=n) for n in (3, 2, 1))
    with writing(house.engine) as connection:
        one, other = (report(connection, PUDDLE(reported_at=begun), CLERK["system"], later) for _n in range(2))
        for name, given in (
            ("file", {}),
            ("assign", {"agency": "water"}),
            ("whistle", {"agency": "police", "reason": "到场"}),
        ):
            move(connection, one, name, CLERK["duty_officer"], later, later, **given)
        move(connection, other, "merge", CLERK["duty_officer"], later, later, into=one, reason="同一处")
        photo = {"digest": "0" * 64, "width": 1, "height": 1, "size": 1, "actor": "x"}
        connection.execute(insert(event_photo).values(event_id=one, added_at=later, **photo))
    shown = {row["id"]: row for row in rows_of(house, at)}
    assert {row["id"]: row for row in export(house, View(window="ytd", at=at), GUEST, Filters())} == shown
    with house.engine.connect() as connection:
        for number in (one, other):
            door = whole(connection, number, GUEST, at)
            assert {name: shown[number][name] for name in COLUMNS} == {name: door[name] for name in COLUMNS}
        photos, merged = (
            [getattr(detail(connection, one, GUEST, later, moment), name) for moment in (at, later, None)]
            for name in ("photos", "merged")
        )
    assert [len(one) for one in photos] == [len(one) for one in merged] == [0, 1, 1]
    assert (shown[one]["agency"], shown[one]["called_agency"], shown[one]["reports"]) == (None, None, 1)
    assert (shown[other]["into_id"], shown[other]["stage"]) == (None, "reported")
    for moment, told in ((at, []), (None, [one])):
        for filters in ({"agency": "water"}, {"state": "called"}, {"state": "repeated"}):
            assert [row["id"] for row in rows_of(house, moment, **filters)] == told, filters
