"""Several events at one go: each has its own outcome; a person is persuaded by a message that the case remembers."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from data.commands.events import report
from data.commands.many_screens import act_on_many
from data.commands.moves_many import MOST, bundled, move_many
from data.commands.persuading import LONGEST, persuade
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.house import open_house
from data.life.moves import MOVES
from data.queries.letters import letters
from data.schema import audit, event, event_history, outbox
from data.scope import Scope
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import toy_settings

DUTY = CLERK["duty_officer"]


@pytest.fixture
def connection():
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        yield connection


@pytest.fixture
def three(connection):
    return [report(connection, PUDDLE(), CLERK["grid_staff"], NOON) for _ in range(3)]


def stages(connection):
    return list(connection.scalars(select(event.c.stage).order_by(event.c.id)))


def test_those_that_may_not_be_moved_are_refused_alone_and_leave_nothing(connection, three):
    move_many(connection, three[1:2], "file", DUTY, NOON)
    made = move_many(connection, three, "file", DUTY, NOON, reason="同类一并立案")
    assert [(one.stage, bool(one.refused)) for one in made] == [("filed", False), ("", True), ("filed", False)]
    assert "不能“立案”" in made[1].refused and stages(connection) == ["filed"] * 3
    steps = select(func.count()).where(event_history.c.event_id == three[1])
    assert connection.scalar(steps) == 2


def test_each_is_moved_once_and_what_is_not_there_is_told(connection, three):
    made = move_many(connection, [three[0], three[0], 999], "supervise", DUTY, NOON, reason="请加快")
    assert [bool(one.refused) for one in made] == [False, True] and made[1].refused == "没有这个事件"
    assert connection.scalar(select(event.c.supervised).where(event.c.id == three[0])) == 1


def test_a_move_that_needs_an_answer_for_each_is_not_for_many(connection, three):
    names = {one.name for one in bundled("duty_officer")}
    assert "supervise" in names and not names & {"merge", "rate", "extend", "escalate", "visit"}
    for name in ("merge", "nonsense", "accept"):
        with pytest.raises(BadInput):
            move_many(connection, three, name, DUTY, NOON, reason="x")
    for ids in ([], list(range(MOST + 1))):
        with pytest.raises(BadInput):
            move_many(connection, ids, "file", DUTY, NOON)


@pytest.mark.parametrize("role", ["duty_officer", "grid_staff", "agency", "leader", "resident"])
def test_no_role_is_offered_what_the_table_of_moves_does_not_allow_it(role):
    assert all(role in MOVES[one.name].roles for one in bundled(role))


def test_a_persuasion_waits_in_the_outbox_and_the_case_keeps_the_last_digits(connection, three):
    persuade(connection, three[0], "13800001234", "请将 门前 物品收回", DUTY, NOON, NOON)
    row = connection.execute(select(outbox)).one()
    assert (row.channel, row.kind, row.address, row.state, row.event_id) == (
        "sms",
        "persuade",
        "13800001234",
        "due",
        three[0],
    )
    assert json.loads(row.body)["words"] == "请将 门前 物品收回"
    reason = connection.scalar(select(event_history.c.reason).where(event_history.c.move == "remark"))
    assert "138****1234" in reason and "13800001234" not in reason
    (letter,) = letters(connection, Scope.guest())
    assert letter["dispatch"].startswith("E") and "13800001234" not in json.dumps(letter, default=str)


@pytest.mark.parametrize("phone", ["", "1234", "10086", "139000012345", "javascript:1"])
def test_what_is_no_number_is_refused(connection, three, phone):
    with pytest.raises(BadInput, match="电话"):
        persuade(connection, three[0], phone, "请配合", DUTY, NOON, NOON)


def test_nobody_is_persuaded_about_a_grave_or_an_ended_case_nor_by_a_stranger(connection, three):
    grave = report(connection, PUDDLE(grade="A"), CLERK["grid_staff"], NOON)
    move_many(connection, three[:1], "reject", DUTY, NOON, reason="不属实")
    for one in (grave, three[0]):
        with pytest.raises(EventRefused):
            persuade(connection, one, "13800001234", "请配合", DUTY, NOON, NOON)
    with pytest.raises(Forbidden):
        persuade(connection, three[1], "13800001234", "请配合", CLERK["resident"], NOON, NOON)
    with pytest.raises(UnknownThing):
        persuade(connection, 999, "13800001234", "请配合", DUTY, NOON, NOON)
    with pytest.raises(BadInput, match="字"):
        persuade(connection, three[1], "13800001234", "字" * (LONGEST + 1), DUTY, NOON, NOON)


def test_the_audit_tells_of_each_case_and_of_all_together(sqlite_url, toy_dir):
    home = open_house(toy_settings(toy_dir, sqlite_url), Flask("many"))
    with home.engine.connect() as connection:
        codes = list(connection.scalars(select(event.c.code).where(event.c.ended_at.is_(None)).limit(2)))
    given = {f"on-{one}": "1" for one in (*codes, "E20200101-9999999")} | {"move": "supervise", "reason": "通报督办"}
    said = act_on_many(home, given, "duty_officer", 1)
    assert len(said) == 4 and "办成 2 件，未办 1 件" in said[0] and said[3].startswith("✕")
    with home.engine.connect() as connection:
        rows = connection.execute(select(audit.c.action, audit.c.outcome).order_by(audit.c.n)).all()[-4:]
    assert [tuple(row) for row in rows] == [("event_move", "done")] * 2 + [
        ("event_move", "refused"),
        ("event_many", "done"),
    ]
    for bad in ({"move": "supervise"}, {"on-x": "1", "move": "supervise"}):
        with pytest.raises(BadInput):
            act_on_many(home, bad, "duty_officer", 1)
    home.engine.dispose()
