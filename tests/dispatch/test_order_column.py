"""What the desk of dispatch sends: once, by those who may, in their region; the second officer sees who was first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.dispatch.board import Asking, board_of
from data.errors import BadInput, DispatchRefused, UnknownThing
from data.schema import dispatch, region, responder
from data.scope import Scope
from tests.called import on
from tests.dispatch.column import KEY, board, demo, house, orders_on, rows_of_log, seen, sends
from tests.dispatch.town import flood, rows

__all__ = ["demo", "house"]


def test_what_is_ticked_is_sent_and_the_log_says_by_whom(house):
    one = flood(house)
    chosen = [pick.code for pick in board(house, one).recommended][:2]
    done = sends(house, one, responders=chosen)
    [order] = orders_on(house, one)
    assert done.codes == (order.code,) and order.state == "held" and order.actor == "值班员-001"
    sent = [one["responder"]["code"] for one in board(house, one).held["tasks"] if one["alone"]]
    assert sent == chosen
    told = rows_of_log(house)[-1]
    assert (told.action, told.target, told.outcome) == ("dispatch_order", on(house, one), "done")


def test_a_double_click_and_a_reload_of_the_answer_are_one_order(house):
    one = flood(house)
    first = [pick.code for pick in board(house, one).recommended]
    codes = {sends(house, one, responders=first).codes for _click in range(3)}
    assert len(codes) == 1 and len(orders_on(house, one)) == 1
    with pytest.raises(BadInput, match="同一编号"):
        sends(house, one, responders=first[:1])


def test_two_officers_may_use_the_same_key_and_neither_speaks_for_the_other(house):
    one, two = flood(house), flood(house, 2)
    sends(house, one, key=KEY)
    sends(house, two, number=2, key=KEY)
    assert [row.actor for event in (one, two) for row in orders_on(house, event)] == ["值班员-001", "值班员-002"]


def test_a_second_officer_is_told_who_was_first_and_sees_what_was_sent(house):
    one = flood(house)
    seen = [pick.code for pick in board(house, one).recommended]
    sends(house, one, number=2)
    with pytest.raises(DispatchRefused, match=r"值班员-002 已于 .* 派出第 1 批"):
        sends(house, one, responders=seen, key="another-key-of-his-own-0001")
    after = board(house, one)
    assert after.held["actor"] == "值班员-002" and after.seq == 1 and after.recommended == []
    assert {unit.state for unit in after.units} - {"passed"} == {"held"}


def test_what_was_sent_counts_and_only_the_rest_is_recommended_again(house):
    one = flood(house)
    pumps = [pick.code for pick in board(house, one).advice.filled[0].chosen]
    sends(house, one, responders=pumps[:2])
    again = board(house, one).advice.filled[0]
    assert (again.sent, again.got, again.short) == (2, 1, 0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"key": "short"}, "刷新"),
        ({"key": None}, "刷新"),
        ({"key": "<script>alert(1)</script>"}, "刷新"),
        ({"on": "event-E20200101-9999999"}, "没有这个事件"),
        ({"on": "event-1; drop table task"}, "没有这个事件"),
        ({"on": ""}, "没有这个事件"),
        ({"seq": "many"}, "刷新"),
        ({"seq": -1}, "刷新"),
        ({"seq": True}, "刷新"),
        ({"responders": []}, "勾选"),
        ({"responders": "team-1"}, "一次最多"),
        ({"responders": ["team-1"] * 201}, "一次最多"),
        ({"responders": ["team-1", "team-1"]}, "选了两次"),
        ({"responders": ["nobody"]}, "没有这个处置力量"),
        ({"plan": "none_such"}, "没有适用的预案"),
        ({"whistle": "nowhere"}, "没有这个责任单位"),
        ({"words": "快" * 2001}, "过长"),
        ({"act": "drop"}, "没有“drop”这个动作"),
        ({"act": "recall", "codes": ["D20200101-0001"]}, "没有这个派遣"),
        ({"act": "recall", "codes": []}, "没有这个派遣"),
        ({"act": "cancel", "code": "D20200101-0001", "words": "误报"}, "没有这个派遣"),
        ({"act": "cancel_task", "code": "D20200101-0001-01", "words": "误报"}, "没有这个任务"),
        ({"act": "bulk", "orders": []}, "一次可派"),
        ({"act": "bulk", "orders": ["event-1"]}, "没有这个事件"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_nothing_is_written(house, wrong, words):
    one = flood(house)
    before = len(rows(house, dispatch))
    with pytest.raises((BadInput, UnknownThing), match=words):
        sends(house, one, **wrong)
    assert len(rows(house, dispatch)) == before


def test_an_old_position_must_be_confirmed_by_name(house):
    one = flood(house)
    first = board(house, one).recommended[0].code
    seen(house, first, house.clock.now() - timedelta(minutes=45))
    with pytest.raises(DispatchRefused, match="先电话确认"):
        sends(house, one, responders=[first])
    sends(house, one, responders=[first], confirmed=[first], key="confirmed-by-telephone-1")
    seen(house, first, house.clock.now())
    assert len(orders_on(house, one)) == 1


def test_others_are_searched_and_added_by_hand_within_the_scope(house):
    one = flood(house)
    found = board(house, one, find="medical").found
    assert found and all(pick.kind == "medical" for pick in found)
    added = board(house, one, added=(found[0].code, "nobody")).added
    assert [pick.code for pick in added] == [found[0].code]
    narrow = board_of(house, on(house, one), Asking(scope=Scope(cells=((1, 10),)), find="-", added=(added[0].code,)))
    shown = {pick.id for pick in (*narrow.found, *narrow.recommended, *narrow.added)}
    with house.engine.connect() as connection:
        homes = select(responder.c.id).join_from(responder, region).where(region.c.lo >= 1, region.c.hi <= 10)
        assert shown <= set(connection.scalars(homes))


def test_outside_the_scope_there_is_no_board(house):
    one = flood(house, 30)
    with pytest.raises(UnknownThing, match="没有这个事件"):
        board_of(house, on(house, one), Asking(scope=Scope(cells=((1, 10),))))
