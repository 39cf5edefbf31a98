"""A value is written once: every form that uses its field shows it, and the history says who, when, what and why."""

import json
import zlib
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.briefer import VISITOR, Briefer
from data.commands.forms import next_time, remove_form, run_due, save_form
from data.commands.records import change_record
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.ledgers.asked import read_asked
from data.life.actor import Actor
from data.queries.forms import filled
from data.queries.records import seen_record
from data.queries.regions import region_of
from data.queries.saved_forms import saved_forms, users_of
from data.schema import audit, form, form_run, record_history
from data.scope import Scope
from tests.forms.conftest import ALL, CADRE, NOW

ME = Briefer(who="account:cadre", name="镇干部", role="duty_officer", scope=ALL, makes=True)
OTHER = Briefer(who="account:other", name="他人", role="grid_staff", scope=ALL, makes=True)


def change(connection, known, given, *, seq=1, actor=CADRE, scope=ALL, reason="走访核实"):
    told = {"seq": seq, "reason": reason}
    return change_record(connection, known, "person", "PE1", given, actor, scope, NOW, **told)


def shown(blank, known, ledger, field):
    wanted = read_asked(known, {"ledger": ledger, "fields": field})
    return {row["code"]: row["f0"] for row in filled(blank, wanted, "", ALL).rows}


@pytest.mark.parametrize(
    ("field", "value", "after"), [("person.phone", "10000000009", "10000000009"), ("elderly.visits", "7", 7)]
)
def test_a_change_is_seen_in_every_form_that_uses_the_field(blank, known, field, value, after):
    with blank.engine.begin() as connection:
        assert change(connection, known, {field: value}) == [field]
    assert {shown(blank, known, ledger, field)["PE1"] for ledger in ("residents", "elderly")} == {after}
    with blank.engine.connect() as connection:
        step = connection.execute(select(record_history)).mappings().one()
        assert (step["actor"], step["reason"], step["seq"]) == ("东一街道", "走访核实", 2)
        one = seen_record(connection, known, "person", "PE1", ALL)
        assert [(step["field"].code, step["after"]) for step in one.history] == [(field, after)]


def test_only_who_may_and_saw_the_last_state_changes_anything(connection, known):
    phone = {"person.phone": "1"}
    with pytest.raises(Forbidden):
        change(connection, known, phone, actor=Actor(name="领导", role="leader", scope=ALL))
    with pytest.raises(Forbidden):
        change(connection, known, phone, scope=Scope(cells=ALL.cells, clearance=1))
    with pytest.raises(UnknownThing):
        change(connection, known, phone, scope=Scope(cells=((9, 16),), clearance=2))
    with pytest.raises(ThingRefused):
        change(connection, known, phone, seq=4)
    for given, reason in ((phone, " "), ({"house.floors": 1}, "x"), ({"person.birth": "soon"}, "x")):
        with pytest.raises(BadInput):
            change(connection, known, given, reason=reason)
    assert change(connection, known, {"person.sex": "女"}) == []  # as it is already
    assert connection.execute(select(record_history)).all() == []


def test_a_reader_who_may_not_know_people_learns_from_the_history_neither_value_nor_name(connection, known):
    change(connection, known, {"person.phone": "10000000009"})
    one = seen_record(connection, known, "person", "PE1", Scope(cells=ALL.cells, clearance=0))
    told = str([(step["before"], step["after"], step["actor"], step["reason"]) for step in one.history])
    assert "10000000009" not in told and "东一街道" not in told and "走访核实" not in told


def kept(connection, known, me=ME, **more):
    wanted = read_asked(known, {"ledger": "elderly", "fields": "person.name,person.phone"})
    given = {"title": "走访表", "every": "day", "shared": ["duty_officer"], "department": "民政"} | more
    return save_form(connection, given, wanted, region_of(connection, "", ALL), me, NOW)


def test_a_kept_form_is_seen_by_those_it_is_shared_with_and_removed_by_its_owner(connection, known):
    code = kept(connection, known)
    same_role = Briefer(who="account:third", name="三", role="duty_officer", scope=ALL, makes=True)
    assert [row["title"] for row in saved_forms(connection, same_role)] == ["走访表"]
    assert users_of(connection, ME, "person.phone") == ["走访表"]
    assert saved_forms(connection, OTHER) == [] == users_of(connection, OTHER, "person.phone")
    with pytest.raises(UnknownThing):
        remove_form(connection, code, OTHER)
    with pytest.raises(Forbidden):
        remove_form(connection, code, same_role)
    remove_form(connection, code, ME)
    assert saved_forms(connection, ME) == []
    with pytest.raises(BadInput):
        kept(connection, known, title=" ")


def test_a_form_fills_itself_once_when_it_is_due_and_keeps_what_it_was(blank, known):
    with blank.engine.begin() as connection:
        kept(connection, known, Briefer(who=VISITOR, name="演示访客", role="presenter", scope=ALL, makes=True))
        connection.execute(update(form).values(next_at=blank.clock.now() - timedelta(minutes=1)))
    assert (run_due(blank), run_due(blank)) == (1, 0)
    with blank.engine.begin() as connection:
        run = connection.execute(select(form_run)).mappings().one()
        change(connection, known, {"person.name": "改名"})
        assert connection.scalar(select(form.c.next_at)) > blank.clock.now()
        assert connection.scalars(select(audit.c.action)).all() == ["form_run"]
    if run["fault"]:  # a house without a demo knows no visitors
        assert (run["n"], run["body"]) == (0, b"")
    else:
        rows = json.loads(zlib.decompress(run["body"]))["rows"]
        assert [row[2] for row in rows] == ["居民-00001", "居民-00004"]


def test_a_form_whose_owner_is_gone_says_so_and_gives_nothing(blank, known):
    with blank.engine.begin() as connection:
        kept(connection, known)
        connection.execute(update(form).values(next_at=blank.clock.now()))
    assert run_due(blank) == 1
    with blank.engine.connect() as connection:
        assert connection.execute(select(form_run.c.n, form_run.c.fault)).all() == [(0, "保存它的账号已停用")]


@pytest.mark.parametrize(
    ("every", "then"), [("day", "2026-03-02T22:00"), ("week", "2026-03-08T22:00"), ("month", "2026-03-31T22:00")]
)
def test_forms_fill_themselves_in_the_morning(every, then):
    assert next_time(every, NOW).astimezone(NOW.tzinfo).isoformat().startswith(then)
    assert next_time("", NOW) is None
