"""五级联动 县-镇-村-警-民: each level is told, answers for itself, and is seen above; one more by one click, once."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update

from data.commands.dispatch_chain import tell_link
from data.commands.dispatch_receipts import Told, receive
from data.dispatch.words import CHAIN
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.queries.dispatches import dispatch_whole
from data.queries.tasks import tasks_for
from data.schema import outbox, region, responder, task
from data.scope import EVERY_CELL, Scope
from tests.dispatch.column import acts, board, demo, drawn_of, house, made_final, rows_of_log, sends
from tests.dispatch.town import DUTY, WALL, _responder, do, flood, rows

__all__ = ["demo", "house"]


@pytest.fixture
def sent(house):
    """(the event, the code of its order), final; in the village of the flood are an officer and a head of a grid."""
    one = flood(house)
    with house.engine.begin() as connection:
        cell = connection.execute(select(region).where(region.c.level == 6, region.c.lo == 1)).one()
        around = (region.c.level == 4, region.c.lo <= cell.lo, region.c.hi >= cell.hi)
        village = connection.execute(select(region).where(*around)).one()
        for kind in ("police", "grid"):
            if connection.scalar(select(responder.c.id).where(responder.c.code == f"{kind}-x")) is None:
                made = _responder(f"{kind}-x", kind, village, 0, house.clock.now())
                connection.execute(insert(responder).values(made))
            connection.execute(update(responder).where(responder.c.code == f"{kind}-x").values(kind=kind))
    [code] = sends(house, one, responders=[board(house, one).recommended[0].code]).codes
    made_final(house)
    return one, code


def tell(house, code, link, actor=DUTY):
    return do(house, tell_link, code, link, actor, house.clock.now(), WALL)


def links(house, code):
    with house.engine.connect() as connection:
        tasks = dispatch_whole(connection, code, Scope.guest())["tasks"]
    return {one["need"]: one for one in tasks if not one["alone"]}


def test_every_level_is_told_and_answers_and_the_case_shows_all_five(demo, house, sent):
    one, code = sent
    for link in CHAIN:
        if link not in links(house, code):
            tell(house, code, link)
    assert set(links(house, code)) == set(CHAIN)
    for told in links(house, code).values():
        for what in ("read", "accepted", "departed", "arrived", "done"):
            receive_(house, told["code"], what)
    told = links(house, code)
    assert {row["state"] for row in told.values()} == {"done"} and all(row["accepted_at"] for row in told.values())
    drawn = drawn_of(demo, one)["receipts"]
    assert drawn.count('class="five-link"') == len(CHAIN) and drawn.count("已完成") >= len(CHAIN)
    for word in CHAIN.values():
        assert f"<b>{word}</b>" in drawn


def receive_(house, code, what):
    do(house, receive, house.settings.photos_dir, Told(task=code, what=what), DUTY, house.clock.now())


def test_one_more_level_is_told_by_one_click_once_and_by_the_channels_of_the_order(demo, house, sent):
    one, code = sent
    assert 'data-five="county"' in drawn_of(demo, one)["receipts"]
    assert not acts(demo, act="link", code=code, what="county")["refused"]
    assert "已在通知之列" in acts(demo, act="link", code=code, what="county")["refused"]
    made = links(house, code)["county"]
    assert made["state"] == "sent" and made["sent_at"] and made["accept_by"]
    number = rows(house, task, task.c.code == made["code"])[0].id
    letters = rows(house, outbox, outbox.c.task_id == number)
    every = {row.channel for row in rows(house, outbox, outbox.c.kind == "order")}
    assert {row.channel for row in letters} == every and {row.kind for row in letters} == {"order"}
    assert rows_of_log(house)[-1].action == "dispatch_link"
    assert 'data-five="county"' not in drawn_of(demo, one)["receipts"]
    with house.engine.connect() as connection:
        county = rows(house, region, region.c.level == 2)[0]
        own = Scope(cells=((county.lo, county.hi),))
        mine = tasks_for(connection, own, "duty_officer", EVERY_CELL, house.clock.now())
    assert made["code"] in {row["code"] for row in mine}


def test_nobody_is_told_where_nobody_is_registered_or_by_whom_it_is_not(house, sent):
    _one, code = sent
    with house.engine.begin() as connection:
        connection.execute(update(responder).where(responder.c.kind == "police").values(kind="boat"))
    with pytest.raises(DispatchRefused, match="缺员"):
        tell(house, code, "police")
    with pytest.raises(BadInput):
        tell(house, code, "province")
    with pytest.raises(Forbidden):
        tell(house, code, "county", replace(DUTY, role="grid_staff"))
    other = rows(house, region, region.c.level == 2)[1]
    with pytest.raises(UnknownThing):
        tell(house, code, "county", replace(DUTY, scope=Scope(cells=((other.lo, other.hi),))))


def test_before_it_went_out_and_after_its_end_nobody_more_is_told(demo, house):
    one = flood(house)
    [code] = sends(house, one, responders=[board(house, one).recommended[0].code]).codes
    with pytest.raises(DispatchRefused):
        tell(house, code, "county")
    assert "five-links" not in drawn_of(demo, one)["receipts"]
    made_final(house)
    assert "five-links" in drawn_of(demo, one)["receipts"]
    acts(demo, act="cancel", code=code, words="误报")
    with pytest.raises(DispatchRefused):
        tell(house, code, "county")
