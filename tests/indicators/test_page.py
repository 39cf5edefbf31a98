"""The workshop behind its doors: who defines, tells and brings, what the page shows, and that files equal it."""

import csv
import io

import pytest
from sqlalchemy import select

from components.indicators_page import indicators_drawn
from data.commands.indicator_screens import act_on_indicators
from data.errors import BadInput, Forbidden
from data.language import speaking
from data.schema import agency, audit, indicator_version
from data.view import View
from tests.http.conftest import lone_desk
from tests.indicators.offices import OFFICE, given
from tests.seats import HERE, add, enter, sitting

__all__ = ["lone_desk"]
FORM = {name: str(value) for name, value in given(code="cases_rate", name_zh="当月结案率").items()}
GROWTH = FORM | {"act": "define", "kind": "formula", "calc": "vs_a / vs_b * 100", "reason": "新增"}
TOWN = "990102001"


@pytest.fixture
def desk(lone_desk):
    """An administrator, a head of the statistics office, a head of another, and a leader."""
    house = lone_desk.house
    with house.engine.begin() as connection:
        city = connection.execute(agency.select()).first()
        row = {"kind": "department", "region_id": _city(connection), "provenance": "measured"}
        connection.execute(
            agency.insert(), [row | {"code": "x-stats", "name": OFFICE}, row | {"code": "x-works", "name": "市工信局"}]
        )
        assert city is None or city.code not in ("x-stats", "x-works")
    add(house, "admin", "administrator")
    add(house, "stats", "department_head", departments=("x-stats",))
    add(house, "works", "department_head", departments=("x-works",))
    add(house, "boss", "leader")
    return lone_desk


def _city(connection):
    from data.schema import region

    return connection.scalar(select(region.c.id).where(region.c.level == 1, region.c.tree == "spine"))


def act(desk, login, **sent):
    with sitting(desk.app, login):
        return act_on_indicators(desk.house, sent, "duty_officer", 1)


def inputs(desk):
    for code in ("vs_a", "vs_b"):
        act(
            desk,
            "stats",
            **FORM | {"act": "define", "code": code, "name_zh": code, "unit": "件", "kind": "said", "reason": "新增"},
        )


def drawn(desk, login, **chosen):
    view = View(region=chosen.pop("region", ""), lang=chosen.pop("lang", "zh"))
    with sitting(desk.app, login), speaking(view.lang):
        return indicators_drawn(desk.house, view, chosen)


def test_a_head_defines_without_code_and_it_stands_on_page_and_doors_at_once(desk):
    inputs(desk)
    assert act(desk, "stats", **GROWTH) == "已保存为第 1 版"
    for code, value in (("vs_a", "9"), ("vs_b", "10")):
        sent = {"act": "say", "code": code, "region": TOWN, "period": "2024-06", "value": value, "reason": "月报"}
        assert act(desk, "stats", **sent) == "已填报"
    parts = drawn(desk, "stats", code="cases_rate", region=TOWN)
    assert "2024年6月" in parts["sheet"] and ">90<" in parts["sheet"]
    assert "〔" in parts["edit"] and "修改定义" in parts["edit"]
    told = desk.client.get(f"/api/v1/indicators/cases_rate?region={TOWN}").json
    assert (told["values"][0]["value"], told["definition"]["version"]) == (90, 1)
    text = desk.client.get(f"/api/v1/indicators/cases_rate/values.csv?region={TOWN}").get_data(as_text=True)
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["时期"], row["数值"], row["责任部门"]) == ("2024-06", "90.0", OFFICE)
    assert desk.client.get(f"/api/v1/indicators/cases_rate/values.xlsx?region={TOWN}&lang=en").status_code == 200
    listed = desk.client.get("/api/v1/indicators?text=当月结案率").json["indicators"]
    assert [(one["code"], one["kind"]) for one in listed] == [("cases_rate", "formula")]


