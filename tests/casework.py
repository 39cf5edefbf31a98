"""A small city where cases are worked on: regions, two agencies, one clerk of each role."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, event, insert, select

from data.commands import cube
from data.commands.events import Report
from data.engine import make_engine
from data.life.actor import Actor
from data.life.moves import MOVES
from data.schema import agency, event_due, event_dwell, event_hour, event_sum, metadata, region, responsibility
from data.scope import Scope
from data.words import ROLES
from tests.databases import copied, template
from tests.spine import plant_spine

CUBE = (event_sum, event_dwell, event_hour, event_due)
NOON = datetime(2024, 7, 25, 4, 0, tzinfo=UTC)
CLERK = {role: Actor(name=f"{word}-0001", role=role, scope=Scope.guest()) for role, word in ROLES.items()}
WORDING = {
    "title": "路面积水 32 cm",
    "category": "flood",
    "leaf": "flood",
    "source": "grid",
    "grade": "C",
    "cell_id": 3,
    "place": "一村",
    "lon": 119.0,
    "lat": 25.4,
    "reported_at": NOON,
    "provenance": "simulated",
}


def PUDDLE(**more: Any) -> Report:  # noqa: N802
    """A report of standing water, with whatever else is known."""
    return Report(**{**WORDING, **more})


@contextmanager
def city_of_cases(kind: str, request: pytest.FixtureRequest | None = None) -> Iterator[Engine]:
    """32 cells, agencies a.grid and b.town, and who answers for floods; on SQLite in memory or a new PostgreSQL one."""
    if kind == "sqlite":
        engine = create_engine("sqlite://")
        event.listen(engine, "connect", lambda raw, _record: raw.deserialize(_in_memory()))
        yield engine
        engine.dispose()
        return
    assert request is not None
    postgres: str = request.getfixturevalue("postgres")
    with copied(postgres, _template(postgres)) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


@cache
def _in_memory() -> bytes:
    """That city, as SQLite keeps it."""
    engine = create_engine("sqlite://")
    fill_cases(engine)
    with engine.connect() as connection:
        kept: bytes = connection.connection.driver_connection.serialize()  # type: ignore[union-attr]
    engine.dispose()
    return kept


@cache
def _template(postgres: str) -> str:
    def fill(url: str) -> None:
        engine = make_engine(url)
        fill_cases(engine)
        engine.dispose()

    return template(postgres, "cases", fill)


def fill_cases(engine: Engine) -> None:
    """Make the tables and that city in them."""
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        kinds = (("a.grid", "甲网格服务", "grid"), ("b.town", "乙综合执法", "town"))
        named = [{"code": c, "name": n, "kind": k, "region_id": city, "provenance": "simulated"} for c, n, k in kinds]
        connection.execute(insert(agency), named)
        duty = {"category": "flood", "region_id": city, "grade": "C", "agency": "a.grid", "basis": "示例"}
        connection.execute(insert(responsibility), [duty])


def cube_contents(connection: Connection) -> list[list[tuple[Any, ...]]]:
    """Every row of the cube, table by table, in order, when all is counted."""
    cube.count(connection)
    return [[tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))] for table in CUBE]


def given_for(name: str, data: st.DataObject, ids: list[int]) -> dict[str, Any]:
    """What the move asks for, sensible or not."""
    values = {
        "reason": st.just("说明"),
        "agency": st.sampled_from(["a.grid", "b.town", "nowhere"]),
        "into": st.sampled_from(ids),
        "rating": st.integers(1, 5),
        "grade": st.sampled_from("SABC"),
        "hours": st.integers(1, 30),
        "reached": st.booleans(),
    }
    asked = MOVES[name].asks
    offered = [one for one in MOVES[name].takes if data.draw(st.booleans())]
    return {one: data.draw(values[one]) for one in (*asked, *offered)}
