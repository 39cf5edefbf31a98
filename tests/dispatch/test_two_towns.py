"""One warning over a county: each town gives its own orders and hears of no other's; the county sees both."""

import json
from dataclasses import replace

import pytest

from data.commands.dispatch_life import recall
from data.commands.dispatch_order import NewDispatch, order
from data.commands.warnings import NewWarning, raise_warning
from data.dispatch.board import Asking, board_of
from data.dispatch.recommend import recommend, told
from data.engine import writing
from data.errors import BadInput, DispatchRefused, UnknownThing
from data.queries.dispatches import dispatch_whole, dispatches
from data.queries.subjects import event_subject, warning_subject
from data.schema import dispatch, region, responder, task
from data.scope import Scope
from tests.called import on
from tests.dispatch.town import DUTY, WALL, do, flood, rows


def officer(name, place):
    scope = Scope(cells=((place.lo, place.hi),), roles=("duty_officer",), clearance=2)
    return replace(DUTY, name=name, scope=scope)


@pytest.fixture
def over(house):
    """(the warning, officers of town A, of town B, and of the county that holds both)."""
    county = rows(house, region, region.c.level == 2)[0]
    first, second = rows(house, region, region.c.level == 3, region.c.lo >= county.lo, region.c.hi <= county.hi)
    now = house.clock.now()
    new = NewWarning(
        field="waterlog",
        title="内涝预警",
        colour=2,
        words="全县",
        region_id=county.id,
        at=now,
        origin="气象台",
        provenance="simulated",
    )
    with writing(house.engine) as connection:
        number = raise_warning(connection, new, DUTY, now)
    return number, officer("甲镇值班张三", first), officer("乙镇值班李四", second), officer("县值班王五", county)


def sends(house, number, actor, seq, key, **more):
    with writing(house.engine) as connection:
        return order(connection, NewDispatch(key=key, seq=seq, warning=number, **more), actor, house.clock.now(), WALL)


def advice(house, number, actor):
    with house.engine.connect() as connection:
        subject = warning_subject(connection, number, actor.scope)
        return recommend(connection, subject, actor.scope, house.clock.now())


def listed(house, number, actor):
    with house.engine.connect() as connection:
        return dispatches(connection, actor.scope, state="all", warning_id=number)


def test_a_town_counts_reads_and_hears_nothing_of_its_neighbours_order(house, over):
    number, first, second, _county = over
    before = told(advice(house, number, second)) | {"now": ""}
    made = sends(house, number, first, 0, "a")
    after = told(advice(house, number, second)) | {"now": ""}
    assert after == before and after["seq"] == 0 and listed(house, number, second) == []
    board = board_of(house, on(house, number, "warning"), Asking(scope=second.scope))
    assert (board.seq, board.orders, board.serving) == (0, (), [])
    with pytest.raises(BadInput, match="刷新") as refusal:
        sends(house, number, second, 1, "guess")
    assert first.name not in str(refusal.value) and made["code"] not in str(refusal.value)
    with pytest.raises(UnknownThing, match="没有这个派遣"):
        do(house, dispatch_whole, made["code"], second.scope)
    with pytest.raises(UnknownThing, match="没有这个派遣"):
        do(house, recall, made["code"], second, house.clock.now(), WALL)


def test_both_towns_send_their_own_and_each_calls_it_the_first(house, over):
    number, first, second, county = over
    one, two = sends(house, number, first, 0, "a"), sends(house, number, second, 0, "b")
    seen = [[(order["code"], order["n"]) for order in listed(house, number, who)] for who in (first, second, county)]
    assert seen == [[(one["code"], 1)], [(two["code"], 1)], [(two["code"], 2), (one["code"], 1)]]
    assert do(house, dispatch_whole, two["code"], second.scope)["n"] == 1
    assert len(rows(house, dispatch)) == 2 and first.name not in json.dumps(listed(house, number, second), default=str)


