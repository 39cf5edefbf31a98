"""智能走访: a changed record sends somebody there; what he finds changes it, gives tags, and raises what is asked."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from callbacks.listing import draw_listing, make_move
from data.commands.record_calls import Found, finish_call, void_call
from data.commands.records import change_record
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.intake.record import Fault
from data.ledgers.fields import dictionary
from data.ledgers.taking import take_record
from data.life.actor import Actor
from data.queries.enterprise_file import enterprise_file
from data.queries.record_calls import calls, calls_at
from data.record_call_words import CALL_STATES, DAYS
from data.schema import event, record_call, region
from data.scope import Scope
from data.view import View
from tests.economy.conftest import ALL, CLERK, NOW
from tests.economy.test_pages import home

__all__ = ["home"]
WALKER = Actor(name="网格员-001", role="grid_staff", scope=Scope(cells=((1, 8),), clearance=1))


def changed(connection, code="EN3", seq=1, now=NOW, **values):
    given = {f"enterprise.{name}": value for name, value in values.items()}
    told = {"seq": seq, "reason": "核对"}
    return change_record(connection, dictionary(connection), "enterprise", code, given, CLERK, ALL, now, **told)


def waiting(connection, scope=ALL):
    known = select(record_call.c.record_id).limit(1)
    return calls_at(connection, connection.scalar(known), scope, NOW)


def done(connection, code, found, actor=WALKER, scope=None, now=NOW):
    return finish_call(connection, dictionary(connection), code, found, actor, scope or actor.scope, now)


def test_a_moved_a_closed_and_a_new_enterprise_are_looked_at_and_nothing_else_is(connection):
    changed(connection, power="9000")
    assert connection.scalar(select(func.count()).select_from(record_call)) == 0
    changed(connection, seq=2, address="新楼")
    changed(connection, code="EN1", state="closed")
    changed(connection, code="EN2", state="open")
    known = dictionary(connection)
    for n, founded in enumerate(("2024-06-20", "2019-01-01", "2030-01-01", "")):
        told = {"code": f"NEW{n}", "region": _village(connection), "enterprise.founded": founded}
        take_record(connection, known, known.ledgers["enterprises"], told, CLERK, NOW)
    rows = connection.execute(select(record_call).order_by(record_call.c.id)).mappings().all()
    assert [(row["why"], row["before"], row["after"]) for row in rows] == [
        ("moved", "同楼", "新楼"),
        ("closed", "open", "closed"),
        ("opened", "idle", "open"),
        ("new", None, "2024-06-20"),
    ]
    assert {row["due_day"] - NOW.toordinal() for row in rows} == {DAYS}
    assert len({row["code"] for row in rows}) == 4


def _village(connection):
    return connection.scalar(select(region.c.code).where(region.c.level == 4).order_by(region.c.lo).limit(1))


def test_who_has_not_been_there_yet_goes_once_and_hears_what_changed_last(connection):
    changed(connection, address="甲楼")
    changed(connection, seq=2, address="乙楼", now=NOW + timedelta(days=2))
    (one,) = waiting(connection)
    assert (one["before"], one["after"], one["state"]) == ("同楼", "乙楼", "open")


def test_what_was_found_becomes_the_record_and_gives_tags_and_sends_nobody_again(connection):
    changed(connection, state="idle")
    (one,) = waiting(connection)
    values = {"enterprise.state": "closed", "enterprise.staff": "0", "enterprise.vacancies": ""}
    told = done(connection, one["code"], Found(outcome="true", tags=("gone", "unsafe"), words="已搬空", values=values))
    assert told == {"event": "", "changed": ["enterprise.state", "enterprise.staff"]}
    (one,) = waiting(connection)
    assert (one["state"], one["tags"], one["actor"], one["role"]) == (
        "done",
        ["gone", "unsafe"],
        "网格员-001",
        "grid_staff",
    )
    changed(connection, seq=3, state="open")
    assert [row["why"] for row in waiting(connection)] == ["opened", "idle"]


def test_the_file_of_the_enterprise_shows_its_tags(blank):
    with blank.engine.begin() as connection:
        changed(connection, address="新楼")
        (one,) = waiting(connection)
        done(connection, one["code"], Found(outcome="true", tags=("hire",)))
    assert [row["tags"] for row in enterprise_file(blank, "EN3", ALL).calls] == [["hire"]]


def test_what_an_enterprise_asks_for_on_a_visit_becomes_a_case_or_nothing_is_written(blank):
    with blank.engine.begin() as connection:
        changed(connection, address="新楼")
        code = waiting(connection)[0]["code"]
    asking = Found(outcome="true", words="缺熟练工", appeal=("labour", "招 30 名缝纫工"))
    with pytest.raises(BadInput), blank.engine.begin() as connection:
        done(connection, code, asking)
    with blank.engine.begin() as connection:
        assert waiting(connection)[0]["state"] == "open"
        told = done(connection, code, asking, CLERK)
        assert waiting(connection)[0]["event_code"] == told["event"] != ""
        assert connection.scalar(select(event.c.title).where(event.c.code == told["event"])) == "招 30 名缝纫工"


@pytest.mark.parametrize(
    ("found", "actor", "error"),
    [
        (Found(outcome="x"), WALKER, BadInput),
        (Found(outcome="true", tags=("x",)), WALKER, BadInput),
        (Found(outcome="absent"), WALKER, BadInput),
        (Found(outcome="true", words="长" * 501), WALKER, BadInput),
        (Found(outcome="true", values={"enterprise.credit": "1"}), WALKER, BadInput),
        (Found(outcome="true", values={"enterprise.staff": "许多"}), WALKER, Fault),
        (Found(outcome="true"), Actor(name="领导-001", role="leader", scope=ALL), Forbidden),
        (Found(outcome="true"), Actor(name="网格员-2", role="grid_staff", scope=Scope(cells=((9, 16),))), UnknownThing),
    ],
)
def test_what_makes_no_sense_or_is_not_his_is_refused(connection, found, actor, error):
    changed(connection, address="新楼")
    (one,) = waiting(connection)
    with pytest.raises(error):
        done(connection, one["code"], found, actor)


def test_one_that_nobody_needs_to_make_says_why_and_is_over(connection):
    changed(connection, address="新楼")
    (one,) = waiting(connection)
    with pytest.raises(BadInput):
        void_call(connection, one["code"], " ", WALKER, WALKER.scope, NOW)
    void_call(connection, one["code"], "门牌更名", WALKER, WALKER.scope, NOW)
    for again in (
        lambda: void_call(connection, one["code"], "x", WALKER, WALKER.scope, NOW),
        lambda: done(connection, one["code"], Found(outcome="true")),
    ):
        with pytest.raises(ThingRefused):
            again()
    assert waiting(connection)[0]["state"] == "void"


def test_the_list_counts_what_lies_here_and_what_is_late_comes_first(blank):
    with blank.engine.begin() as connection:
        changed(connection, code="EN4", address="远")
        changed(connection, address="近", now=NOW - timedelta(days=30))
        changed(connection, code="EN1", state="idle")
    now = blank.clock.now()
    found = calls(blank, View(), ALL)
    assert sum(found.states.values()) == 3 == sum(found.whys.values()) and found.states.keys() == CALL_STATES.keys()
    assert [row["due_day"] for row in found.rows] == sorted(row["due_day"] for row in found.rows)
    mine = calls(blank, View(), Scope(cells=((1, 8),)))
    assert {row["record"] for row in mine.rows} == {"EN1", "EN3"} and mine.now <= blank.clock.now() and now <= mine.now
    assert {row["why"] for row in calls(blank, View(), ALL, why="idle").rows} == {"idle"}
    with pytest.raises(UnknownThing):
        calls(
            blank, View(), Scope(cells=((1, 8),)), code=[row["code"] for row in found.rows if row["record"] == "EN4"][0]
        )


def test_the_tab_lists_them_with_a_form_for_who_goes_there(home):
    def drawn(search, role="duty_officer"):
        return draw_listing({"page": "visits", "search": search, "role": role, "number": 1})["parts"]

    def sent(role="duty_officer", **given):
        return make_move({"sign": "s", "lang": "zh", "role": role, "number": 1, "move": "call", "given": given})

    rows = drawn("?tab=calls&call_state=open")["rows"]
    code = rows.split('data-call="')[1].split('"')[0]
    assert "填写走访" in drawn(f"?call={code}")["one"] and "填写走访" not in drawn(f"?call={code}", "leader")["one"]
    assert "没有这个走访任务" in drawn("?call=U0")["one"]
    assert "Smart" in drawn("?tab=calls&lang=en")["side"]
    assert sent("leader", act="finish", code=code, outcome="true")["refused"]
    assert sent(act="finish", code=code)["refused"] and sent(act="x", code=code)["refused"]
    told = sent(act="finish", code=code, outcome="true", words="正常", **{"tag grow": "1"})
    assert code in told["said"] and not told["refused"]
    assert "属实" in drawn(f"?call={code}")["one"]
