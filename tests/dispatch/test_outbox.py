"""The outbox: written with the decision, sent once, tried again later, put among the dead; kept; silent in a drill."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app import create_app
from data.commands.dispatch_life import cancel, finalize, urge
from data.commands.outbox import ATTEMPTS, LEASE, MOST_S, pause_s, retry, send_due
from data.commands.plans import import_plans
from data.dispatch.links import link_of, token_of
from data.dispatch.plan import shipped_plans
from data.errors import UnknownThing
from data.house import apart
from data.schema import dispatch, message_log, outbox, task
from data.settings import Settings
from tests.dispatch.gateway import SECRET, gateway
from tests.dispatch.town import DUTY, WALL, do, flood, rows, send

LATER = WALL + timedelta(seconds=16)


def hooked(house, url, **more):
    settings = house.settings.model_copy(update={"dispatch_webhook": url, "dispatch_secret": SECRET} | more)
    return replace(house, settings=settings)


def ordered(house):
    send(house, flood(house))
    do(house, finalize, house.clock.now(), LATER)


def of(house, channel="webhook"):
    return rows(house, outbox, outbox.c.channel == channel)


def test_every_task_is_told_once_signed_and_logged_however_many_send(house):
    with gateway() as there:
        house = hooked(house, there.url, public_url="https://city.example/")
        ordered(house)
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _n: send_due(house, LATER), range(4)))
        assert set(there.heard.values()) == {1} and len(there.heard) == len(of(house))
    assert {row.state for row in rows(house, outbox)} == {"sent"}
    assert {row.state for row in rows(house, task)} == {"delivered"}
    assert len(rows(house, message_log)) == len(rows(house, outbox))
    one = there.told[0]
    assert one["kind"] == "order" and one["simulated"] is True
    link = link_of(house, str(one["link"]).rpartition("/")[2])
    assert link is not None and link.task == one["task"] and not link.over(LATER)


def test_what_fails_is_tried_later_and_at_last_waits_for_a_person(house):
    with gateway() as there:
        house = hooked(house, there.url)
        ordered(house)
        there.answers = [503] * len(of(house)) * ATTEMPTS
        wall = LATER
        for _n in range(ATTEMPTS):
            send_due(house, wall)
            assert send_due(house, wall) == {}  # not before its pause is over
            wall += timedelta(seconds=MOST_S * 2)
        assert {(row.state, row.attempts) for row in of(house)} == {("dead", ATTEMPTS)}
        assert of(house)[0].error == "HTTP 503"
        do(house, retry, of(house)[0].message, wall)
        send_due(house, wall)
        assert of(house)[0].state == "sent" and set(there.heard.values()) == {1}
    with pytest.raises(UnknownThing):
        do(house, retry, of(house)[0].message, wall)


def test_a_sender_that_never_came_back_leaves_its_message_to_the_next(house):
    with gateway() as there:
        house = hooked(house, there.url)
        ordered(house)
        with house.engine.begin() as connection:
            connection.execute(outbox.update().values(state="sending", lease=LATER + LEASE, attempts=1))
        assert send_due(house, LATER) == {}
        send_due(house, LATER + LEASE + timedelta(seconds=1))
        assert set(there.heard.values()) == {1} and len(there.heard) == len(of(house))


def test_what_may_have_arrived_is_called_off_too_and_is_not_sent_again(house):
    """The gateway took it and nobody heard the answer: for the house it failed, for the crew it is an order."""
    with gateway() as there:
        house = hooked(house, there.url)
        ordered(house)
        there.answers = [503] * len(of(house))
        send_due(house, LATER)
        one = rows(house, dispatch)[0]
        do(house, cancel, one.code, "水已退", DUTY, house.clock.now(), LATER)
        send_due(house, LATER + timedelta(seconds=MOST_S))
        sent = {row.task_id for row in of(house) if row.kind == "order"}
        assert {(row.kind, row.state) for row in of(house)} == {("order", "dropped"), ("cancel", "sent")}
        assert {row.task_id for row in of(house) if row.kind == "cancel"} == sent
        assert {told["kind"] for told in there.told} == {"cancel"}


def test_who_fails_to_send_an_order_while_it_is_cancelled_does_not_send_it_afterwards(house):
    with gateway() as there:
        house = hooked(house, there.url)
        ordered(house)
        with house.engine.begin() as connection:  # somebody is sending
            hooks = update(outbox).where(outbox.c.channel == "webhook")
            connection.execute(hooks.values(state="sending", lease=LATER + LEASE, attempts=1))
        do(house, cancel, rows(house, dispatch)[0].code, "水已退", DUTY, house.clock.now(), LATER)
        send_due(house, LATER)
        assert there.told == []  # first it must be known what became of the order
        for _round in range(2):
            send_due(house, LATER + LEASE + timedelta(seconds=1))
        assert {told["kind"] for told in there.told} == {"cancel"}
    assert {(row.kind, row.state) for row in of(house)} == {("order", "dropped"), ("cancel", "sent")}


def test_a_task_is_urged_by_a_channel_after_it_was_sent_there_and_nobody_else_waits_for_it(house):
    with gateway() as there:
        house = hooked(house, there.url)
        ordered(house)
        first = of(house)[0]
        there.answers = [503]
        send_due(house, LATER)
        do(house, urge, rows(house, dispatch)[0].code, "请加快", DUTY, house.clock.now(), LATER)
        send_due(house, LATER)
        heard = [told["kind"] for told in there.told if told["responder"] == first.address]
        assert heard == [] and {"order", "urge"} == {told["kind"] for told in there.told}
        for seconds in (60, 61):
            send_due(house, LATER + timedelta(seconds=seconds))
        assert [told["kind"] for told in there.told if told["responder"] == first.address] == ["order", "urge"]


def test_what_became_of_an_order_is_told_by_the_channels_it_was_given_by(house):
    """Also when the plan has others by now."""
    with gateway() as there:
        house = hooked(house, there.url)
        ordered(house)
        send_due(house, LATER)
        waterlogging = next(one for one in shipped_plans() if one.code == "waterlogging")
        do(house, import_plans, [replace(waterlogging, channels=("app",))], DUTY, house.clock.now())
        do(house, cancel, rows(house, dispatch)[0].code, "水已退", DUTY, house.clock.now(), LATER)
        assert "cancel" in {row.kind for row in of(house)}


def test_pauses_double_up_to_a_most_and_differ():
    pauses = [pause_s(n, 0.0) for n in range(1, ATTEMPTS + 4)]
    assert pauses[:3] == [5, 10, 20] and pauses == sorted(pauses) and pauses[-1] == MOST_S
    assert pause_s(1, 0.0) < pause_s(1, 0.9) < pause_s(2, 0.0)


def test_a_channel_that_is_not_set_up_says_so(lone_house):
    ordered(lone_house)
    send_due(lone_house, LATER)
    assert {(row.state, row.error) for row in of(lone_house)} == {("absent", "this channel is not set up")}


def test_nothing_leaves_an_exercise(lone_house):
    with gateway() as there:
        drill = hooked(lone_house, there.url, exercise="drill")
        ordered(drill)
        send_due(drill, LATER)
        assert there.told == [] and {row.state for row in of(drill)} == {"withheld"}
        assert {row.state for row in of(drill, "app")} == {"sent"}
    set_up = {"dispatch_webhook": there.url, "dispatch_secret": SECRET, "smtp_url": "smtp://mail.example"}
    kept = apart(Settings(exercise="drill", _env_file=None, **set_up))
    assert (kept.dispatch_webhook, kept.dispatch_secret, kept.smtp_url) == ("", "", "")


def test_links_end_and_cannot_be_made_up(lone_house):
    token = token_of(lone_house, "D20240725-0001-01", WALL)
    link = link_of(lone_house, token)
    assert link is not None and link.task == "D20240725-0001-01"
    assert not link.over(WALL + timedelta(days=2)) and link.over(WALL + timedelta(days=4))
    for wrong in (token[:-1], token + "x", "", "a.b", "W10.x"):
        assert link_of(lone_house, wrong) is None


def test_no_webhook_goes_unsigned():
    with pytest.raises(ValueError, match="secret"):
        Settings(sms_webhook="https://sms.example", _env_file=None)


def test_the_operator_lists_dead_messages_and_tries_them_again(lone_house):
    ordered(lone_house)
    send_due(lone_house, LATER)
    with lone_house.engine.begin() as connection:
        dead = update(outbox).where(outbox.c.channel != "app")
        connection.execute(dead.values(state="dead", attempts=ATTEMPTS, error="no answer"))
    with gateway() as there:
        hooks = {"dispatch_webhook": there.url, "dispatch_secret": SECRET, "demo": True}
        app: Flask = create_app(lone_house.settings.model_copy(update=hooks))
        run = app.test_cli_runner().invoke
        told = run(args=["dispatch", "dead"]).output
        assert "no answer" in told and len(told.splitlines()) == len(of(lone_house))
        assert run(args=["dispatch", "retry", "--all"]).output == f"{len(of(lone_house))} sent\n"
        assert run(args=["dispatch", "dead"]).output == ""
        assert "城市内涝处置预案" in run(args=["dispatch", "plans"]).output