@pytest.mark.parametrize(("login", "words"), [("works", OFFICE), ("boss", "领导")])
def test_others_are_refused_in_words_and_offered_nothing(desk, login, words):
    inputs(desk)
    with pytest.raises(Forbidden, match=words):
        act(desk, login, **GROWTH)
    parts = drawn(desk, login, code="vs_a")
    assert "修改定义" not in parts["edit"] and "data-listing-move" not in parts["edit"]


def test_a_correction_keeps_what_was_said_and_is_told_in_the_log(desk):
    inputs(desk)
    say = {"act": "say", "code": "vs_a", "region": TOWN, "period": "2024-06", "reason": "月报"}
    act(desk, "stats", value="9", **say)
    assert act(desk, "stats", value="9", **say) == "与原数相同"
    assert act(desk, "stats", value="11", **say | {"reason": "复核"}) == "已重述，原数留存"
    assert "9 → 11" in drawn(desk, "boss", code="vs_a", region=TOWN)["edit"]
    with desk.house.engine.connect() as connection:
        assert "indicator_say" in connection.scalars(select(audit.c.action)).all()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"period": "2024-13"}, "时期写成"),
        ({"period": "2099-01"}, "还没有结束"),
        ({"value": "多"}, "不是数"),
        ({"reason": ""}, "理由"),
        ({"code": "cases_rate"}, "由系统计算"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words(desk, sent, words):
    inputs(desk)
    act(desk, "stats", **GROWTH)
    plain = {"act": "say", "code": "vs_a", "region": TOWN, "period": "2024-06", "value": "1", "reason": "月报"}
    with pytest.raises(BadInput, match=words):
        act(desk, "stats", **plain | sent)


def test_a_definition_is_checked_as_it_is_typed_and_nothing_is_kept(desk):
    inputs(desk)
    with desk.app.test_client() as client:
        enter(client, "stats")
        ask = lambda **more: client.post("/indicators/data/check", json=GROWTH | more, headers=HERE).json  # noqa: E731
        assert ask()["faults"] == [] and "÷" in ask()["words"]
        assert "不符" in ask(unit="件")["faults"][0]
        assert "vs_a" in ask(calc="vs_aa / vs_b")["faults"][0]
        assert ask(low="多")["faults"] == ["“多”不是数"]
    with desk.house.engine.connect() as connection:
        assert "cases_rate" not in connection.scalars(select(indicator_version.c.code)).all()


@pytest.mark.parametrize(
    ("login", "status", "new", "faults"), [("stats", 200, 1, 1), ("works", 200, 0, 2), ("boss", 403, None, None)]
)
def test_a_sheet_is_brought_on_the_page_by_who_answers_for_it(desk, login, status, new, faults):
    inputs(desk)
    body = f"指标,地区,时期,数值\nvs_a,{TOWN},2024-06,5\n不知道,{TOWN},2024-06,5\n".encode()
    with desk.app.test_client() as client:
        enter(client, login)
        way = "/indicators/data/import?name=a.csv&profile=long_table"
        reply = client.post(way, data=body, content_type="application/octet-stream", headers=HERE)
        assert reply.status_code == status
        if status == 200:
            assert f"新增 {new}，" in reply.json["said"][0]
            assert sum(one["n"] for one in reply.json["faults"]) == faults
            assert reply.json["quarantine"] == "/quarantine?door=indicators"
        assert client.post(way, data=body, content_type="text/plain", headers=HERE).status_code == 400


def test_the_tree_is_searched_and_speaks_english(desk):
    inputs(desk)
    assert "vs_a" in drawn(desk, "boss", text="VS_A")["tree"]
    assert "没有符合条件的指标" in drawn(desk, "boss", text="nothing like it")["tree"]
    assert "经济运行" in drawn(desk, "boss", domain="经济运行")["tree"]
    assert "An indicator" in drawn(desk, "boss", code="vs_a", lang="en")["sheet"]
