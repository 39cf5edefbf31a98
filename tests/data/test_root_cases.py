"""Where the same trouble comes back, one case against its cause is opened, once, and each report tells of it."""

import shutil
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from components.event_page import Asked, event_drawn
from components.panels import repeated as repeated_panel
from data.commands.events import Report, bring
from data.commands.root_cases import open_root
from data.engine import writing
from data.errors import EventRefused, Forbidden, UnknownThing
from data.house import open_house
from data.language import speaking
from data.life.actor import Actor
from data.queries import repeated
from data.queries.duplicates import repeats, trait
from data.queries.roots import roots
from data.schema import event, event_history, event_link, region
from data.scope import Scope
from data.view import View
from tests.called import called
from tests.conftest import toy_settings

GUEST = Scope.guest()
DUTY = Actor(name="值班员-001", role="duty_officer", scope=GUEST)
DAY = timedelta(days=1)


@pytest.fixture
def house(tmp_path, toy_dir, empty_sqlite):
    url = f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'roots.db')}"
    home = open_house(toy_settings(toy_dir, url, demo=False), Flask("roots"))
    yield home
    home.engine.dispose()


@pytest.fixture
def cell(house):
    with house.engine.connect() as connection:
        return connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo).limit(1)).one()


def brought(connection, cell, now, days, *, closed=True, east=0.0, placed="exact"):
    """Reported some days ago, closed a day later."""
    at = now - days * DAY
    new = Report(
        title="井盖缺失",
        category="facility",
        leaf="facility.municipal.manhole",
        source="hotline",
        grade="C",
        cell_id=cell.id,
        place="东园路",
        placed=placed,
        lon=cell.lon + east,
        lat=cell.lat,
        reported_at=at,
        provenance="measured",
    )
    life = {f"{stage}_at": at + DAY for stage in ("filed", "assigned", "handling", "answered", "closed")}
    return bring(connection, new, life | {"stage": "closed"} if closed else {}, DUTY, now)


@pytest.fixture
def chain(house, cell):
    """Three times at one spot, the last still open."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        return [brought(connection, cell, now, days, closed=days > 2) for days in (30, 16, 2)]


def do(house, command, *given):
    with writing(house.engine) as connection:
        return command(connection, *given)


def test_a_spot_is_found_with_how_often_and_how_far_apart(house, chain):
    (row,) = repeated.answer(house, View(window="7d"), GUEST).rows
    assert (row["times"], row["interval"], row["code"], row["root_code"]) == (3, 14.0, called(house, chain[-1]), None)
    assert repeated.answer(house, View(window="today"), GUEST).rows == []


def test_what_was_not_closed_in_between_or_lies_farther_off_is_no_repeat(house, cell):
    now = house.clock.now()
    with writing(house.engine) as connection:
        for days in (9, 6, 3):
            brought(connection, cell, now, days, closed=False)
            brought(connection, cell, now, days, east=0.002 * days)
    assert repeated.answer(house, View(window="30d"), GUEST).rows == []


def test_what_only_names_a_region_is_no_repeat_and_the_panel_says_how_many(house, cell):
    now = house.clock.now()
    with writing(house.engine) as connection:
        made = [brought(connection, cell, now, days, placed="region") for days in (9, 6, 3)]
    answer = repeated.answer(house, View(window="30d"), GUEST)
    assert answer.rows == [] and answer.parts["read"][0]["vague"] == 3
    with house.engine.connect() as connection:
        row = connection.execute(select(event).where(event.c.id == made[-1])).mappings().one()
        assert repeats(connection, GUEST, trait(row), now) == []
    with speaking("zh"):
        assert "3 件只知区划（100.0%），不计" in repeated_panel.draw(answer, View())["rule"]["children"]


def test_a_root_case_is_one_however_often_it_is_asked_for(house, chain):
    now = house.clock.now()
    first = do(house, open_root, chain[-1], DUTY, now)
    assert do(house, open_root, chain[0], DUTY, now) == first
    with house.engine.connect() as connection:
        row = connection.execute(select(event).where(event.c.id == first)).one()
        assert (row.source, row.grade, row.leaf) == ("department", "B", "facility.municipal.manhole")
        assert row.stage in ("filed", "assigned")
        assert set(connection.scalars(select(event_link.c.to_id).where(event_link.c.from_id == first))) == set(chain)
        told = select(event_history.c.reason).where(
            event_history.c.event_id == chain[0], event_history.c.move == "remark"
        )
        assert connection.scalars(told).all() == [f"列入治本件 {row.code}"]
        assert [one["id"] for one in roots(connection, GUEST, first).repeats] == chain
        assert roots(connection, GUEST, chain[0]).root["id"] == first
    assert repeated.answer(house, View(window="7d"), GUEST).rows[0]["root_code"] == called(house, first)


def test_the_root_case_is_no_repeat_of_what_it_ends(house, chain):
    now = house.clock.now()
    root = do(house, open_root, chain[-1], DUTY, now)
    with house.engine.connect() as connection:
        row = connection.execute(select(event).where(event.c.id == chain[0])).mappings().one()
        assert [one["id"] for one in repeats(connection, GUEST, trait(row), now)] == chain
    assert called(house, root) not in [
        one["code"] for one in repeated.answer(house, View(window="7d"), GUEST).parts["course"]
    ]


def test_what_is_reported_after_a_root_case_was_closed_may_have_another(house, cell, chain):
    now = house.clock.now()
    first = do(house, open_root, chain[-1], DUTY, now)
    with writing(house.engine) as connection:
        life = {"ended_at": now}
        connection.execute(event.update().where(event.c.id == first).values(stage="rejected", **life))
    assert do(house, open_root, chain[-1], DUTY, now) != first


@pytest.mark.parametrize("role", ["grid_staff", "leader", "resident", "agency"])
def test_only_a_duty_officer_opens_one(house, chain, role):
    with pytest.raises(Forbidden):
        do(house, open_root, chain[0], Actor(name="某人", role=role, scope=GUEST), house.clock.now())


def test_too_few_reports_and_those_of_elsewhere_are_refused(house, cell):
    now = house.clock.now()
    with writing(house.engine) as connection:
        one = brought(connection, cell, now, 5)
    with pytest.raises(EventRefused, match="不足 3 次"):
        do(house, open_root, one, DUTY, now)
    away = Actor(name="外地", role="duty_officer", scope=Scope(cells=((cell.id + 1, cell.id + 9),)))
    with pytest.raises(UnknownThing):
        do(house, open_root, one, away, now)


def test_both_pages_tell_of_each_other(house, chain):
    """The report offers the root case until there is one; the root case lists each time."""
    number, role = chain[-1], {"role": "duty_officer"}
    before = event_drawn(house, Asked(code=called(house, number), **role))["root"]
    root = do(house, open_root, number, DUTY, house.clock.now())
    after, whole = (event_drawn(house, Asked(code=called(house, one), **role))["root"] for one in (number, root))
    assert "结案后又报 3 次" in before
    assert f'href="/events/{called(house, root)}"' in after and "data-move" not in after
    assert all(f'href="/events/{called(house, one)}"' in whole for one in chain) and "间隔中位 14.0 天" in whole


def test_a_report_that_came_while_another_was_open_is_linked_too(house, cell, chain):
    now = house.clock.now()
    with writing(house.engine) as connection:
        late = brought(connection, cell, now, 1, closed=False)
    root = do(house, open_root, late, DUTY, now)
    with house.engine.connect() as connection:
        assert [one["id"] for one in roots(connection, GUEST, root).repeats] == [*chain, late]
