"""市场监管吹哨·网格集结: the whistle for a food business sends the heads of grids, its own first, each once."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from data.commands.food import blow_whistle
from data.commands.revisions import bump
from data.dispatch.recommend import recommend
from data.engine import writing
from data.errors import DispatchRefused
from data.queries.subjects import event_subject
from data.schema import feature, region, responder, task
from tests.dispatch.town import DUTY, flood, rows, send

HOURS_OLD = 5


def grids(house):
    """Who heads the grids of every village: at home, and last seen hours ago."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        villages = connection.execute(select(region).where(region.c.level == 4).order_by(region.c.lo)).all()
        for n, place in enumerate(villages, start=1):
            told = {
                "code": f"grid-{n}",
                "name": f"网格员-{n:03d}",
                "kind": "grid",
                "region_id": place.id,
                "agency": None,
            }
            told |= {"skills": "", "capacity": 1, "phone": "10000000000", "lon": place.lon, "lat": place.lat}
            told |= {"seen_at": now - timedelta(hours=HOURS_OLD), "seen_by": "register", "state": "idle"}
            connection.execute(insert(responder).values(told | {"provenance": "simulated"}))
        bump(connection, "crews", "responders")
        return [(place.lo, place.hi) for place in villages]


def whistled(house, cell=1):
    """An event of a food business there."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        place = connection.execute(select(region).where(region.c.level == 6, region.c.lo == cell)).one()
        row = {
            "layer": "food",
            "code": f"SPZ-{cell}",
            "kind": "caterer",
            "grade": 0,
            "name": "某餐馆",
            "cell_id": place.id,
        }
        row |= {
            "lon": place.lon,
            "lat": place.lat,
            "attributes": {"problems": 2},
            "as_of": now,
            "provenance": "simulated",
        }
        connection.execute(insert(feature).values(row))
        return blow_whistle(connection, f"SPZ-{cell}", "整改未到位", DUTY, now).event_id


def advise(house, event):
    with house.engine.connect() as connection:
        subject = event_subject(connection, event, DUTY.scope)
        return recommend(connection, subject, DUTY.scope, house.clock.now())


def test_a_whistle_has_a_plan_of_its_own_that_sends_the_heads_of_the_grids_its_own_first(house):
    villages = grids(house)
    advice = advise(house, whistled(house, cell=villages[1][0]))
    assert advice.plan.code == "food_whistle"
    chosen = advice.filled[0].chosen
    assert len(chosen) == 3 and chosen[0].code == "grid-2"
    assert "所辖网格" in chosen[0].reasons and "所辖网格" not in chosen[1].reasons
    assert all("按驻地推算" in pick.reasons and not pick.stale for pick in chosen)
    assert advise(house, flood(house)).plan.code == "waterlogging"


def test_each_of_them_is_sent_once_and_to_one_place_only(house):
    grids(house)
    first, second = whistled(house, 1), whistled(house, 2)
    made = send(house, first, key="one")
    assert send(house, first, key="one")["code"] == made["code"]
    mine = [row for row in rows(house, task) if row.alone]
    assert len({row.responder_id for row in mine}) == len(mine) == 3 and {row.need for row in mine} == {"grids"}
    assert not {row.responder_id for row in rows(house, task) if not row.alone} & {row.responder_id for row in mine}
    busy = {pick.code for pick in advise(house, first).filled[0].chosen}
    assert busy == set()
    with pytest.raises(DispatchRefused, match="占用"):
        taken = rows(house, responder, responder.c.id == mine[0].responder_id)[0]
        send(house, second, key="two", responders=(taken.code,))
    free = {pick.code for pick in advise(house, second).filled[0].chosen}
    assert len(free) == min(3, len(rows(house, responder, responder.c.kind == "grid")) - 3)


def test_heads_of_grids_can_be_chosen_by_hand_and_desks_still_stay(house):
    grids(house)
    event = flood(house)
    send(house, event, responders=("grid-1",))
    assert [row.words for row in rows(house, task) if row.alone] == ["到场支援，服从现场指挥"]
