"""`flask cube rebuild`: gives back what was lost, from the histories of events."""

import pytest
from sqlalchemy import delete, func, select, update

from data.schema import event, event_sum
from tests.apps import app_on
from tests.conftest import toy_settings


@pytest.fixture
def server(database_url, toy_dir):
    with app_on(toy_settings(toy_dir, database_url)) as app:
        yield app


def test_a_lost_cube_is_made_anew(server):
    engine = server.extensions["yitu"].engine
    rows = select(func.count(), func.sum(event_sum.c.reported)).select_from(event_sum)
    with engine.begin() as connection:
        before = connection.execute(rows).one()
        connection.execute(delete(event_sum))
    result = server.test_cli_runner().invoke(args=["cube", "rebuild"])
    assert result.exit_code == 0, result.output
    with engine.connect() as connection:
        assert connection.execute(rows).one() == before


def test_an_event_whose_row_is_not_what_its_history_tells_is_named_and_mended(server):
    engine = server.extensions["yitu"].engine
    rows = select(event).order_by(event.c.id)
    cube = select(event_sum).order_by(*event_sum.primary_key)
    with engine.begin() as connection:
        before, counted = connection.execute(rows).all(), connection.execute(cube).all()
        one = next(row for row in before if row.stage == "closed" and row.agency)
        spoilt = {"stage": "filed", "ended_at": None, "closed_at": None, "agency": None, "returned": 7}
        connection.execute(update(event).where(event.c.id == one.id).values(**spoilt))
    run = server.test_cli_runner().invoke
    assert run(args=["cube", "rebuild", "--trust-rows"]).exit_code == 0
    with engine.connect() as connection:
        assert connection.execute(cube).all() != counted
    result = run(args=["cube", "rebuild"])
    assert "1 events mended" in result.output and f"{one.code}: " in result.output
    assert all(name in result.output for name in spoilt)
    with engine.connect() as connection:
        assert connection.execute(rows).all() == before
        assert connection.execute(cube).all() == counted
    assert "0 events mended" in run(args=["cube", "rebuild"]).output
