"""Several subjects at one click: nobody is promised twice, each is told on its own account."""

import pytest

from callbacks.dispatch_order import act, draw_order
from data.dispatch.bulk import shares_of
from data.errors import BadInput
from data.schema import dispatch, task
from data.scope import Scope
from tests.called import on
from tests.dispatch.column import demo, house
from tests.dispatch.town import flood, rows

__all__ = ["demo", "house"]
KEY = "bulk-0123456789abcdef"


def shares(house, *events):
    return shares_of(house, [on(house, one) for one in events], Scope.guest())


def asked(house, *events):
    return [
        {"on": one.on, "seq": one.advice.seq, "responders": [pick.code for pick in one.picks]}
        for one in shares(house, *events)
        if one.advice and one.picks
    ]


def sends(demo, orders, key=KEY):
    with demo[0].app_context():
        sent = {"act": "bulk", "orders": orders, "key": key, "role": "duty_officer", "number": 1, "sign": "s"}
        return act(sent | {"lang": "zh"})


def test_a_unit_that_two_want_goes_to_the_nearer_and_the_other_is_told(house):
    one, two = flood(house, 1), flood(house, 2)
    alone = [{pick.code for pick in shares(house, event)[0].picks} for event in (one, two)]
    assert alone[0] & alone[1]
    both = shares(house, one, two)
    given = [{pick.code for pick in share.picks} for share in both]
    assert not given[0] & given[1] and all(given)
    assert any(share.lost for share in both)
    for share, other in (both, both[::-1]):
        for name, code in share.lost:
            assert code == other.subject.code and name in {pick.name for pick in other.picks}


def test_one_click_gives_one_order_each_and_again_the_same_ones(demo, house):
    one, two = flood(house, 1), flood(house, 2)
    orders = asked(house, one, two)
    first, again = sends(demo, orders), sends(demo, orders)
    assert len(set(first["codes"])) == 2 and first["codes"] == again["codes"]
    assert len(rows(house, dispatch, dispatch.c.event_id.in_((one, two)))) == 2
    active = [row.responder_id for row in rows(house, task, task.c.ended_at.is_(None), task.c.alone == 1)]
    assert len(active) == len(set(active))
    with demo[0].app_context():
        back = act({"act": "recall", "codes": first["codes"], "role": "duty_officer", "number": 1, "lang": "zh"})
    assert set(back["codes"]) == set(first["codes"])


def test_what_is_refused_of_them_does_not_undo_the_others(demo, house):
    one, two = flood(house, 1), flood(house, 2)
    orders = asked(house, one, two)
    orders[1]["seq"] = 3
    answer = sends(demo, orders, key="bulk-with-one-refused")
    assert [bool(code) for _on, code, _why in answer["results"]] == [True, False]
    assert "刷新" in answer["results"][1][2]
    assert rows(house, dispatch, dispatch.c.event_id == two) == []


def test_the_card_names_each_with_its_units_and_what_cannot_be_sent(demo, house):
    one, two = flood(house, 1), flood(house, 2)
    asks = {
        "on": "",
        "picked": [on(house, one), on(house, two), "event-E20200101-9999999"],
        "role": "duty_officer",
        "lang": "zh",
    }
    with demo[0].app_context():
        drawn = draw_order(asks)["parts"]
        refused = draw_order(asks | {"role": "resident"})["parts"]
    assert "一键派遣 2 件" in drawn["bulk"] and "没有这个事件" in drawn["bulk"] and not drawn["send"]
    assert "data-dispatch-send" not in refused["bulk"] and "不能派遣" in refused["bulk"]


def test_too_many_or_none_are_refused(house):
    with pytest.raises(BadInput, match="一次可派"):
        shares_of(house, [], Scope.guest())
    with pytest.raises(BadInput, match="一次可派"):
        shares_of(house, [f"event-E20200101-{n:07d}" for n in range(21)], Scope.guest())