def test_each_towns_need_is_filled_by_its_own_and_the_countys_by_both(house, over):
    number, first, second, county = over
    sends(house, number, first, 0, "a")
    sent = {one.need.role: one.sent for one in advice(house, number, first).filled}
    assert any(sent.values())
    assert not any(one.sent for one in advice(house, number, second).filled)
    assert {one.need.role: one.sent for one in advice(house, number, county).filled} == sent


def test_of_two_officers_of_a_town_the_second_is_told_who_was_first(house, over):
    number, first, _second, county = over
    made = sends(house, number, first, 0, "a")
    colleague = replace(first, name="甲镇值班赵六")
    for who in (colleague, county):
        with pytest.raises(DispatchRefused, match=f"{first.name} 已于"):
            sends(house, number, who, 0, f"late-{who.name}")
    again = sends(house, number, first, 0, "a")
    assert again["code"] == made["code"] and len(rows(house, dispatch)) == 1


def test_the_county_must_have_seen_the_orders_of_both_towns(house, over):
    number, first, second, county = over
    sends(house, number, first, 0, "a")
    sends(house, number, second, 0, "b")
    free = _free(house, county)[0]
    with pytest.raises(DispatchRefused, match=f"{second.name} 已于"):
        sends(house, number, county, 1, "c", responders=(free,))
    assert sends(house, number, county, 2, "d", responders=(free,))["n"] == 3


def test_a_town_hears_of_the_countys_order_only_when_one_of_its_own_was_sent(house, over):
    number, first, second, county = over
    sends(house, number, county, 0, "c", responders=(_free(house, first)[0],))
    assert [order["n"] for order in listed(house, number, first)] == [1] and listed(house, number, second) == []
    assert advice(house, number, first).seq == 1 and advice(house, number, second).seq == 0


def _free(house, actor):
    """Whom no plan of a warning of water sends."""
    lo, hi = actor.scope.cells[0]
    homes = {row.id for row in rows(house, region, region.c.lo >= lo, region.c.hi <= hi)}
    return [row.code for row in rows(house, responder, responder.c.kind == "medical") if row.region_id in homes]


def test_on_a_towns_platform_the_chain_reaches_the_desk_of_the_county_and_tells_its_name_alone(house, over):
    _number, first, _second, county = over
    one = flood(house)
    desk = next(row for row in rows(house, responder) if row.code == f"desk-{_region(house, 2).code}")
    made = _with_chain(house, first, one)
    [link] = [link for link in made["chain"] if link["link"] == "county"]
    assert (link["name"], link["code"], link["lon"]) == (desk.name, None, None)
    with writing(house.engine) as connection:
        new = NewDispatch(key="up", seq=0, event=one, plan="river_flood")
        given = order(connection, new, first, house.clock.now(), WALL)
    assert desk.id in {row.responder_id for row in rows(house, task) if row.dispatch_id == given["id"]}
    for who, phone in ((first, None), (county, desk.phone)):
        tasks = do(house, dispatch_whole, given["code"], who.scope)["tasks"]
        [shown] = [row["responder"]["phone"] for row in tasks if row["need"] == "county"]
        assert (shown == phone) if phone else ("*" in shown)


def _region(house, level):
    return rows(house, region, region.c.level == level)[0]


def _with_chain(house, actor, event):
    with house.engine.connect() as connection:
        subject = event_subject(connection, event, actor.scope)
        return told(recommend(connection, subject, actor.scope, house.clock.now(), plan="river_flood"))


def test_a_link_is_missing_only_where_the_register_has_nobody(house, over):
    _number, first, _second, _county = over
    one = flood(house)
    with house.engine.begin() as connection:
        connection.execute(responder.delete().where(responder.c.code == f"desk-{_region(house, 2).code}"))
    [link] = [link for link in _with_chain(house, first, one)["chain"] if link["link"] == "county"]
    assert link["name"] is None
