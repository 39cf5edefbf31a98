"""平战转换: one footing a region, declared by whom it may be, seen by all whom it touches, and what follows from it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from components.footing_bar import bar_drawn
from components.markup import markup
from components.panels.footing import draw
from data.ask import ask
from data.commands.footing_screens import declare_on_screen, end_on_screen
from data.commands.footings import NewFooting, to_peace, to_war
from data.commands.rotations import add_rotation
from data.errors import BadInput, FootingRefused, Forbidden, UnknownRegion, UnknownThing
from data.language import speaking
from data.queries import forces, orders, talks
from data.queries.footings import answer, at_war
from data.queries.turns import eligible, rotation_pages
from data.schema import audit, event, footing, region, responder, rotation, rotation_page
from data.scope import Scope
from data.view import View
from tests.dispatch.town import CHIEF, DUTY, do, flood, rows, send

GUEST = Scope.guest()
WHY = "台风逼近，全员到岗"


def places(house, level):
    return [row for row in rows(house, region) if row.level == level and row.tree == "spine"]


def war(house, place, actor=DUTY, on="", words=WHY):
    new = NewFooting(region=place.code, words=words, on=on)
    return do(house, to_war, new, actor, house.clock.now(), "simulated")


def peace(house, code, actor=DUTY):
    do(house, to_peace, code, "风雨减弱", actor, house.clock.now())


def of(place):
    return Scope(cells=((place.lo, place.hi),), roles=("duty_officer",))


def named(house, number):
    with house.engine.connect() as connection:
        return f"event-{connection.scalar(select(event.c.code).where(event.c.id == number))}"


def test_a_region_is_on_one_footing_at_a_time_and_all_of_it_is_kept(house):
    first, second = places(house, 2)
    code = war(house, first)
    with pytest.raises(FootingRefused):
        war(house, first, CHIEF)
    war(house, second)
    peace(house, code, CHIEF)
    with pytest.raises(FootingRefused):
        peace(house, code)
    war(house, first)
    kept = rows(house, footing)
    assert [row.region_id for row in kept] == [first.id, second.id, first.id]
    assert [row.ended_by for row in kept] == [CHIEF.name, None, None]
    assert kept[0].words == WHY and kept[0].ended_words == "风雨减弱"


def test_only_officers_and_leaders_declare_only_at_home_and_with_a_reason(lone_house):
    first, second = places(lone_house, 2)
    for role in ("grid_staff", "agency", "resident"):
        with pytest.raises(Forbidden):
            war(lone_house, first, replace(DUTY, role=role))
    some = replace(GUEST, departments=("water",), roles=("leader",))  # of one department only: a region is all of them
    for role in ("leader", "duty_officer"):
        with pytest.raises(Forbidden, match="部门"):
            war(lone_house, first, replace(DUTY, role=role, scope=some))
    with pytest.raises(UnknownRegion):
        war(lone_house, second, replace(DUTY, scope=of(first)))
    for words in ("", "  ", "长" * 201):
        with pytest.raises(BadInput):
            war(lone_house, first, words=words)
    code = war(lone_house, second)
    with pytest.raises(Forbidden):
        peace(lone_house, code, replace(CHIEF, scope=some))
    with pytest.raises(UnknownThing):
        peace(lone_house, code, replace(DUTY, scope=of(first)))
    with pytest.raises(UnknownThing):
        peace(lone_house, "P20240101-0001")


def test_it_is_about_something_open_that_lies_there(lone_house):
    first, second = places(lone_house, 2)
    on = named(lone_house, flood(lone_house))
    with pytest.raises(BadInput):
        war(lone_house, second, on=on)
    with pytest.raises(UnknownThing):
        war(lone_house, first, on="event-E20200101-9999999")
    war(lone_house, first, on=on)
    assert answer(lone_house, View(), GUEST).rows[0]["on"] == on
    with lone_house.engine.begin() as connection:
        connection.execute(update(event).values(ended_at=lone_house.clock.now(), stage="closed"))
    with pytest.raises(BadInput):
        war(lone_house, places(lone_house, 1)[0], on=on)


def test_who_is_touched_sees_it_and_what_lies_elsewhere_is_not_named(lone_house):
    city, (first, second) = places(lone_house, 1)[0], places(lone_house, 2)
    war(lone_house, first)
    on = named(lone_house, flood(lone_house))  # in the first county
    war(lone_house, city, on=on)
    with lone_house.engine.connect() as connection:
        seen = {place.code: at_war(connection, of(place)) for place in (first, second)}
    assert {row["region_code"] for row in seen[first.code]} == {city.code, first.code}
    assert [row["region_code"] for row in seen[second.code]] == [city.code]
    assert seen[second.code][0]["event_title"] is None
    assert {row["event_code"] for row in seen[first.code]} == {None, on.removeprefix("event-")}
    there = answer(lone_house, View(region=second.code), of(second))
    assert [(row["footing"], row["on"]) for row in there.rows] == [("war", None)]


def test_a_past_moment_shows_the_footing_of_then(lone_house):
    place = places(lone_house, 2)[0]
    code, now = war(lone_house, place), lone_house.clock.now()
    with lone_house.engine.begin() as connection:
        connection.execute(update(footing).values(begun_at=now - timedelta(hours=3)))
    peace(lone_house, code)
    then = answer(lone_house, View(at=now - timedelta(hours=1)), GUEST)
    assert [row["footing"] for row in then.rows] == ["war"]
    assert [row["footing"] for row in answer(lone_house, View(at=now - timedelta(hours=4)), GUEST).rows] == ["peace"]
    now_again = answer(lone_house, View(), GUEST)
    assert [row["footing"] for row in now_again.rows] == ["peace"]
    assert [row["code"] for row in now_again.parts["ended"]] == [code]


def test_the_bar_says_it_in_both_languages_and_is_empty_in_peace(lone_house):
    assert bar_drawn(lone_house) == {"html": ""}
    places_of = places(lone_house, 2)
    code = war(lone_house, places_of[0], words="<b>台风</b>")
    for lang, word in (("zh", "战时"), ("en", "War footing")):
        with speaking(lang):
            html = bar_drawn(lone_house)["html"]
            assert word in html and "&lt;b&gt;" in html and f"region={places_of[0].code}" in html
            drawn = draw(answer(lone_house, View(lang=lang), GUEST), View(lang=lang))
            assert "<b>台风" not in markup(drawn["cards"]["children"])
    peace(lone_house, code)
    assert bar_drawn(lone_house) == {"html": ""}


def test_screens_have_pages_of_war_and_of_peace(lone_house):
    first, second = places(lone_house, 2)
    add = do(lone_house, add_rotation, "大厅", first.code, DUTY, lone_house.clock.now())
    with lone_house.engine.begin() as connection:
        number = connection.scalar(select(rotation.c.id).where(rotation.c.code == add))
        connection.execute(update(rotation_page).where(rotation_page.c.position == 0).values(condition="war"))
        connection.execute(update(rotation_page).where(rotation_page.c.position == 2).values(condition="peace"))

    def shown():
        with lone_house.engine.connect() as connection:
            pages = rotation_pages(connection, number)
            turns = eligible(connection, number, pages)
            return [one["position"] for one in pages if one["id"] in turns]

    war(lone_house, second)
    assert shown() == [2, 3]
    code = war(lone_house, first)
    assert shown() == [0, 3]
    peace(lone_house, code)
    assert shown() == [2, 3]


def test_orders_under_way_are_told_by_subject_within_the_region(house):
    first, second = places(house, 2)
    number = flood(house)
    assert orders.answer(house, View(), GUEST).rows == []
    send(house, number)
    [told] = orders.answer(house, View(region=first.code), GUEST).rows
    assert told["on"] == named(house, number)
    assert told["late"] is False
    assert orders.answer(house, View(region=second.code), GUEST).rows == []
    assert talks.answer(house, View(), GUEST).rows == []


def test_forces_add_up_and_old_positions_are_not_usable(lone_house):
    with lone_house.engine.begin() as connection:
        some = select(responder.c.id).where(responder.c.kind == "team").order_by(responder.c.id).limit(1)
        old = lone_house.clock.now() - timedelta(hours=2)
        connection.execute(update(responder).where(responder.c.id == some.scalar_subquery()).values(seen_at=old))
    told = {row["key"]: row for row in forces.answer(lone_house, View(), GUEST).rows}
    for row in told.values():
        assert row["n"] == row["ready"] + (row["busy"] or 0) + row["off"] + row["old"]
    assert told["team"]["old"] == 1
    counties = [forces.answer(lone_house, View(region=place.code), GUEST).rows for place in places(lone_house, 2)]
    assert sum(row["n"] for rows_of in counties for row in rows_of if row["key"] == "team") == told["team"]["n"]


def test_the_button_is_for_who_may_act_here_and_answers_for_all_departments(house_of_the_demo):
    def offered(scope, address="127.0.0.1"):
        how = {"topics": ("footing",), "rolling": False}
        with Flask("visited").test_request_context("/", environ_base={"REMOTE_ADDR": address}):
            return ask(answer, house_of_the_demo, View(), scope, **how).parts["declare"][0]["may"]

    leader = replace(GUEST, roles=("leader",))
    assert offered(leader) and not offered(replace(leader, departments=("water",)))
    assert offered(GUEST) and not offered(GUEST, "10.0.0.7") and offered(GUEST)  # never another's answer from memory


def test_what_a_screen_declares_is_told_in_the_log(house_of_the_demo):
    home = house_of_the_demo
    place = places(home, 2)[0]
    told = declare_on_screen(home, {"code": place.code, "found": "", "what": WHY}, "duty_officer", 7)
    code = rows(home, footing)[0].code
    assert code in told and rows(home, footing)[0].provenance == "simulated"
    with pytest.raises(Forbidden):
        declare_on_screen(home, {"code": place.code, "what": WHY}, "grid_staff", 1)
    end_on_screen(home, {"code": code, "what": "风雨减弱"}, "leader", 1)
    with home.engine.connect() as connection:
        said = connection.execute(
            select(audit.c.action, audit.c.actor, audit.c.outcome, audit.c.target).order_by(audit.c.n)
        ).all()
    assert [tuple(row) for row in said if row.action.startswith("footing")] == [
        ("footing_war", "值班员-007", "done", place.code),
        ("footing_war", "网格员-001", "refused", place.code),
        ("footing_peace", "领导-001", "done", code),
    ]
