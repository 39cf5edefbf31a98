"""`flask cube rebuild`: gives back what was lost."""

from sqlalchemy import delete, func, select

from app import create_app
from data.schema import event_sum
from tests.conftest import toy_settings


def test_a_lost_cube_is_made_anew(database_url, toy_dir):
    server = create_app(toy_settings(toy_dir, database_url))
    engine = server.extensions["yitu"].engine
    rows = select(func.count(), func.sum(event_sum.c.reported)).select_from(event_sum)
    with engine.begin() as connection:
        before = connection.execute(rows).one()
        connection.execute(delete(event_sum))
    result = server.test_cli_runner().invoke(args=["cube", "rebuild"])
    assert result.exit_code == 0, result.output
    with engine.connect() as connection:
        assert connection.execute(rows).one() == before
    engine.dispose()
