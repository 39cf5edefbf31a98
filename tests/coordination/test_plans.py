"""Departments file plans: what a kind declares is asked for, limits hold, the white list refuses or takes leave."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from data.commands.coordination_plans import file_plan
from data.coordination.kind import kinds_in
from data.errors import BadInput, CityError, Forbidden, UnknownThing
from data.queries.coordination_calls import Asked, listed
from data.schema import coordination_call
from data.scope import Scope
from tests.coordination.conftest import CENTRE, ECOLOGY, FIRE, INSPECTION, NOW, TODAY, filed, plan, row_of, town_of

CAMPUS = kinds_in(Path("none")).kinds["campus"]


def test_a_plan_for_several_is_one_visit_each_with_its_own_history(connection):
    code, calls = file_plan(
        connection, INSPECTION, plan(subjects=("enterprise:EN1", "enterprise:EN4")), FIRE, NOW, "measured"
    )
    assert calls == [f"{code}-01", f"{code}-02"]
    row = row_of(connection, calls[0])
    assert (row["state"], row["day"], row["name"]) == ("filed", (TODAY + timedelta(days=3)).toordinal(), "企业-EN1")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"items": ()}, "请选择事项"),
        ({"items": ("flying",)}, "请选择事项"),
        ({"items": ("rating",)}, "达标评比不予受理"),
        ({"items": ("survey",)}, "须申请特批"),
        ({"basis": ""}, "法律依据"),
        ({"words": ""}, "内容"),
        ({"words": "长" * 501}, "至多 500 字"),
        ({"people": 0}, "1 到 8 人"),
        ({"people": 9}, "1 到 8 人"),
        ({"first": TODAY - timedelta(days=1)}, "从今天起"),
        ({"last": TODAY}, "先后有序"),
        ({"last": TODAY + timedelta(days=90)}, "跨度"),
        ({"first": TODAY + timedelta(days=190), "last": TODAY + timedelta(days=191)}, "提前"),
        ({"subjects": ()}, "请选择企业"),
        ({"subjects": ("enterprise:nobody",)}, "没有这些企业"),
        ({"subjects": ("school:EN1",)}, "没有这些企业"),
    ],
)
def test_what_a_kind_declares_speaks_in_words(connection, wrong, words):
    with pytest.raises(BadInput, match=words):
        file_plan(connection, INSPECTION, plan(**wrong), FIRE, NOW, "measured")


def test_on_closed_days_nobody_goes_there_and_the_reason_is_told(connection):
    eve = datetime(2025, 1, 20, 4, 0, tzinfo=UTC)
    with pytest.raises(BadInput, match="春节"):
        file_plan(connection, INSPECTION, plan(first=date(2025, 1, 26), last=date(2025, 1, 30)), FIRE, eve, "measured")
    begins = plan(first=date(2025, 1, 26), last=date(2025, 2, 10))
    code = file_plan(connection, INSPECTION, begins, FIRE, eve, "measured")[1][0]
    assert row_of(connection, code)["day"] == date(2025, 2, 6).toordinal()


def test_what_is_not_on_the_list_takes_special_leave_with_a_reason(connection):
    code = filed(connection, items=("survey",), why="省里统一部署")
    assert row_of(connection, code)["state"] == "leave"


def test_a_second_visit_of_a_month_takes_leave_one_of_another_department_does_not(connection):
    filed(connection)
    with pytest.raises(BadInput, match="当月已有 1 次"):
        filed(connection)
    assert row_of(connection, filed(connection, why="复查"))["state"] == "leave"
    assert row_of(connection, filed(connection, ECOLOGY, items=("ecology",)))["state"] == "filed"


def test_only_departments_file_and_each_for_itself_alone(connection):
    with pytest.raises(Forbidden):
        file_plan(connection, INSPECTION, plan(), CENTRE, NOW, "measured")
    with pytest.raises(UnknownThing):
        file_plan(connection, INSPECTION, plan(), ECOLOGY, NOW, "measured")
    assert connection.scalar(select(coordination_call.c.id)) is None


def test_a_department_lists_its_own_a_town_all_that_lie_in_it(blank):
    with blank.engine.begin() as connection:
        filed(connection)
        filed(connection, ECOLOGY, items=("ecology",), subjects=("enterprise:EN3",))
        near, far = town_of(connection, 1), town_of(connection, 20)
    month = Asked(month="2024-07")
    assert {row["agency"] for row in listed(blank, INSPECTION, "", FIRE.scope, month).rows} == {"990000.emergency"}
    assert listed(blank, INSPECTION, "", Scope.guest(), month).total == 2
    assert [row["name"] for row in listed(blank, INSPECTION, "", near, month).rows] == ["企业-EN1"]
    assert [row["name"] for row in listed(blank, INSPECTION, "", far, month).rows] == ["企业-EN3"]
    one = Scope(cells=Scope.guest().cells, departments=("subject:enterprise:EN3",))
    assert [row["name"] for row in listed(blank, INSPECTION, "", one, month).rows] == ["企业-EN3"]


def test_a_list_sorts_and_filters_what_it_shows(blank):
    with blank.engine.begin() as connection:
        file_plan(
            connection,
            INSPECTION,
            plan(subjects=tuple(f"enterprise:EN{n}" for n in range(1, 5))),
            FIRE,
            NOW,
            "measured",
        )
    scope = Scope.guest()
    names = [row["name"] for row in listed(blank, INSPECTION, "", scope, Asked(month="2024-07", sort="-name")).rows]
    assert names == sorted(names, reverse=True) and len(names) == 4
    assert [r["name"] for r in listed(blank, INSPECTION, "", scope, Asked(month="2024-07", text="EN3")).rows] == [
        "企业-EN3"
    ]
    assert listed(blank, INSPECTION, "", scope, Asked(month="2024-08")).total == 0


def test_campus_refuses_what_has_no_part_in_teaching():
    assert {name for name, one in CAMPUS.items.items() if one.entry == "no"} == {"rating", "app", "publicity"}


def test_kinds_that_make_no_sense_are_refused_by_their_file(tmp_path):
    (tmp_path / "coordination.yaml").write_text("kinds: [{code: x}]", "utf-8")
    with pytest.raises(CityError, match="coordination.yaml"):
        kinds_in(tmp_path)
