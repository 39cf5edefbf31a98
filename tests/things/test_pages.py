"""The pages of the registers: what stands on them, who sees telephones, who may change anything."""

import pytest
from sqlalchemy import select

from callbacks.thing import change, draw_thing
from callbacks.things import rows
from components.thing_page import AskedThing, thing_drawn, thing_page
from components.things_page import things_page
from data.house import EXTENSION
from data.queries.things import ThingFilters, listed
from data.schema import feature, feature_person
from data.scope import Scope
from data.view import View
from data.words import REGISTERS


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


def first(home, layer="risk_point"):
    return listed(home, "", Scope.guest(), ThingFilters(layer=layer), limit=1).rows[0]


@pytest.mark.parametrize("layer", REGISTERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_register_has_its_page_its_rows_and_a_page_of_each_thing(home, layer, lang):
    view = View(lang=lang)
    assert things_page(home, view, (), {"register": layer}, f"?register={layer}")
    answer, turns = rows({"startRow": 0, "endRow": 50}, {"view": f"?register={layer}&lang={lang}"}, None)
    assert answer["rowData"] and all(row["name"] and row["facts"] is not None for row in answer["rowData"])
    if len(answer["rowData"]) == 50:
        more, _ = rows({"startRow": 50, "endRow": 100}, {"view": f"?register={layer}&lang={lang}"}, turns)
        codes = [row["code"] for row in answer["rowData"] + more["rowData"]]
        assert len(set(codes)) == len(codes)
    assert thing_page(home, view, (), layer, first(home, layer)["code"])


def test_only_the_duty_officer_of_the_demo_sees_whole_telephones(home):
    code = first(home)["code"]
    with home.engine.connect() as connection:
        mine = (
            select(feature_person.c.phone).join(feature).where(feature.c.layer == "risk_point", feature.c.code == code)
        )
        phones = connection.scalars(mine).all()
    assert len(phones) == 5
    for role in ("", "agency", "leader", "resident", "nobody"):
        parts = str(thing_drawn(home, AskedThing(layer="risk_point", code=code, role=role)))
        assert not any(phone in parts for phone in phones)
        assert "100****" in parts
    assert all(
        phone in str(thing_drawn(home, AskedThing(layer="risk_point", code=code, role="duty_officer")))
        for phone in phones
    )


def sent(code, role, **more):
    return {"layer": "risk_point", "code": code, "role": role, "number": 3, "sign": "s", "lang": "zh"} | more


def test_a_change_of_the_form_is_written_by_those_who_may_and_only_over_what_they_saw(home):
    row = first(home)
    told = {"name": "改名点", "kind": row["kind"], "grade": "1", "lon": str(row["lon"]), "lat": str(row["lat"])}
    told |= {"people": "77", "reason": "核查后更正"}
    assert change(sent(row["code"], "leader", move="edit", seq="1", given=told))["refused"]
    assert change(sent(row["code"], "duty_officer", move="edit", seq="7", given=told))["refused"]
    assert change(sent(row["code"], "duty_officer", move="edit", seq="1", given=told))["refused"] == ""
    shown = draw_thing(sent(row["code"], "agency"))["parts"]
    assert "改名点" in shown["head"] and "值班员-003" in shown["history"] and "核查后更正" in shown["history"]
    assert change(sent(row["code"], "agency", move="retire", seq="2", given={"reason": ""}))["refused"]
    assert change(sent(row["code"], "agency", move="retire", seq="2", given={"reason": "已销号"}))["refused"] == ""
    assert "已注销" in draw_thing(sent(row["code"], ""))["parts"]["head"]
    assert draw_thing(sent("NO-1", ""))["refused"]


def test_a_visit_is_recorded_and_a_whistle_blown_on_the_page_of_a_food_business(home):
    code = first(home, "food")["code"]

    def did(role, move, seq="1", **given):
        return change(sent(code, role, layer="food", move=move, seq=seq, given=given))

    assert "吹哨" in draw_thing(sent(code, "duty_officer", layer="food"))["parts"]["actions"]
    assert "登记督导" not in draw_thing(sent(code, "leader", layer="food"))["parts"]["actions"]
    assert did("duty_officer", "visit", problems="一项")["faults"]
    assert did("leader", "visit", problems="1")["refused"]
    assert did("duty_officer", "visit", problems="1", reason="冷柜温度不达标")["refused"] == ""
    shown = draw_thing(sent(code, "duty_officer", layer="food"))["parts"]
    assert "在期" in shown["food"] and "冷柜温度不达标" in shown["history"]
    assert did("duty_officer", "whistle", seq="2", reason="拒不整改")["refused"] == ""
    assert "吹哨事件" in draw_thing(sent(code, "duty_officer", layer="food"))["parts"]["food"]
    assert did("duty_officer", "whistle", seq="2", reason="再吹")["refused"]
    assert change(sent(first(home)["code"], "duty_officer", move="whistle", seq="1", given={"reason": "x"}))["refused"]


def test_what_a_camera_sees_is_edited_with_history_and_stands_on_its_page_and_on_those_of_what_it_sees(home):
    camera, site = first(home, "camera"), first(home, "key_site")
    fields = {
        "name": camera["name"],
        "kind": camera["kind"],
        "lon": f"{site['lon']:.6f}",
        "lat": f"{site['lat'] - 0.001:.6f}",
    }
    given = fields | {"bearing": "0", "reach": "200", "angle": "60"}
    told = {
        "layer": "camera",
        "code": camera["code"],
        "seq": str(camera["seq"]),
        "move": "edit",
        "sign": 1,
        "lang": "zh",
    }
    who = {"role": "duty_officer", "number": 1}
    assert change(told | who | {"given": given | {"angle": "400"}})["faults"]["angle"]
    assert not change(told | who | {"given": given}).get("refused")
    with home.engine.connect() as connection:
        known = connection.scalar(select(feature.c.attributes).where(feature.c.code == camera["code"]))
    assert (known["bearing"], known["reach"], known["angle"]) == (0, 200, 60)
    own = thing_drawn(home, AskedThing(layer="camera", code=camera["code"]))
    assert "视场角" in own["head"] and "200 m" in own["head"] and "可视距离" in own["history"]
    seen = thing_drawn(home, AskedThing(layer="key_site", code=site["code"]))["sight"]
    assert camera["name"] in seen and "看得到" in seen
