"""Who is who: rights, orders and turns of duty belong to an account, not to the name that it shows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from data.commands.dispatch_life import confirm, hand_over
from data.commands.responders import import_rosters
from data.errors import BadInput, Forbidden
from data.life.actor import Actor, account_key
from data.queries.dispatch_queue import queue
from data.queries.dispatches import dispatch_whole
from data.queries.receivers import receivers_of
from data.schema import dispatch, duty, region
from data.scope import Scope
from data.view import View
from tests.called import on
from tests.dispatch.town import DUTY, OTHER, WALL, do, flood, rows, send
from tests.seats import add

NAME = "张三"


def actor(login, name=NAME, scope=None, role="duty_officer"):
    return Actor(name=name, role=role, scope=scope or Scope.guest(), key=account_key(login))


@pytest.fixture
def roster(house):
    """zhang.chief is 值班长 of the city; zhang is another officer of the same name."""
    add(house, "zhang.chief", "duty_officer", name=NAME)
    add(house, "zhang", "duty_officer", name=NAME)
    now = house.clock.now()
    turn = {"since": now - timedelta(hours=1), "until": now + timedelta(hours=1), "provenance": "measured"}
    city = rows(house, region, region.c.level == 1)[0].id
    with house.engine.begin() as connection:
        held = {"region_id": city, "agency": None, "who": NAME, "login": "zhang.chief", "role": "chief"}
        connection.execute(insert(duty).values(held | turn))
    return house


def test_a_namesake_of_the_chief_confirms_nothing(roster):
    made = send(roster, flood(roster), actor=actor("zhang"), responders=("team-2",))
    assert made["state"] == "drafted"
    numbered = Actor(name=NAME, role="duty_officer", scope=Scope.guest())
    sender = Actor(name=NAME, role="duty_officer", scope=Scope.guest(), key="sender:1")
    for who in (actor("zhang"), numbered, sender):
        with pytest.raises(Forbidden, match="值班长"):
            do(roster, confirm, made["code"], who, roster.clock.now(), WALL)
    do(roster, confirm, made["code"], actor("zhang.chief"), roster.clock.now(), WALL)
    assert rows(roster, dispatch)[0].state == "held"


def test_the_chief_himself_needs_no_confirmation_and_his_namesakes_orders_are_not_his(roster):
    number = flood(roster)
    made = send(roster, number, actor=actor("zhang.chief"), responders=("team-2",))
    assert made["state"] == "held" and (made["actor"], made["actor_key"]) == (NAME, "account:zhang.chief")
    mine, other = (queue(roster, View(), DUTY.scope, "mine", account_key(one)).rows for one in ("zhang.chief", "zhang"))
    assert [one.key for one in mine] == [on(roster, number)] and other == []
    with pytest.raises(BadInput, match="同一编号"):
        send(roster, number, actor=actor("zhang"), responders=("team-2",))


def test_an_order_is_handed_to_somebody_of_the_list_who_is_told(roster):
    number = flood(roster)
    made = send(roster, number, actor=actor("zhang.chief"), responders=("team-1",))
    with roster.engine.connect() as connection:
        offered = receivers_of(connection, actor("zhang.chief"), (1, 1), roster.clock.now())
    assert [one.key for one in offered] == ["account:zhang"]
    for typo in ("张三", "account:zhnag", "", "账号", OTHER.name, "account:zhang.chief"):
        with pytest.raises(BadInput, match="名单"):
            do(roster, hand_over, made["code"], typo, actor("zhang.chief"), roster.clock.now())
    do(roster, hand_over, made["code"], "account:zhang", actor("zhang.chief"), roster.clock.now())
    [mine] = queue(roster, View(), DUTY.scope, "mine", account_key("zhang")).rows
    assert mine.handed and queue(roster, View(), DUTY.scope, "mine", account_key("zhang.chief")).rows == []
    whole = do(roster, dispatch_whole, made["code"], DUTY.scope)
    assert whole["handed"] is True and "account:" not in str(whole)


def test_only_those_who_may_see_it_through_and_lie_within_the_askers_scope_are_offered(roster):
    towns = rows(roster, region, region.c.level == 3)
    counties = rows(roster, region, region.c.level == 2)
    add(roster, "first", "duty_officer", region=towns[0].code)
    add(roster, "last", "duty_officer", region=towns[-1].code)
    add(roster, "county", "leader", region=counties[0].code)
    add(roster, "gone", "duty_officer", region=towns[0].code, expires_at=datetime.now(UTC) - timedelta(days=1))
    add(roster, "grid", "grid_staff", region=towns[0].code)
    add(roster, "both", "duty_officer", regions=(towns[-1].code, towns[0].code))
    now = roster.clock.now()
    with roster.engine.connect() as connection:
        offered = [one.key for one in receivers_of(connection, actor("zhang"), (1, 1), now)]
        county = Scope(cells=((counties[0].lo, counties[0].hi),))
        below = [one.key for one in receivers_of(connection, actor("x", scope=county), (1, 1), now)]
    logins = [key.removeprefix("account:") for key in offered]
    assert set(logins) == {"first", "both", "county", "zhang.chief"}
    assert set(below) == {"account:first", "account:county"}


def test_a_roster_names_accounts_and_refuses_one_that_is_not_there(roster):
    code = rows(roster, region, region.c.level == 1)[0].code
    row = {"region": code, "who": NAME, "role": "chief", "since": "2026-01-01T08:00", "until": "2026-01-01T20:00"}
    with pytest.raises(BadInput, match="no such account"):
        do(roster, import_rosters, [(2, row | {"login": "nobody"})])
    do(roster, import_rosters, [(2, row | {"login": "zhang"}), (3, row)])
    assert [one.login for one in rows(roster, duty)][-2:] == ["zhang", None]
