"""An empty little city with stations, on both engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, insert

from data.commands.readings import Taken, Told, take
from data.house import House
from data.schema import gauge, station
from data.scope import Scope
from tests.blank import blank_house
from tests.conftest import ENGINES

NOON = datetime(2024, 7, 25, 4, 0, tzinfo=UTC)  # 12:00 local
KINDS = {"R1": ("rain", "rain", 0, 50), "W1": ("river", "level", -5, 40), "S1": ("reservoir", "storage", 0, 5_000)}


@dataclass
class Post:
    """A connection to a city of stations, through which readings are told."""

    connection: Connection

    def tell(self, *told: Told, now: datetime = NOON, scope: Scope | None = None) -> Taken:
        return take(self.connection, list(told), "测试", scope or Scope.guest(), now)


def plant_stations(connection: Connection) -> None:
    """R1 rain, W1 level, S1 storage and level; each in a cell of its own, gauges 1 to 4, every five minutes."""
    about = dict(lon=119.0, lat=25.4, rhythm_s=300, as_of=NOON, provenance="measured")
    for number, (code, (kind, quantity, low, high)) in enumerate(KINDS.items(), 1):
        row = dict(id=number, code=code, name=f"{code}站", kind=kind, cell_id=number * 8, **about)
        connection.execute(insert(station).values(row))
        connection.execute(insert(gauge).values(id=number, station_id=number, quantity=quantity, low=low, high=high))
    connection.execute(insert(gauge).values(id=4, station_id=3, quantity="level", low=0, high=300))


@pytest.fixture(params=ENGINES)
def home(request, tmp_path) -> Iterator[House]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        with house.engine.begin() as connection:
            plant_stations(connection)
        yield house


@pytest.fixture
def post(home) -> Iterator[Post]:
    with home.engine.begin() as connection:
        yield Post(connection)


@pytest.fixture
def lone(tmp_path) -> Iterator[Post]:
    """On SQLite, for what does not depend on the engine."""
    with blank_house("sqlite", tmp_path) as house, house.engine.begin() as connection:
        plant_stations(connection)
        yield Post(connection)
