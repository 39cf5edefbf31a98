"""Where responders stand in an exercise: as old as the play has it, never of the real time, and simulated."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from data.commands.responders import place_responder
from data.exercise.posts import PLAYED
from data.exercise.steer import standing
from data.queries.responders import STALE
from data.schema import responder

R = responder.c


@pytest.fixture
def old(lone_city):
    """In the city one tells where he is, one is told of tomorrow, and all others have been silent for five hours."""
    now = lone_city.clock.now()
    with lone_city.engine.begin() as connection:
        first, second = connection.scalars(select(R.id).order_by(R.id).limit(2))
        connection.execute(
            update(responder).values(seen_at=now - timedelta(hours=5), seen_by="gps", provenance="measured")
        )
        connection.execute(update(responder).where(R.id == first).values(seen_at=now - timedelta(minutes=7)))
        connection.execute(update(responder).where(R.id == second).values(seen_at=now + timedelta(days=1)))
    return first, second


def seen(connection, number):
    return connection.execute(select(responder).where(R.id == number)).one()


def test_positions_are_moved_to_the_clock_of_the_exercise_and_are_as_old_there(lone_city, opened, shower, old):
    one = opened(lone_city, shower)
    with one.house.engine.connect() as connection:
        begins = standing(connection).now
        fresh, ahead = (seen(connection, number) for number in old)
        assert (fresh.seen_at, fresh.seen_by) == (begins - timedelta(minutes=7), PLAYED)
        assert ahead.seen_at == begins
        assert connection.scalar(select(func.max(R.seen_at))) == begins
        assert set(connection.scalars(select(R.provenance))) == {"simulated"}
        silent = connection.execute(select(responder).where(R.id.not_in(old))).all()
        assert {row.seen_at for row in silent} == {begins - timedelta(hours=5)}
        assert begins - silent[0].seen_at > STALE and {row.seen_by for row in silent} == {"gps"}


def test_a_played_position_goes_on_until_a_phone_tells_another(lone_city, opened, shower, old):
    one = opened(lone_city, shower)
    one.play()
    with one.house.engine.begin() as connection:
        now = standing(connection).now
        assert timedelta() <= now - seen(connection, old[0]).seen_at < STALE
        assert now - connection.scalar(select(func.min(R.seen_at))) > timedelta(hours=5)
        assert place_responder(connection, old[0], 119.0, 25.0, now)
        assert (seen(connection, old[0]).seen_by, seen(connection, old[0]).lon) == ("phone", 119.0)
