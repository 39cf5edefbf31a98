"""Responders of the demo: the same for the same seed, all simulated, about their towns, some old; a roster; orders."""

from sqlalchemy import func, select

from data.demo.responders import clear_responders, seed_responders
from data.schema import dispatch, duty, region, responder, task
from tests.base_city import bare_city, contents, plain_recipe

RECIPE = plain_recipe()


def seeded(scale=1.0):
    engine = bare_city()
    with engine.begin() as connection:
        seed_responders(connection, RECIPE, 7, scale=scale)
    return engine


def test_the_same_seed_gives_the_same_and_laying_it_again_changes_nothing():
    first, again = seeded(), seeded()
    with first.begin() as one, again.connect() as other:
        told = [contents(one, table) for table in (responder, duty)]
        assert told == [contents(other, table) for table in (responder, duty)] and all(told)
        clear_responders(one)
        seed_responders(one, RECIPE, 7)
        assert [contents(one, table) for table in (responder, duty)] == told


def test_all_are_numbered_simulated_and_live_where_their_region_is():
    with seeded().connect() as connection:
        assert set(connection.scalars(select(responder.c.provenance))) == {"simulated"}
        assert all(phone.startswith("100") for phone in connection.scalars(select(responder.c.phone)))
        joined = select(responder.c.lon, region.c.lon.label("x")).join_from(responder, region)
        assert all(abs(row.lon - row.x) < 0.5 for row in connection.execute(joined))
        villages = connection.scalar(select(func.count()).where(region.c.level == 4, region.c.tree == "spine"))
        desks = connection.scalar(select(func.count()).where(responder.c.kind == "grid"))
        assert desks == villages


def test_ten_thousand_can_be_had():
    engine = seeded(scale=10)
    with engine.connect() as connection:
        teams = connection.scalar(select(func.count()).where(responder.c.kind == "team"))
    with seeded().connect() as connection:
        few = connection.scalar(select(func.count()).where(responder.c.kind == "team"))
    assert abs(teams - 10 * few) <= 10


def test_the_toy_citys_demo_has_people_on_the_way(house_of_the_demo):
    with house_of_the_demo.engine.connect() as connection:
        orders = connection.execute(select(dispatch)).all()
        assert all(row.state in ("final", "done") and row.provenance == "simulated" for row in orders)
        active = select(task.c.responder_id).where(task.c.ended_at.is_(None), task.c.alone == 1)
        taken = connection.scalars(active).all()
    assert len(taken) == len(set(taken))
