"""各级值班与一村一警: desks, turns and officers as registered, within the scope, telephones by clearance."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from components.markup import markup
from components.panels.centres import draw
from data.language import speaking
from data.queries.centres import answer
from data.queries.chain import unpoliced
from data.schema import duty, region, responder
from data.scope import Scope
from data.view import View
from tests.dispatch.town import flood, send

GUEST = replace(Scope.guest(), clearance=1)


@pytest.fixture
def home(house):
    """An officer in every village but the first; the first county holds a turn, the second has no desk."""
    now = house.clock.now()
    with house.engine.begin() as connection:
        desk = connection.execute(select(responder).where(responder.c.kind == "desk").limit(1)).mappings().one()
        villages = connection.scalars(select(region.c.id).where(region.c.level == 4).order_by(region.c.lo)).all()
        officer = {name: value for name, value in desk.items() if name != "id"} | {"kind": "police", "name": "民警"}
        rows = [officer | {"code": f"police-{one}", "region_id": one} for one in villages[1:]]
        connection.execute(insert(responder), rows)
        first, second = connection.scalars(select(region.c.id).where(region.c.level == 2).order_by(region.c.lo)).all()
        turn = {"region_id": first, "agency": None, "provenance": "simulated", "since": now - timedelta(hours=1)}
        held = [("值班员-012", "officer", 1), ("值班长-011", "chief", 1), ("值班员-013", "officer", 0)]
        told = [{"who": who, "role": role, "until": now + timedelta(hours=hours)} for who, role, hours in held]
        connection.execute(insert(duty), [turn | one for one in told])
        connection.execute(delete(responder).where(responder.c.kind == "desk", responder.c.region_id == second))
    return house


def counties(house, scope=GUEST, **view):
    found = answer(house, View(**view), scope)
    return found, {row["code"]: row for row in found.rows}


def codes(house, level):
    with house.engine.connect() as connection:
        return connection.scalars(select(region.c.code).where(region.c.level == level).order_by(region.c.lo)).all()


def test_who_holds_a_desk_is_told_by_the_roster_of_the_moment_the_chief_first(home):
    first, second = codes(home, 2)
    _found, rows = counties(home)
    assert (rows[first]["who"], rows[first]["stands"]) == ("值班长 1、值班员 1", "manned")
    assert (rows[second]["desk"], rows[second]["who"], rows[second]["stands"]) == (None, None, "none")
    past = counties(home, at=home.clock.now() - timedelta(hours=2))[1]
    assert (past[first]["stands"], past[first]["tasks"]) == ("open", None)


def test_villages_without_an_officer_are_those_of_the_register_and_the_shares_add_up(home):
    found, rows = counties(home)
    total = found.parts["policed"][0]
    with home.engine.connect() as connection:
        wanted = {row["code"] for row in unpoliced(connection, GUEST)}
    assert {row["code"] for row in found.parts["unpoliced"]} == wanted == {codes(home, 4)[0]}
    assert total["villages"] == sum(row["villages"] for row in rows.values()) == len(codes(home, 4))
    assert total["policed"] == sum(row["policed"] for row in rows.values()) == total["villages"] - 1
    village = answer(home, View(region=codes(home, 4)[0]), GUEST)
    assert [(row["villages"], row["policed"], row["share"]) for row in village.rows] == [(1, 0, 0.0)]


def test_tasks_under_way_are_counted_where_their_units_are_at_home(home):
    before = sum(row["tasks"] for row in counties(home)[1].values())
    batch = send(home, flood(home))
    after = counties(home)[1]
    assert before == 0 < sum(row["tasks"] for row in after.values())
    assert batch is not None


def test_a_county_sees_its_own_desks_and_telephones_go_by_clearance(home):
    first, _second = codes(home, 2)
    with home.engine.begin() as connection:
        mine = connection.execute(select(region.c.lo, region.c.hi).where(region.c.code == first)).one()
        connection.execute(update(responder).where(responder.c.kind == "desk").values(phone="13800001234"))
    own = Scope(cells=((mine.lo, mine.hi),), departments=GUEST.departments, clearance=2)
    rows = answer(home, View(region=first), own).rows
    assert {row["code"] for row in rows} == {first, *(code for code in codes(home, 3) if code.startswith(first))}
    assert {row["phone"] for row in rows} == {"13800001234"}
    nobody = answer(home, View(region=first), replace(own, clearance=0)).rows
    assert {row["phone"] for row in nobody} == {"138****1234"}


def test_it_is_drawn_with_the_villages_that_lack_an_officer(home):
    for lang in ("zh", "en"):
        with speaking(lang):
            drawn = draw(counties(home)[0], View(lang=lang))
    assert codes(home, 4)[0] in markup(drawn["missing"]["children"])
