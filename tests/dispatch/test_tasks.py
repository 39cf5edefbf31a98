"""My tasks: whom one answers for, what is due first, and receipts from the page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_login import LoginManager
from sqlalchemy import update

from components.tasks_page import tasks_drawn
from data.acting import looking
from data.commands.dispatch_life import finalize
from data.commands.task_screens import tell_on_screen
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.house import EXTENSION
from data.queries.tasks import task_counts, tasks_for
from data.schema import audit, dispatch, dispatch_step, event, region, responder, task
from data.scope import EVERY_CELL
from data.view import View
from tests.dispatch.town import WALL, do, flood, rows, send
from tests.seats import add, sitting

PLAIN = View()


@pytest.fixture
def app(house):
    """What requests of accounts need of an app."""
    app = Flask("tasks")
    app.secret_key = "of these tests"
    app.extensions[EXTENSION] = house
    LoginManager(app)
    return app


@pytest.fixture
def told(app):
    """An order that is final, with its chain of desks, in a real city: accounts alone see and act."""
    home = app.extensions[EXTENSION]
    send(home, flood(home), responders=("vehicle-1",))
    do(home, finalize, home.clock.now(), WALL + timedelta(seconds=16))
    return home


def chain(home):
    """{link: its task} of the order."""
    return {row.need: row for row in rows(home, task, task.c.alone == 0)}


def place_of(home, one):
    here = rows(home, responder, responder.c.id == one.responder_id)[0].region_id
    return rows(home, region, region.c.id == here)[0].code


def seen(app, login, role, **more):
    """Codes of the tasks that this account is shown as its own."""
    home = app.extensions[EXTENSION]
    add(home, login, role, **more)
    with sitting(app, login, "/tasks"), home.engine.connect() as connection:
        scope = looking(home)
        found = tasks_for(connection, scope, role, EVERY_CELL, home.clock.now())
        counts = task_counts(connection, scope, role, EVERY_CELL, home.clock.now())
        assert sum(counts.values()) == len(found)
    return {one["code"] for one in found}


def tell(app, login, code, what, words="", key=""):
    home = app.extensions[EXTENSION]
    with sitting(app, login, "/tasks"):
        tell_on_screen(home, {"code": code, "what": what, "words": words, "key": key}, "duty_officer", 1)


def test_each_level_finds_its_own_desks_and_those_below_and_nobody_elses(app, told):
    links = chain(told)
    town, village = (place_of(told, links[name]) for name in ("town", "village"))
    county, team = town[:6], rows(told, task, task.c.alone == 1)[0]
    assert seen(app, "shi", "duty_officer") == {row.code for row in rows(told, task)}
    desks = {row.code for row in links.values()}
    here = desks | ({team.code} if place_of(told, team).startswith(county) else set())
    assert seen(app, "xian", "duty_officer", region=county) == here
    assert links["town"].code in seen(app, "zhen", "duty_officer", region=town)
    assert seen(app, "cun", "duty_officer", region=village) == desks - {links["town"].code}
    assert seen(app, "wangge", "grid_staff", region=village) == {
        row.code for row in links.values() if row.need == "people"
    }
    others = [row.code for row in rows(told, region, region.c.level == 2, region.c.code != county)]
    assert not seen(app, "bie", "duty_officer", region=others[0]) & desks


def test_who_speaks_for_some_agencies_answers_for_their_people_alone(app, told):
    mine = rows(told, task, task.c.alone == 1)[0]
    with told.engine.begin() as connection:
        connection.execute(update(responder).where(responder.c.id == mine.responder_id).values(agency="a.town"))
    assert seen(app, "ju", "agency", departments=("a.town",)) == {mine.code}
    tell(app, "ju", mine.code, "accepted")
    with pytest.raises(UnknownThing, match="没有这个任务"):
        tell(app, "ju", chain(told)["town"].code, "accepted")


def test_a_town_desk_accepts_its_own_and_that_is_kept_and_audited(app, told):
    town = chain(told)["town"]
    add(told, "zhen", "duty_officer", region=place_of(told, town))
    tell(app, "zhen", town.code, "read")
    tell(app, "zhen", town.code, "accepted")
    assert rows(told, task, task.c.id == town.id)[0].state == "accepted"
    assert rows(told, event)[0].stage == "assigned"  # who is only told does not handle it
    steps = [(row.move, row.actor) for row in rows(told, dispatch_step, dispatch_step.c.task_id == town.id)]
    assert steps == [("read", "zhen"), ("accepted", "zhen")]
    with told.engine.connect() as connection:
        logged = [(row.action, row.target) for row in connection.execute(audit.select().order_by(audit.c.n))]
    assert logged[-1] == ("dispatch_receipt", town.code)
    with pytest.raises(BadInput, match="理由"):
        tell(app, "zhen", town.code, "refused")
    with pytest.raises(DispatchRefused, match="不能登记"):
        tell(app, "zhen", town.code, "done")


def test_nobody_tells_for_another_place_or_in_a_role_that_only_looks(app, told):
    links = chain(told)
    add(told, "cun", "duty_officer", region=place_of(told, links["village"]))
    add(told, "shen", "auditor")
    add(told, "min", "resident")
    refusals = []
    for code in (links["town"].code, "NOPE-01"):
        with pytest.raises(UnknownThing) as error:
            tell(app, "cun", code, "accepted")
        refusals.append(str(error.value))
    assert refusals[0] == refusals[1]
    for login in ("shen", "min"):
        with pytest.raises(Forbidden):
            tell(app, login, links["village"].code, "accepted")
        with sitting(app, login, "/tasks"):
            assert "data-listing-move" not in tasks_drawn(told, PLAIN, {})["rows"]
    assert {row.state for row in rows(told, task)} == {"sent"}


def test_words_of_a_desk_are_kept_once_however_often_they_are_sent_and_not_after_the_end(app, told):
    one = rows(told, task, task.c.alone == 1)[0].code
    add(told, "shi", "duty_officer")
    for words in ("收到", "收到", "稍等"):
        tell(app, "shi", one, "", words, key="n0")
    with sitting(app, "shi", "/tasks"):
        drawn = tasks_drawn(told, PLAIN, {})["rows"]
    last = max(row.id for row in rows(told, dispatch_step, dispatch_step.c.move == "say"))
    assert f'value="n{last}"' in drawn and drawn.count("收到") == 1
    tell(app, "shi", one, "", "收到", key=f"n{last}")  # again, having read the answer
    assert [row.words for row in rows(told, dispatch_step, dispatch_step.c.move == "say")] == ["收到", "稍等", "收到"]
    for _n in range(2):
        tell(app, "shi", one, "refused", "车辆故障", key="n9")
    with pytest.raises(DispatchRefused, match="已结束"):
        tell(app, "shi", one, "", "还在吗")
    with told.engine.connect() as connection:
        logged = {row.action for row in connection.execute(audit.select().where(audit.c.target == one))}
    assert logged == {"dispatch_say", "dispatch_receipt"}


def test_an_order_is_not_done_because_a_desk_that_was_only_told_says_so(app, told):
    add(told, "shi", "duty_officer")
    for what in ("accepted", "arrived", "done"):
        tell(app, "shi", chain(told)["village"].code, what)
    tell(app, "shi", rows(told, task, task.c.alone == 1)[0].code, "refused", "车辆故障")
    assert rows(told, dispatch)[0].state == "final"


def test_the_page_says_what_to_do_where_and_until_when_with_the_buttons_that_fit(app, told):
    add(told, "shi", "duty_officer")
    with sitting(app, "shi", "/tasks"):
        drawn = tasks_drawn(told, PLAIN, {})["rows"]
        assert "路面积水 32 cm" in drawn and "最迟签收" in drawn and 'value="accepted"' in drawn
        assert 'value="departed"' not in drawn and "拒绝任务" in drawn
    tell(app, "shi", rows(told, task)[0].code, "accepted")
    with sitting(app, "shi", "/tasks"):
        assert 'value="departed"' in tasks_drawn(told, PLAIN, {"task": "coming"})["rows"]
        assert "没有任务" in tasks_drawn(told, PLAIN, {"task": "over"})["rows"]
        assert "电话代登记" not in tasks_drawn(told, PLAIN, {})["rows"]
