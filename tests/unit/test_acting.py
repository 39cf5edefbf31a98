"""Who may act on the screens: roles of the demo in a demo, nobody elsewhere; whatever the screen has shown."""

from types import SimpleNamespace

import pytest
from flask import Flask

from callbacks.event import make_move
from callbacks.risk import move_control, tick_item
from data.acting import PLAYED, acting, looking, may_act
from data.commands.screens import headline
from data.errors import BadInput, Forbidden
from data.house import EXTENSION


def house_of(demo, holds, exercise=""):
    settings = SimpleNamespace(demo=demo, exercise=exercise)
    return SimpleNamespace(settings=settings, clock=SimpleNamespace(holds_demo=lambda: holds))


@pytest.mark.parametrize(("demo", "holds"), [(False, False), (False, True), (True, False)])
def test_nobody_acts_outside_the_demo(demo, holds):
    assert not may_act(house_of(demo, holds))
    for role in PLAYED:
        with pytest.raises(Forbidden, match="登录后办理"):
            acting(house_of(demo, holds), role)


def test_in_the_demo_a_numbered_role_acts():
    actor = acting(house_of(True, True), "duty_officer", 7)
    assert (actor.name, actor.role) == ("值班员-007", "duty_officer")


@pytest.mark.parametrize(("role", "number"), [("system", 1), ("", 1), ("root", 1), ("leader", 0), ("leader", 1000)])
def test_no_other_role_and_no_odd_number_does(role, number):
    with pytest.raises(BadInput):
        acting(house_of(True, True), role, number)


def test_a_forged_move_outside_the_demo_is_refused_before_anything_is_read():
    server = Flask("x")
    server.extensions[EXTENSION] = house_of(False, False)
    forged = {"id": 1, "move": "file", "given": {}, "role": "duty_officer", "number": 1, "sign": "s", "lang": "zh"}
    with server.app_context():
        assert make_move(forged)["refused"] == "登录后办理"


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        (move_control, {"act": "order", "code": "G1", "what": "open", "why": "涨水", "seq": 0, "key": "k"}),
        (move_control, {"act": "answer", "order": 1, "what": "open"}),
        (tick_item, {"phase": "during", "item": "x", "done": True}),
    ],
)
def test_forged_orders_answers_and_ticks_outside_the_demo_are_refused(act, sent):
    server = Flask("x")
    server.extensions[EXTENSION] = house_of(False, False)
    with server.app_context():
        assert act(sent | {"role": "duty_officer", "number": 1, "sign": "s", "lang": "zh"}) == {
            "sign": "s",
            "refused": "登录后办理",
        }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯不亮。晚上看不清", "路灯不亮"),
        ("路灯不亮", "路灯不亮"),
        ("", ""),
        ("。只有句号", "。只有句号"),
        ("一" * 60, "一" * 39 + "…"),
    ],
)
def test_a_title_is_the_first_sentence(text, title):
    assert headline(text) == title


def test_in_an_exercise_of_a_real_city_nobody_acts_without_an_account():
    with pytest.raises(Forbidden, match="登录后办理"):
        acting(house_of(False, True, "gaemi-2024"), "duty_officer", 3)


@pytest.mark.parametrize(
    ("asked", "may"),
    [
        ({"environ_base": {"REMOTE_ADDR": "127.0.0.1"}}, True),
        ({"environ_base": {"REMOTE_ADDR": "10.0.0.7"}}, False),
        ({"headers": {"X-Forwarded-For": "10.0.0.7"}}, False),
        ({"headers": {"Host": "rebound.example"}}, False),
    ],
)
def test_who_visits_a_demo_from_another_machine_looks_on(asked, may):
    home = house_of(True, True)
    with Flask("x").test_request_context("/", **asked):
        assert may_act(home) is may
        assert looking(home).clearance == 1
        if not may:
            with pytest.raises(Forbidden, match="登录后办理"):
                acting(home, "duty_officer", 3)
