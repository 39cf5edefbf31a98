"""The page of a thing tells what was reported around it lately, and only to who may see that."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from components.thing_page import AskedThing, thing_drawn
from data.house import EXTENSION
from data.queries.events_near import SHOWN, events_near
from data.queries.locate import locate
from data.queries.things import ThingFilters, listed
from data.schema import event
from data.scope import Scope

METRE = 1 / 111_320


@pytest.fixture
def home(client):
    with client.application.app_context():
        yield client.application.extensions[EXTENSION]


@pytest.fixture
def beside(home):
    """Twelve events: ten within 90 m of a thing, one that names its region only, one 400 m away."""
    thing = listed(home, "", Scope.guest(), ThingFilters(layer="risk_point"), limit=1).rows[0]
    now = home.clock.now()
    with home.engine.begin() as connection:
        cell = locate(connection, thing["lon"], thing["lat"]).cell_id
        ids = connection.scalars(select(event.c.id).order_by(event.c.id).limit(12)).all()
        for n, number in enumerate(ids):
            at = {"lon": thing["lon"], "lat": thing["lat"] + n * 9 * METRE, "cell_id": cell, "placed": "exact"}
            at |= {"reported_at": now - timedelta(hours=n + 1)}
            at |= {"placed": "region"} if n == 10 else {"lat": thing["lat"] + 400 * METRE} if n == 11 else {}
            connection.execute(update(event).where(event.c.id == number).values(at))
    return thing, ids


def test_what_was_reported_around_a_thing_is_listed_newest_first_with_its_way(home, beside):
    thing, ids = beside
    with home.engine.connect() as connection:
        rows, n = events_near(connection, Scope.guest(), (thing["lon"], thing["lat"]), home.clock.now())
    assert n >= 10 and len(rows) == SHOWN
    assert [row["reported_at"] for row in rows] == sorted((row["reported_at"] for row in rows), reverse=True)
    assert {ids[10], ids[11]}.isdisjoint(row["id"] for row in rows)
    assert all(row["metres"] <= 300 for row in rows)
    part = thing_drawn(home, AskedThing(layer="risk_point", code=thing["code"]))["events"]
    assert all(f"/events/{row['code']}" in part for row in rows)


def test_who_sees_other_places_only_sees_none_of_them(home, beside):
    thing, _ids = beside
    with home.engine.connect() as connection:
        found = events_near(connection, Scope(cells=((1, 2),)), (thing["lon"], thing["lat"]), home.clock.now())
    assert found == ([], 0)
