"""A planned change of grids is cancelled before its day: it never stands, what it ended goes on, both are told."""

import re
from datetime import timedelta

import pytest

from data.commands.grid_undo import cancel_change
from data.errors import BadInput, Forbidden, ListRefused
from data.house import EXTENSION
from data.queries.grid_days import changes_in
from data.queries.grids import grids_in
from data.times import local
from data.view import View
from tests.casework import CLERK, NOON
from tests.lists.test_changed_grids import GUEST, OFFICER, changed, little, of_other, shape, then, village
from tests.lists.test_pages import drawn, first, sent


@pytest.fixture
def connection():
    with little() as connection:
        yield connection


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def test_a_planned_change_is_cancelled_before_its_day_and_what_it_ended_goes_on(connection):
    here, codes = village(connection), [one.code for one in then(connection, 0)]
    _rest, part = changed(connection, "split", codes[:1], days=5, cells="1", name="飞地")
    (later,) = changed(connection, "merge", [part, codes[1]], days=9)
    with pytest.raises(ListRefused, match="后面的"):
        cancel_change(connection, part, "不分了", OFFICER, NOON)
    for actor, why, wanted in (
        (CLERK["grid_staff"], "不并了", Forbidden),
        (of_other(connection), "不并了", ListRefused),
        (OFFICER, " ", BadInput),
    ):
        with pytest.raises(wanted):
            cancel_change(connection, later, why, actor, NOON)
    assert len(cancel_change(connection, later, "不并了", OFFICER, NOON)) == 2
    assert len(cancel_change(connection, part, "不分了", OFFICER, NOON)) == 1
    assert [shape(then(connection, days)) for days in (0, 5, 9, 400)] == [shape(then(connection, 0))] * 4
    assert [one.code for one in then(connection, 9)] == codes
    told = {row["code"]: row for row in changes_in(connection, here)}
    assert (told[later]["cancelled_by"], told[later]["cancel_reason"]) == (OFFICER.name, "不并了")
    with pytest.raises(ListRefused, match="不能再撤销"):
        cancel_change(connection, later, "再来", OFFICER, NOON)
    (again,) = changed(connection, "merge", codes[:2], days=5)  # the same grids are free again
    assert then(connection, 5)[0].code == again and then(connection, 5)[0].cells == 8
    assert cancel_change(connection, again, "改期", OFFICER, NOON) and len(then(connection, 5)) == 3


def test_a_change_that_stands_already_is_not_cancelled(connection):
    codes = [one.code for one in then(connection, 0)]
    (made,) = changed(connection, "merge", codes[:2], days=0)
    for code in (made, codes[2], "nothing"):
        with pytest.raises(ListRefused):
            cancel_change(connection, code, "不并了", OFFICER, NOON)
    assert then(connection, 0)[0].code == made


def test_a_planned_change_is_cancelled_on_the_page(home):
    code = first(home, 4)
    rows = grids_in(home, View(region=code), GUEST).rows
    day = local(home.clock.now()).date() + timedelta(days=30)
    told = {f"part_{row['code']}": "1" for row in rows[:2]}
    assert sent("grid", act="merge", region=code, name="拟并", reason="优化", day=f"{day}", **told)["refused"] == ""
    shown = drawn("grids", f"?region={code}")["change"]
    assert "待生效" in shown and 'value="cancel"' in shown
    assert 'value="cancel"' not in drawn("grids", f"?region={code}", "grid_staff")["change"]
    made = re.search(r'data-grid-change="(G[^"]+)"', shown)[1]
    assert "照旧" in sent("grid", act="cancel", code=made, reason="暂缓")["said"]
    again = drawn("grids", f"?region={code}")["change"]
    assert "已撤销" in again and "暂缓" in again and 'value="cancel"' not in again
    assert len(grids_in(home, View(region=code), GUEST).rows) == len(rows)
