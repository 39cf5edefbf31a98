"""Responders kept in the process: a change is seen at once, what is rolled back never, nor what lies elsewhere."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, select, update

from data.commands.responders import import_responders, place_responder
from data.commands.revisions import bump
from data.dispatch.recommend import recommend
from data.dispatch.words import RESPONDER_KINDS
from data.queries.muster import PART, muster
from data.queries.responders import responders_of, within
from data.queries.subjects import event_subject
from data.schema import region, responder
from data.scope import Scope
from tests.dispatch.town import DUTY, do, flood

MOST_STATEMENTS = 14
SPANS = st.tuples(st.integers(1, 32), st.integers(1, 32)).map(sorted).map(tuple)


def seen(house, scope=DUTY.scope, kinds=tuple(RESPONDER_KINDS)):
    with house.engine.connect() as connection:
        found = responders_of(connection, kinds, scope, house.clock.now())
    return {row.code: float(found.km_lon[n]) for n, row in enumerate(found.rows)}


def home(house, scope):
    """Codes by the rows themselves."""
    query = select(responder.c.code).join_from(responder, region, region.c.id == responder.c.region_id)
    with house.engine.connect() as connection:
        return set(connection.scalars(query.where(*within(scope))))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(asked=st.lists(st.lists(SPANS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_whoever_asked_before_every_scope_is_told_of_its_own_and_no_other(lone_house, asked):
    for cells in [((1, 32),), *(tuple(one) for one in asked), ((1, 32),)]:
        scope = Scope(cells=cells)
        assert seen(lone_house, scope).keys() == home(lone_house, scope)


def test_a_position_and_a_register_are_seen_when_they_are_committed_and_never_before(house):
    now, before = house.clock.now(), seen(house)
    number = next(row.id for row in do(house, muster).rows if row.code == "team-1")
    with pytest.raises(RuntimeError), house.engine.begin() as connection:
        place_responder(connection, number, 9.5, 9.5, now)
        assert 9.5 in responders_of(connection, ("team",), DUTY.scope, now).km_lon
        raise RuntimeError
    assert seen(house) == before
    do(house, bump, "responders")  # the number of the revision that was rolled back, for something else
    assert seen(house) == before
    do(house, place_responder, number, 8.5, 8.5, now)
    assert seen(house)["team-1"] == 8.5
    with house.engine.connect() as connection:
        town = connection.scalar(select(region.c.code).where(region.c.level == 3).limit(1))
    row = {"code": "team-1", "name": "抢险队", "kind": "boat", "region": town, "lon": "7.5", "lat": "7.5"}
    do(house, import_responders, [(1, row)], now + timedelta(minutes=1))
    assert "team-1" not in seen(house, kinds=("team",)) and seen(house, kinds=("boat",))["team-1"] == 7.5


MOVE = st.tuples(st.integers(0, 2 * PART + 87), st.floats(-180, 180), st.floats(-90, 90), st.booleans())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(moves=st.lists(st.lists(MOVE, min_size=1, max_size=4), min_size=1, max_size=4))
def test_of_many_who_move_every_position_is_the_one_that_was_last_committed(lone_house, moves):
    """More than are read at a time, the last of them too."""
    with lone_house.engine.begin() as connection:
        _fill_up(connection, 2 * PART + 88)
    for some in moves:
        with lone_house.engine.begin() as connection:
            bump(connection, "responders")
            ids = connection.scalars(select(responder.c.id).order_by(responder.c.id)).all()
            for n, lon, lat, there in some:
                new = {"lon": lon, "lat": lat, "state": "idle" if there else "off"}
                connection.execute(update(responder).where(responder.c.id == ids[n]).values(new))
        with lone_house.engine.connect() as connection:
            found, query = muster(connection), select(responder).order_by(responder.c.id)
            rows = connection.execute(query).all()
        told = zip(found.id.tolist(), found.lon, found.lat, found.seen_at, found.state.at.tolist(), strict=True)
        assert [(i, x, y, at, found.state.words[n]) for i, x, y, at, n in told] == [
            (row.id, row.lon, row.lat, row.seen_at.timestamp(), row.state) for row in rows
        ]


def _fill_up(connection, wanted):
    """So many in all, alike."""
    like = connection.execute(select(responder).limit(1)).mappings().one()
    there = set(connection.scalars(select(responder.c.code)))
    named = [f"many-{n:04d}" for n in range(wanted)]
    new = [{name: like[name] for name in like if name not in ("id", "code")} | {"code": code} for code in named]
    bump(connection, "crews", "responders")
    if fresh := [row for row in new if row["code"] not in there][: max(0, wanted - len(there))]:
        connection.execute(insert(responder), fresh)


def test_a_recommendation_asks_few_statements(lone_house):
    one, asked = flood(lone_house), []
    event.listen(lone_house.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for _ in range(2):
        asked.clear()
        with lone_house.engine.connect() as connection:
            recommend(connection, event_subject(connection, one, DUTY.scope), DUTY.scope, lone_house.clock.now())
    assert len(asked) <= MOST_STATEMENTS, asked
