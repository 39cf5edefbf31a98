"""Things for tests: told as files tell of them, and the counts that a recount gives."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from data.life.actor import Actor
from data.schema import feature, feature_count, region
from data.scope import Scope

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
KEEPER = Actor(name="应急局", role="system", scope=Scope(cells=Scope.guest().cells, clearance=2))
CHAIN = "市/市级责任人/责任人-00001/13800001234; 村居/村级责任人/责任人-00042/13912345678"


def cell_code(connection: Connection, cell: int) -> str:
    return str(connection.scalar(select(region.c.code).where(region.c.id == cell)))


def point(**more: Any) -> dict[str, Any]:
    """A risk point as someone tells of it, placed by the code of a region."""
    return {"code": "FX-1", "name": "后山滑坡点", "kind": "geo_hazard", "grade": "橙"} | more


def recounted(connection: Connection) -> Counter:
    """{(region, layer, kind, grade): n} by looking at every thing that is there."""
    columns = (feature.c.cell_id, feature.c.layer, feature.c.kind, feature.c.grade)
    things = connection.execute(select(*columns).where(feature.c.retired_at.is_(None))).all()
    regions = connection.execute(select(region.c.id, region.c.lo, region.c.hi).where(region.c.level <= 5)).all()
    return Counter((one.id, *key) for cell, *key in things for one in regions if one.lo <= cell <= one.hi)


def kept(connection: Connection) -> Counter:
    return Counter({(r, *key): n for r, *key, n in connection.execute(select(feature_count))})
