"""What the column of orders shows, and what is done with orders and tasks: recalled, confirmed, urged, given away."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from data.commands.dispatch_receipts import Told, receive
from data.dispatch.board import Asking, board_of
from data.errors import Forbidden
from data.schema import dispatch_step, task
from data.scope import Scope
from data.times import local
from tests.called import on
from tests.dispatch.column import acts, board, demo, drawn_of, house, made_final, orders_on, rows_of_log, sends
from tests.dispatch.town import FIELD, do, flood, rows

__all__ = ["demo", "house"]


@pytest.mark.parametrize("role", ["resident", "grid_staff", "agency"])
def test_a_role_that_may_not_send_has_no_button_and_is_refused(demo, house, role):
    one = flood(house)
    with pytest.raises(Forbidden, match="不能派遣"):
        sends(house, one, role=role)
    drawn = drawn_of(demo, one, role=role)
    assert "data-dispatch-send" not in drawn["send"] and "不能派遣" in drawn["send"]
    assert "data-order-menu" not in drawn["receipts"] and orders_on(house, one) == []


def test_a_recall_in_the_window_undoes_it_and_afterwards_it_is_final(demo, house):
    one = flood(house)
    [code] = sends(house, one).codes
    assert "data-dispatch-recall" in drawn_of(demo, one)["send"]
    assert acts(demo, act="recall", codes=[code])["codes"] == [code]
    assert [row.state for row in orders_on(house, one)] == ["recalled"]
    chosen = [pick.code for pick in board(house, one).recommended]
    [code] = sends(house, one, seq=1, responders=chosen, key="again-after-the-recall-01").codes
    made_final(house)
    assert acts(demo, act="recall", codes=[code])["conflict"]
    drawn = drawn_of(demo, one)
    assert "不能再撤回" in drawn["send"] and "data-dispatch-recall" not in drawn["send"]


def test_a_past_moment_is_read_only_and_shows_what_there_was_then(demo, house):
    one = flood(house)
    sends(house, one)
    made_final(house)
    then = (house.clock.now() + timedelta(minutes=1)).isoformat()
    drawn = drawn_of(demo, one, at=then)
    assert "回看过去" in drawn["send"] and "data-dispatch-send" not in drawn["send"]
    assert "第 1 批" in drawn["receipts"] and "data-order-menu" not in drawn["receipts"]
    before = board(house, one, at=house.clock.now() - timedelta(hours=1))
    assert before.orders == () and before.advice is None


def test_one_task_is_urged_given_to_another_or_cancelled_and_the_order_follows(demo, house):
    one = flood(house)
    first, second = [pick.code for pick in board(house, one).advice.filled[0].chosen][:2]
    sends(house, one, responders=[first])
    made_final(house)
    code = board(house, one).orders[0]["tasks"][0]["code"]
    assert not acts(demo, act="urge_task", code=code, words="请尽快到场")["refused"]
    assert board(house, one).orders[0]["tasks"][0]["urged"] == 1
    assert "请填写理由" in acts(demo, act="cancel_task", code=code, words="")["refused"]
    given = {"on": on(house, one), "seq": 1, "key": "given-to-another-0001"}
    assert not acts(demo, act="transfer", code=code, to=second, words="车辆故障", **given)["refused"]
    assert not acts(demo, act="transfer", code=code, to=second, words="车辆故障", **given)["refused"]
    assert [row.state for row in orders_on(house, one)] == ["cancelled", "held"]
    assert [row.n for row in orders_on(house, one)] == [1, 2]
    refused = acts(demo, act="cancel_task", code=code, words="误报")["refused"]
    assert "已结束" in refused


def test_a_transfer_that_is_refused_leaves_the_task_as_it_was(demo, house):
    one, two = flood(house), flood(house, 2)
    first = board(house, one).recommended[0].code
    sends(house, one, responders=[first])
    taken = board(house, two).recommended[0].code
    sends(house, two, responders=[taken])
    made_final(house)
    code = board(house, one).orders[0]["tasks"][0]["code"]
    given = {"on": on(house, one), "seq": 1, "key": "to-one-who-is-taken-01"}
    assert "占用" in acts(demo, act="transfer", code=code, to=taken, words="换人", **given)["refused"]
    assert orders_on(house, one)[0].state == "final" and board(house, one).serving


def test_a_task_is_not_given_to_another_district_while_nobody_has_confirmed_that(demo, house):
    """Else the first is called off, and the second waits."""
    one = flood(house)
    sends(house, one, number=77, responders=[board(house, one).recommended[0].code])
    made_final(house)
    code = board(house, one).orders[0]["tasks"][0]["code"]
    far = next(pick.code for pick in board(house, one, find="vehicle").found if pick.cross)
    given = {"act": "transfer", "on": on(house, one), "seq": 1, "code": code, "to": far, "words": "车辆故障"}
    assert "值班长" in acts(demo, **given, key="to-another-district-1", number=77)["refused"]
    assert [row.state for row in orders_on(house, one)] == ["final"] and board(house, one).serving
    assert not acts(demo, **given, key="to-another-district-2", role="leader")["refused"]
    assert [row.state for row in orders_on(house, one)] == ["cancelled", "held"]


def test_receipts_move_the_column_and_late_ones_are_marked(demo, house):
    one = flood(house)
    sends(house, one)
    made_final(house)
    task_code = board(house, one).orders[0]["tasks"][0]["code"]
    do(house, receive, house.settings.photos_dir, Told(task=task_code, what="accepted"), FIELD, house.clock.now())
    drawn = drawn_of(demo, one)
    assert "签收 1/" in drawn["receipts"] and "已签收" in drawn["units"]
    with house.engine.begin() as connection:
        ago = house.clock.now() - timedelta(minutes=9)
        connection.execute(update(task).where(task.c.state == "sent").values(accept_by=ago))
    assert "▲ 超 9分" in drawn_of(demo, one)["receipts"]


def test_every_receipt_stands_with_its_time_and_so_does_a_refusal(demo, house):
    one = flood(house)
    sends(house, one)
    made_final(house)
    told = [task["code"] for task in board(house, one).orders[0]["tasks"] if task["alone"]]
    now, way = house.clock.now(), ("delivered", "read", "accepted", "departed", "arrived", "done")
    for n, what in enumerate(way):
        receipt = Told(task=told[0], what=what, at=now - timedelta(minutes=12 - n))
        do(house, receive, house.settings.photos_dir, receipt, FIELD, now)
    do(house, receive, house.settings.photos_dir, Told(task=told[1], what="refused", words="车辆故障"), FIELD, now)
    drawn = drawn_of(demo, one)["receipts"]
    for word in ("下发", "送达", "已读", "签收", "出发", "到场", "办结"):
        assert f">{word}<" in drawn
    assert all(f"{local(now - timedelta(minutes=12 - n)):%H:%M:%S}" in drawn for n in range(len(way)))
    assert f"拒绝 {local(now):%H:%M}" in drawn and "车辆故障" in drawn


def test_an_order_is_handed_to_somebody_of_a_list(demo, house):
    one = flood(house)
    sends(house, one)
    code = orders_on(house, one)[0].code
    assert "值班员-002" in drawn_of(demo, one)["receipts"]
    assert "名单" in acts(demo, act="handover", code=code, to="值班员二号")["refused"]
    assert not acts(demo, act="handover", code=code, to="值班员-002")["refused"]
    assert "由 值班员-002 跟办" in drawn_of(demo, one)["receipts"]


def test_telephones_are_shown_to_those_who_are_cleared_only(demo, house):
    one = flood(house)
    assert "10000000000" in drawn_of(demo, one)["units"] or "100" in drawn_of(demo, one)["units"]
    masked = board_of(house, on(house, one), Asking(scope=Scope.guest())).people
    assert all("****" in told["phone"] for told in masked.values() if told["phone"])


def test_another_districts_forces_wait_for_the_chief_who_finds_the_button(demo, house):
    one = flood(house)
    far = [pick.code for pick in board(house, one, find="vehicle").found if pick.cross][:1]
    sends(house, one, number=77, responders=far)
    assert orders_on(house, one)[0].state == "drafted"
    assert "待值班长确认" in drawn_of(demo, one, number=77)["send"]
    assert "data-order-confirm" not in drawn_of(demo, one, number=77)["send"]
    assert "data-order-confirm" in drawn_of(demo, one, role="leader")["send"]
    code = orders_on(house, one)[0].code
    assert not acts(demo, act="confirm", code=code, role="leader")["refused"]
    assert board(house, one).held["code"] == code


def test_a_database_that_fails_halfway_has_sent_nothing_and_the_same_click_works_later(demo, house):
    one = flood(house)
    chosen = [pick.code for pick in board(house, one).recommended]
    told = {"act": "send", "on": on(house, one), "seq": 0, "key": "while-it-is-away-01", "responders": chosen}
    with house.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox RENAME TO outbox_away")
    answer = acts(demo, **told)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox_away RENAME TO outbox")
    assert answer["unsure"] and "不会重复" in answer["refused"] and orders_on(house, one) == []
    assert acts(demo, **told)["codes"] and len(orders_on(house, one)) == 1


def test_an_officer_records_what_he_was_told_by_telephone_and_it_says_so(demo, house):
    one = flood(house)
    sends(house, one)
    made_final(house)
    code = board(house, one).orders[0]["tasks"][0]["code"]
    menu = drawn_of(demo, one)["receipts"]
    assert "receipt:accepted" in menu and "receipt:read" not in menu
    given = {"act": "receipt", "code": code}
    assert "请填写理由" in acts(demo, **given, what="refused", words=" ")["refused"]
    assert not acts(demo, **given, what="accepted", words="队长来电")["refused"]
    assert not acts(demo, **given, what="accepted", words="队长来电")["refused"]
    told = [row.words for row in rows(house, dispatch_step, dispatch_step.c.move == "accepted")]
    assert told.count("电话代登记：队长来电") == 1
    found = board(house, one).orders[0]["tasks"][0]
    assert (found["state"], found["by_phone"]) == ("accepted", True)
    assert "代登记" in drawn_of(demo, one)["receipts"] and rows_of_log(house)[-1].action == "dispatch_receipt"
    assert "不能派遣" in acts(demo, **given, what="arrived", role="agency")["refused"]
