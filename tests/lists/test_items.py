"""Items of the three lists: put down, carried on, finished; departments join; each step stays in the history."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from data.commands.list_pairs import develop, list_event_as_item
from data.commands.list_support import answer_support, ask_support
from data.commands.lists import move_item
from data.errors import BadInput, Forbidden, ListRefused, UnknownRegion, UnknownThing
from data.list_words import LIST_KINDS
from data.queries.list_rows import item_row
from data.schema import list_item, list_support
from data.scope import Scope
from tests.casework import CLERK, NOON
from tests.data.test_root_cases import brought
from tests.lists.conftest import AGENCY, CADRE, SECRETARY, TODAY, WATER, of, place, put, row_of, steps_of


@pytest.mark.parametrize("kind", LIST_KINDS)
def test_an_item_stands_on_the_list_of_its_region_with_its_term_and_first_step(connection, kind):
    told = row_of(connection, put(connection, kind=kind, agency="b.town", fund="一事一议奖补")["code"])
    village = place(connection, 4)
    assert (told["lo"], told["hi"], told["agency"]) == (village.lo, village.hi, "b.town")
    assert (told["begin_day"], told["due_day"]) == (TODAY.toordinal(), date(2024, 8, 24).toordinal())
    assert (told["state"], told["percent"], told["provenance"]) == ("open", 0, "measured")
    assert [step["what"] for step in steps_of(connection, told["code"])] == ["add"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "事项须填写"),
        ({"title": "长" * 65}, "至多 64"),
        ({"due": TODAY - timedelta(days=1)}, "期限不能早于"),
        ({"due": date(2099, 1, 1)}, "过远"),
        ({"agency": "nobody"}, "没有这个责任单位"),
        ({"kind": "wish"}, "wish"),
        ({"text": "长" * 501}, "至多 500"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(connection, wrong, words):
    with pytest.raises(BadInput, match=words):
        put(connection, **wrong)


def test_nobody_writes_on_the_list_of_elsewhere_or_without_the_role(connection):
    for actor in (AGENCY, CLERK["auditor"], CLERK["resident"]):
        with pytest.raises(Forbidden):
            put(connection, actor)
    with pytest.raises(UnknownRegion):
        put(connection, of(connection, 4, "grid_staff", cell=32))
    with pytest.raises(BadInput, match="村居、镇街"):
        put(connection, region=place(connection, 5).code)
    assert connection.scalar(select(func.count()).select_from(list_item)) == 0


def test_progress_and_result_are_steps_and_what_is_finished_takes_no_more(connection):
    code = put(connection)["code"]
    move_item(connection, code, "progress", {"percent": "40", "words": "已开工"}, SECRETARY, NOON)
    move_item(connection, code, "term", {"due": "2024-09-30", "words": "雨季顺延"}, CADRE, NOON)
    for wrong in ("101", "-1", "x", "１０"):
        with pytest.raises(BadInput, match="0 到 100"):
            move_item(connection, code, "progress", {"percent": wrong, "words": "x"}, SECRETARY, NOON)
    with pytest.raises(BadInput, match="请写明情况"):
        move_item(connection, code, "done", {"words": ""}, SECRETARY, NOON)
    move_item(connection, code, "done", {"words": "已通水"}, SECRETARY, NOON)
    told = row_of(connection, code)
    assert (told["state"], told["percent"], told["ended_at"]) == ("done", 100, NOON)
    assert told["due_day"] == date(2024, 9, 30).toordinal()
    assert [one["what"] for one in steps_of(connection, code)] == ["add", "progress", "term", "done"]
    assert [one["percent"] for one in steps_of(connection, code)] == [None, 40, None, 100]
    with pytest.raises(ListRefused, match="已不在办"):
        move_item(connection, code, "progress", {"words": "再来"}, SECRETARY, NOON)
    move_item(connection, code, "reopen", {"words": "又堵了"}, SECRETARY, NOON)
    assert (row_of(connection, code)["state"], row_of(connection, code)["ended_at"]) == ("open", None)


def test_what_lies_elsewhere_is_as_what_is_not_there(connection):
    code, elsewhere = put(connection)["code"], of(connection, 4, "grid_staff", cell=32)
    told = []
    for one in (code, "L20240725-9999"):
        with pytest.raises(UnknownThing) as error:
            move_item(connection, one, "done", {"words": "x"}, elsewhere, NOON)
        told.append(str(error.value))
    assert told[0] == told[1]


def test_a_department_is_asked_accepts_helps_and_sees_the_item_since(connection):
    code = put(connection)["code"]
    with pytest.raises(UnknownThing):
        item_row(connection, code, WATER.scope)
    ask_support(connection, code, {"agency": "b.town", "words": "请派技术员"}, SECRETARY, NOON)
    assert item_row(connection, code, WATER.scope)["code"] == code
    with pytest.raises(ListRefused, match="已经请求过"):
        ask_support(connection, code, {"agency": "b.town", "words": "再请"}, SECRETARY, NOON)
    with pytest.raises(Forbidden):
        answer_support(connection, code, "accept", {"agency": "b.town"}, SECRETARY, NOON)
    with pytest.raises(ListRefused):
        answer_support(connection, code, "help", {"agency": "b.town", "words": "先帮"}, WATER, NOON)
    answer_support(connection, code, "accept", {"agency": "b.town"}, WATER, NOON)
    answer_support(connection, code, "help", {"agency": "b.town", "words": "已清淤"}, WATER, NOON)
    row = connection.execute(select(list_support)).mappings().one()
    assert (row["agency"], row["state"], row["answered_at"]) == ("b.town", "helped", NOON)
    assert [one["what"] for one in steps_of(connection, code)] == ["add", "ask", "accept", "help"]


def test_a_department_declines_with_its_reason_and_may_be_asked_again(connection):
    code, asked = put(connection)["code"], {"agency": "b.town", "words": "请支持"}
    ask_support(connection, code, asked, SECRETARY, NOON)
    with pytest.raises(BadInput):
        answer_support(connection, code, "decline", {"agency": "b.town", "words": ""}, WATER, NOON)
    answer_support(connection, code, "decline", {"agency": "b.town", "words": "不属本部门"}, WATER, NOON)
    ask_support(connection, code, asked, SECRETARY, NOON)
    assert connection.scalar(select(list_support.c.state)) == "asked"


def test_a_department_carries_on_its_own_items_and_no_others(connection):
    mine, others = put(connection, agency="b.town")["code"], put(connection)["code"]
    move_item(connection, mine, "progress", {"percent": "10", "words": "已踏勘"}, WATER, NOON)
    with pytest.raises(UnknownThing):
        move_item(connection, others, "progress", {"percent": "10", "words": "已踏勘"}, WATER, NOON)


def test_an_issue_and_its_development_know_each_other_and_end_together(connection):
    code = put(connection)["code"]
    made = develop(connection, code, {"words": "根治排水", "due": "2025-06-30"}, CADRE, NOON)["code"]
    issue, other = row_of(connection, code), row_of(connection, made)
    assert (issue["pair_id"], other["pair_id"], other["kind"]) == (other["id"], issue["id"], "development")
    with pytest.raises(ListRefused, match="已经转为"):
        develop(connection, code, {"words": "再转"}, CADRE, NOON)
    move_item(connection, made, "done", {"words": "新管网通水"}, CADRE, NOON)
    assert (row_of(connection, code)["state"], row_of(connection, code)["percent"]) == ("done", 100)
    assert made in steps_of(connection, code)[-1]["words"]


def test_an_issue_that_ends_first_is_told_on_its_development_which_goes_on(connection):
    code = put(connection)["code"]
    made = develop(connection, code, {"words": "根治排水"}, CADRE, NOON)["code"]
    move_item(connection, code, "done", {"words": "临时疏通"}, CADRE, NOON)
    last = steps_of(connection, made)[-1]
    assert (row_of(connection, made)["state"], last["what"]) == ("open", "pair") and code in last["words"]


def reported(connection):
    return brought(connection, place(connection, 6), NOON, 20)


def test_what_was_reported_once_is_an_issue_alone_and_only_for_who_keeps_the_list(connection):
    one = reported(connection)
    with pytest.raises(Forbidden):
        list_event_as_item(connection, one, AGENCY, NOON)
    with pytest.raises(UnknownThing):
        list_event_as_item(connection, one, of(connection, 4, "duty_officer", cell=32), NOON)
    issue = list_event_as_item(connection, one, SECRETARY, NOON)
    assert (issue["pair_id"], issue["reports"]) == (None, 1)
    assert Scope.guest().covers(issue["lo"], issue["hi"])
