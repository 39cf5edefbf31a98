"""What time alone makes late is told at once and counted once a sweep has marked it; nobody sees the difference."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data.clock import set_demo_clock
from data.commands import cube
from data.commands.late import mark_late
from data.commands.moves import move
from data.engine import writing
from data.life.late import LATE
from data.queries import (
    agency_ranking,
    breakdown,
    grid,
    kpi,
    map,
    ranking,
    rates,
    region_ranking,
    speed,
    topical,
    unit_rates,
    units,
)
from data.queries.asked import asked
from data.queries.event_sums import Sums, by_key, sums_of
from data.schema import event
from data.scope import Scope
from data.sweeper import sweep_minute
from data.view import View
from tests import plain_recount as plain
from tests.casework import CLERK
from tests.conftest import ENGINES
from tests.cube_checks import assert_parents_are_sums, assert_the_cube_is_a_plain_recount, kept
from tests.databases import copied
from tests.lived_city import DUTY, NOW, lived_house

GUEST = Scope.guest()
LATER = NOW + timedelta(days=2, minutes=7)
PANELS = (agency_ranking, breakdown, grid, kpi, map, ranking, rates, region_ranking, speed, topical, unit_rates, units)
VIEWS = [View(window=window, slice=chosen) for window in ("7d", "ytd") for chosen in ("", "category:flood")]


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    if request.param == "sqlite":
        yield lived_house(f"sqlite:///{tmp_path / 'late.db'}", events=60)
        return
    with copied(request.getfixturevalue("postgres")) as url:
        home = lived_house(url, events=60)
        yield home
        home.engine.dispose()


def marks(house) -> tuple[int, ...]:
    with house.engine.connect() as connection:
        return tuple(connection.execute(select(*(func.sum(event.c[name]) for name in LATE))).one())


def truth(house, now) -> tuple[int, ...]:
    with house.engine.connect() as connection:
        return tuple(plain.late(plain.events_at(connection, now), now).values())


def told(house) -> list[object]:
    return [
        (one.answer(house, view, GUEST).rows, one.answer(house, view, GUEST).parts) for one in PANELS for view in VIEWS
    ]


def sums(house, view: View) -> tuple[Sums, dict[str, Sums]]:
    with asked(house, view, GUEST) as a:
        return sums_of(a.connection, [a.here], view, a.span)[a.here.id], by_key(
            a.connection, a.here, "agency", view, a.span
        )


def test_what_time_makes_late_is_told_before_and_after_it_is_marked(house):
    set_demo_clock(house.engine, LATER, running=False)
    assert marks(house) < truth(house, LATER)
    before, counted = told(house), sums(house, View(window="ytd"))
    assert mark_late(house.engine, LATER) > 0
    assert marks(house) == truth(house, LATER)
    assert (told(house), sums(house, View(window="ytd"))) == (before, counted)
    with asked(house, View(window="ytd"), GUEST) as a:
        mine = plain.chosen(plain.events_at(a.connection, LATER), a.here, a.span)
        assert counted[0] == Sums(**plain.usual(mine, LATER))
    assert mark_late(house.engine, LATER) == 0
    with writing(house.engine) as connection:
        rows = kept(connection)
        assert_the_cube_is_a_plain_recount(connection, LATER, rows)
        assert_parents_are_sums(connection, rows)


def test_a_move_takes_the_mark_away_or_leaves_it_as_the_event_stands(house):
    mark_late(house.engine, LATER)
    with house.engine.connect() as connection:
        late = select(event.c.id).where(event.c.late == 1, event.c.stage == "handling", event.c.suspended_at.is_(None))
        one = connection.scalars(late.limit(1)).one()
    with writing(house.engine) as connection:
        paused = move(connection, one, "suspend", DUTY, LATER, LATER, reason="等待材料")
        assert (paused["late"], paused["late_unanswered"]) == (0, 0)
        move(connection, one, "resume", DUTY, LATER, LATER)
        answered = move(connection, one, "answer", CLERK["agency"], LATER, LATER, reason="已清理")
        assert (answered["late"], answered["late_unanswered"]) == (int(answered["deadline_at"] < LATER), 0)
    assert marks(house) == truth(house, LATER)


def test_a_clock_that_was_set_back_unmarks_what_lay_ahead(house):
    assert sweep_minute(house.engine, LATER) is not None
    assert marks(house) == truth(house, LATER)
    assert sweep_minute(house.engine, NOW) is not None
    assert marks(house)[:2] == truth(house, NOW)[:2]


def test_the_cube_made_anew_counts_the_marks_too(house):
    mark_late(house.engine, LATER)
    with writing(house.engine) as connection:
        cube.rebuild(connection)
        assert_the_cube_is_a_plain_recount(connection, LATER, kept(connection))
