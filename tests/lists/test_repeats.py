"""What the same trouble at one spot comes to: an issue and a development item, with all its reports, both ways."""

import shutil

import pytest
from flask import Flask
from sqlalchemy import func, select

from components.event_page import Asked, event_drawn
from data.commands.list_pairs import list_event_as_item
from data.commands.lists import move_item
from data.engine import writing
from data.house import open_house
from data.queries.list_sheet import item_sheet, items_of_event
from data.queries.regions import around
from data.schema import list_event, list_item, region
from data.scope import Scope
from tests.called import called
from tests.conftest import toy_settings
from tests.data.test_root_cases import DUTY, brought

GUEST = Scope.guest()


@pytest.fixture
def house(tmp_path, toy_dir, empty_sqlite):
    url = f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'lists.db')}"
    home = open_house(toy_settings(toy_dir, url, demo=False), Flask("lists"))
    yield home
    home.engine.dispose()


@pytest.fixture
def cell(house):
    with house.engine.connect() as connection:
        return connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo).limit(1)).one()


def listed(house, number):
    with writing(house.engine) as connection:
        return list_event_as_item(connection, number, DUTY, house.clock.now())["code"]


def spot(house, cell, *days):
    with writing(house.engine) as connection:
        return [brought(connection, cell, house.clock.now(), one) for one in days]


def test_both_know_each_other_and_the_issue_keeps_the_chain(house, cell):
    events = spot(house, cell, 30, 16, 5)
    code = listed(house, events[-1])
    with house.engine.connect() as connection:
        rows = {row["kind"]: row for row in connection.execute(select(list_item)).mappings()}
        village = around(connection, cell.id, cell.id, [4])[4]
        tied = connection.scalars(select(list_event.c.event_id).where(list_event.c.item_id == rows["issue"]["id"]))
        assert sorted(tied) == sorted(events)
        assert [one["kind"] for one in items_of_event(connection, events[0], GUEST)] == ["issue", "development"]
    issue, other = rows["issue"], rows["development"]
    assert (issue["code"], issue["pair_id"], other["pair_id"]) == (code, other["id"], issue["id"])
    assert (issue["reports"], other["reports"], issue["lo"], issue["hi"]) == (3, 3, village.lo, village.hi)
    assert "反复上报 3 次" in issue["title"]
    one = item_sheet(house, code, GUEST)
    assert (one.pair["code"], len(one.events)) == (other["code"], 3)


def test_a_report_more_is_tied_to_the_open_issue_and_makes_no_other(house, cell):
    events = spot(house, cell, 30, 16, 9)
    code = listed(house, events[0])
    late = spot(house, cell, 3)
    assert listed(house, late[0]) == code
    with house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(list_item)) == 2
        assert connection.scalar(select(list_item.c.reports).where(list_item.c.code == code)) == 4


def test_the_end_of_one_is_seen_on_the_other_and_on_the_page_of_each_report(house, cell):
    events, now = spot(house, cell, 30, 16, 5), house.clock.now()
    code = listed(house, events[-1])
    pair = item_sheet(house, code, GUEST).pair["code"]
    with writing(house.engine) as connection:
        move_item(connection, pair, "done", {"words": "井盖全部换新"}, DUTY, now)
    one = item_sheet(house, code, GUEST)
    assert (one.row["stand"], one.pair["stand"]) == ("done", "done")
    drawn = event_drawn(house, Asked(code=called(house, events[0])))["list"]
    assert code in drawn and pair in drawn and "办结" in drawn
