"""One event with all that belongs to it, now and at any moment of its life; and what it may repeat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from components.event_parts import clocks
from components.markup import markup
from data.commands.events import report
from data.commands.moves import move
from data.demo.lists import clear_lists
from data.demo.visits import clear_visits
from data.errors import UnknownThing
from data.language import speaking
from data.life.likeness import Trait
from data.queries.duplicates import duplicates, repeats, trait
from data.queries.event_detail import detail, event_named
from data.queries.locate import locate
from data.schema import agency, event, event_history
from data.scope import Scope
from tests.called import called
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import ENGINES

GUEST = Scope.guest()
HOUR = timedelta(hours=1)


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        yield connection


def lived(connection, **more):
    """A case taken to 处置, an hour a step."""
    number = report(connection, PUDDLE(**more), CLERK["grid_staff"], NOON)
    for n, (name, role) in enumerate((("file", "duty_officer"), ("assign", "duty_officer"), ("accept", "agency")), 1):
        move(connection, number, name, CLERK[role], NOON + n * HOUR, NOON + n * HOUR)
    return number


def test_everything_of_an_event_is_there(connection):
    one = detail(connection, lived(connection), GUEST, NOON + 4 * HOUR)
    assert one.row["stage"] == "handling"
    assert [step["move"] for step in one.steps] == ["report", "file", "assign", "accept"]
    assert [step["label"] for step in one.steps] == ["采集上报", "立案", "派遣", "处置"]
    assert one.agencies == {"a.grid": "甲网格服务"}
    assert [(a, b, minutes) for a, b, minutes in one.stays][0] == ("reported", "filed", 60.0)
    assert [region.level for region in one.regions] == [1, 2, 3, 4, 5, 6]


def test_the_clock_runs_warns_and_runs_out(connection):
    number = lived(connection)
    row = detail(connection, number, GUEST, NOON).row
    assert detail(connection, number, GUEST, row["warn_at"] - HOUR / 60).clock.state == "running"
    assert detail(connection, number, GUEST, row["warn_at"]).clock.state == "near"
    late = detail(connection, number, GUEST, row["deadline_at"] + HOUR).clock
    assert (late.state, late.left) == ("overdue", -3600)


def test_a_suspended_clock_stands(connection):
    number = lived(connection)
    move(connection, number, "suspend", CLERK["duty_officer"], NOON + 4 * HOUR, NOON + 4 * HOUR, reason="等配件")
    clock = detail(connection, number, GUEST, NOON + 90 * HOUR).clock
    assert clock.state == "paused"
    assert clock.left == detail(connection, number, GUEST, NOON + 4 * HOUR).clock.left


def test_any_past_moment_is_the_fold_up_to_it(connection):
    number = lived(connection)
    for hours, stage in ((0, "reported"), (1, "filed"), (2.5, "assigned"), (3, "handling")):
        then = detail(connection, number, GUEST, NOON + 9 * HOUR, NOON + hours * HOUR)
        assert then.row["stage"] == stage
        assert then.now == NOON + hours * HOUR
    with pytest.raises(UnknownThing):
        detail(connection, number, GUEST, NOON, NOON - HOUR)


def test_what_was_written_down_late_says_so(connection):
    number = report(connection, PUDDLE(), CLERK["grid_staff"], NOON)
    move(connection, number, "file", CLERK["duty_officer"], NOON + HOUR, NOON + 3 * HOUR)
    assert [step["late"] for step in detail(connection, number, GUEST, NOON + 3 * HOUR).steps] == [False, True]


def test_an_event_outside_the_scope_is_as_unknown_as_one_that_is_not_there(connection):
    number = lived(connection)
    elsewhere = Scope(cells=((9, 12),))
    for asked in (
        lambda: detail(connection, number, elsewhere, NOON),
        lambda: event_named(connection, called(connection, number), elsewhere),
    ):
        with pytest.raises(UnknownThing):
            asked()
    for text in ("", "999999", "E20240101-0000001", "１２", "9" * 30, "'; --"):
        with pytest.raises(UnknownThing):
            event_named(connection, text, GUEST)


def test_merged_events_know_each_other(connection):
    first, second = (report(connection, PUDDLE(), CLERK["grid_staff"], NOON) for _ in range(2))
    move(connection, second, "merge", CLERK["duty_officer"], NOON, NOON, into=first, reason="同一处")
    assert [row["id"] for row in detail(connection, first, GUEST, NOON).merged] == [second]
    assert detail(connection, second, GUEST, NOON).into["id"] == first
    move(connection, second, "reopen", CLERK["duty_officer"], NOON, NOON, reason="并不是一处")
    assert detail(connection, first, GUEST, NOON).merged == []


def test_duplicates_are_near_recent_open_and_alike(house):
    """On the toy city, whose villages have outlines."""
    with house.engine.begin() as connection:
        nothing_yet(connection)
        now = NOON
        base = dict(title="涵洞积水无法通行", cell_id=cell_at(connection), lon=119.05, lat=25.05)
        same = report(connection, PUDDLE(**base), CLERK["grid_staff"], now)
        report(connection, PUDDLE(**base | {"lon": 119.06}), CLERK["grid_staff"], now)
        report(
            connection,
            PUDDLE(**base | {"title": "邻里噪音纠纷", "category": "dispute", "leaf": "dispute"}),
            CLERK["grid_staff"],
            now,
        )
        gone = report(connection, PUDDLE(**base), CLERK["grid_staff"], now)
        move(connection, gone, "reject", CLERK["duty_officer"], now, now, reason="误报")
        like = Trait(category="flood", leaf="flood", lon=119.0505, lat=25.05, at=now, text="涵洞积水，无法通行")
        found = duplicates(connection, GUEST, like, now)
        assert [one.event["id"] for one in found] == [same]
        assert duplicates(connection, GUEST, like, now, but=(same,)) == []
        assert duplicates(connection, Scope(cells=((9999, 9999),)), like, now) == []


def test_reports_that_come_again_after_closing_are_recurring(house):
    with house.engine.begin() as connection:
        nothing_yet(connection)
        numbers = []
        for week in range(3):
            at = NOON + timedelta(days=7 * week)
            number = report(
                connection,
                PUDDLE(cell_id=cell_at(connection), lon=119.05, lat=25.05, reported_at=at),
                CLERK["grid_staff"],
                at,
            )
            numbers.append(number)
            row = detail(connection, number, GUEST, at).row
            assert repeats(connection, GUEST, trait(row), at) == [] or week == 2
            if week < 2:
                close(connection, number, at)
        found = repeats(connection, GUEST, trait(row), at)
        assert [one["id"] for one in found] == numbers


def cell_at(connection):
    return locate(connection, 119.05, 25.05).cell_id


def nothing_yet(connection):
    clear_visits(connection)
    clear_lists(connection)
    for table in (event, event_history):
        connection.execute(delete(table))


def close(connection, number, at):
    steps = [("file", "duty_officer", {}), ("assign", "duty_officer", {"agency": agency_of(connection)})]
    steps += [("accept", "agency", {}), ("answer", "agency", {"reason": "已办"})]
    steps += [("verify", "duty_officer", {}), ("close", "duty_officer", {})]
    for name, role, given in steps:
        move(connection, number, name, CLERK[role], at, at, **given)


def agency_of(connection):
    return connection.scalar(select(agency.c.code).limit(1))


def test_a_deadline_beyond_the_years_of_known_holidays_says_so(connection):
    given = {"category": "facility", "leaf": "facility"}
    one = detail(connection, report(connection, PUDDLE(**given), CLERK["grid_staff"], NOON), GUEST, NOON)
    guess = replace(one.clock, deadline=datetime(2031, 3, 4, 9, tzinfo=UTC))
    with speaking("zh"):
        assert "暂按周一至五" not in markup(clocks(one))
        assert "2031 年放假安排未公布，暂按周一至五" in markup(clocks(replace(one, clock=guess)))
        assert "暂按周一至五" not in markup(clocks(replace(one, clock=replace(guess, counts="natural"))))
