"""A small city where cases are worked on: regions, two agencies, one clerk of each role."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, insert, make_url, select, text

from data.commands.events import Report
from data.engine import make_engine
from data.life.actor import Actor
from data.life.moves import MOVES
from data.schema import agency, event_due, event_dwell, event_hour, event_sum, metadata, region, responsibility
from data.scope import Scope
from data.words import ROLES
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
def city_of_cases(
    kind: str, request: pytest.FixtureRequest | None = None, engine: Engine | None = None
) -> Iterator[Engine]:
    """32 cells, agencies a.grid and b.town, and who answers for floods; on SQLite in memory or a new PostgreSQL one."""
    if engine is None:
        engine = create_engine("sqlite://") if kind == "sqlite" else _postgres(request)
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        kinds = (("a.grid", "甲网格服务", "grid"), ("b.town", "乙综合执法", "town"))
        named = [{"code": c, "name": n, "kind": k, "region_id": city, "provenance": "simulated"} for c, n, k in kinds]
        connection.execute(insert(agency), named)
        duty = {"category": "flood", "region_id": city, "grade": "C", "agency": "a.grid", "basis": "示例"}
        connection.execute(insert(responsibility), [duty])
    yield engine
    engine.dispose()


def cube_contents(connection: Connection) -> list[list[tuple[Any, ...]]]:
    """Every row of the cube, table by table, in order."""
    return [[tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))] for table in CUBE]


def _postgres(request: pytest.FixtureRequest | None) -> Engine:
    assert request is not None
    url: str = request.getfixturevalue("postgres")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS casework WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE casework"))
    admin.dispose()
    return make_engine(make_url(url).set(database="casework").render_as_string(hide_password=False))


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
