"""What is delivered is never more than was granted, speaks one language, and is as much as was told of."""

import pytest
from sqlalchemy import insert, select

from data.house import EXTENSION
from data.language import speaking
from data.queries.delivered import counts_in, delivered
from data.queries.regions import region_of
from data.schema import gauge, station
from data.scope import Scope
from tests.apps import app_on
from tests.conftest import toy_settings

ALL = Scope(cells=Scope.guest().cells, clearance=2)


@pytest.fixture
def home(sqlite_url, toy_dir):
    with app_on(toy_settings(toy_dir, sqlite_url)) as server, server.app_context():
        yield server.extensions[EXTENSION]


@pytest.fixture
def city(home):
    with home.engine.connect() as connection:
        return region_of(connection, "", ALL)


@pytest.mark.parametrize("resource", ["ledger:residents", "things:risk_point", "readings:rain"])
def test_fields_that_are_none_any_more_give_nothing_in_their_place(home, city, resource):
    gone = delivered(home, resource, ("person.gone",), city, ALL)
    assert set(gone.names) <= {"code", "village"} and gone.rows
    assert len(delivered(home, resource, (), city, ALL).names) > 2


def test_words_are_of_the_language_that_the_headers_are_of(home, city):
    wanted = ("layer", "kind", "grade", "provenance")
    with speaking("en"):
        told = delivered(home, "things:risk_point", wanted, city, ALL)
    assert told.rows and all(str(word).isascii() for row in told.rows for word in (*told.labels, *row[1:]))
    assert not delivered(home, "things:risk_point", wanted, city, ALL).rows[0][1].isascii()


def test_gauges_that_never_told_anything_are_not_counted_as_readings(home, city):
    with home.engine.begin() as connection:
        one = connection.execute(select(gauge).join(station).where(station.c.kind == "rain").limit(1)).one()._asdict()
        free = max(connection.scalars(select(gauge.c.id))) + 1
        connection.execute(insert(gauge).values(one | {"id": free, "quantity": "wind"}))
        counts = counts_in(connection, city)
    assert counts["readings:rain"] == len(delivered(home, "readings:rain", (), city, ALL).rows) > 0
