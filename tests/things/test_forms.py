"""Things are added and edited on the screen: what is wrong is said at its field, and nothing is half written."""

import json

import pytest
from sqlalchemy import func, select

from callbacks.thing import change
from callbacks.thing_new import look, send
from callbacks.things import rows
from components.thing_new import thing_new
from components.thing_page import AskedThing, thing_drawn
from data.house import EXTENSION
from data.queries.things import ThingFilters, listed
from data.schema import feature, feature_history, feature_person
from data.scope import Scope
from data.view import View
from data.words import KINDS, REGISTERS

HERE = {"lon": "119.05", "lat": "25.05"}
POINT = {"code": "NEW-1", "name": "后山滑坡点", "kind": "geo_hazard", "grade": "1", "people": "120", **HERE}


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def sent(given, role="duty_officer", layer="risk_point", crs="wgs84", **more):
    return {"layer": layer, "crs": crs, "given": given, "role": role, "number": 2, "sign": 1, "lang": "zh"} | more


def count(home, table):
    with home.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def stored(home, code):
    with home.engine.connect() as connection:
        return connection.execute(select(feature).where(feature.c.code == code)).mappings().one()


@pytest.mark.parametrize("layer", REGISTERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_register_has_its_form(home, layer, lang):
    drawn = json.dumps(thing_new(home, View(lang=lang), (), layer).to_plotly_json(), default=vars)
    assert all(f'value=\\\\\\"{kind}\\\\\\"' in drawn or kind in drawn for kind in KINDS[layer])


def test_a_thing_filled_in_is_registered_with_who_did_it(home):
    persons = "1/市级责任人/张三/13800001234; 5//李四/"
    answer = send(sent(POINT | {"reason": "新排查", "persons": persons}))
    assert (answer.get("faults"), answer["layer"], answer["code"]) == (None, "risk_point", "NEW-1")
    row = stored(home, "NEW-1")
    assert (row["name"], row["grade"], row["attributes"], row["lon"]) == ("后山滑坡点", 1, {"people": 120}, 119.05)
    with home.engine.connect() as connection:
        chain = select(feature_person.c.level, feature_person.c.name).where(feature_person.c.feature_id == row["id"])
        assert connection.execute(chain.order_by(feature_person.c.level)).all() == [(1, "张三"), (5, "李四")]
        step = connection.execute(select(feature_history).where(feature_history.c.feature_id == row["id"])).one()
    assert (step.move, step.actor, step.reason) == ("add", "值班员-002", "新排查")


@pytest.mark.parametrize(
    ("change_", "fields"),
    [
        ({"code": ""}, {"code"}),
        ({"code": "有 空格"}, {"code"}),
        ({"name": "", "kind": ""}, {"name", "kind"}),
        ({"name": "长" * 97, "grade": "9"}, {"name", "grade"}),
        ({"people": "许多", "property": "-1"}, {"people", "property"}),
        ({"lon": "东经"}, {"lon"}),
        ({"lat": ""}, {"lon", "lat"}),
        ({"lon": "", "lat": ""}, {"lon", "lat"}),
        ({"lon": "1", "lat": "1"}, {"lon"}),
        ({"persons": "1//张三/电话"}, {"persons"}),
        ({"moon": "1"}, {"form"}),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(home, change_, fields):
    before = count(home, feature), count(home, feature_history)
    answer = send(sent(POINT | change_))
    assert set(answer["faults"]) == fields and all(answer["faults"].values())
    assert (count(home, feature), count(home, feature_history)) == before


def test_a_code_that_is_taken_is_not_overwritten(home):
    code = listed(home, "", Scope.guest(), ThingFilters(layer="risk_point"), limit=1).rows[0]["code"]
    assert set(send(sent(POINT | {"code": code}))["faults"]) == {"code"}
    assert stored(home, code)["name"] != POINT["name"]


@pytest.mark.parametrize("role", ["leader", "resident", "", "nobody"])
def test_only_those_who_keep_registers_add_to_them(home, role):
    assert set(send(sent(POINT, role=role))["faults"]) == {"form"}
    with home.engine.connect() as connection:
        assert connection.scalar(select(feature.c.id).where(feature.c.code == "NEW-1")) is None


def test_coordinates_are_read_in_the_system_that_is_named(home):
    shifted = look({**HERE, "crs": "gcj02", "lang": "zh"})
    assert 0.001 < abs(shifted["lon"] - 119.05) < 0.01 and shifted["place"]
    assert send(sent(POINT, crs="gcj02")).get("faults") is None
    assert stored(home, "NEW-1")["lon"] == pytest.approx(shifted["lon"], abs=2e-6)
    assert set(send(sent(POINT | {"code": "NEW-2"}, crs="moon"))["faults"]) == {"form"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"lon": "1", "lat": "1"}, "不在本市"), ({"lon": "x", "lat": "1"}, "坐标不是数"), (HERE | {"crs": "x"}, "坐标系")],
)
def test_a_place_that_makes_no_sense_is_said(home, asked, said):
    assert said in look(asked)["say"]


def test_the_list_names_village_and_grid(home):
    answer, _turns = rows({"startRow": 0, "endRow": 20}, {"view": "?register=risk_point"}, None)
    assert answer["rowData"] and all(" · " in row["place"] for row in answer["rowData"])


def test_the_chain_is_edited_row_by_row_and_may_be_emptied(home):
    assert send(sent(POINT | {"persons": "1/市级责任人/张三/13800001234"})).get("faults") is None
    edit = {"move": "edit", "seq": "1", "code": "NEW-1"}
    bad = change(sent(POINT | {"persons": "9//张三/", "people": "x"}, **edit))
    assert set(bad["faults"]) == {"persons", "people"}
    assert change(sent(POINT | {"persons": "1//王五/13900001234"}, **edit))["refused"] == ""
    drawn = str(thing_drawn(home, AskedThing(layer="risk_point", code="NEW-1", role="duty_officer")))
    assert "王五" in drawn and 'data-person="name"' in drawn
    assert change(sent(POINT | {"persons": ""}, **edit | {"seq": "2"}))["refused"] == ""
    assert count(home, feature_person) == count_others(home, stored(home, "NEW-1")["id"])


def count_others(home, number):
    with home.engine.connect() as connection:
        others = select(func.count()).select_from(feature_person).where(feature_person.c.feature_id != number)
        return connection.scalar(others)
