"""The stewards of a case: of the grid it lies in, and of the trade it is about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from data.queries.stewards import named
from data.schema import category, region, steward
from data.scope import Scope

S = steward.c


def stewards_of(connection: Connection, row: Mapping[Any, Any], scope: Scope) -> list[dict[str, Any]]:
    """At most one of each kind, the grid's first; of trades the finest category counts, then the nearest region."""
    above = select(category.c.parent).where(category.c.code == row["leaf"]).scalar_subquery()
    trade = (S.category == row["leaf"]) | (S.category == row["category"]) | (S.category == above)
    around = (region.c.lo <= row["cell_id"], region.c.hi >= row["cell_id"])
    query = select(steward, (region.c.hi - region.c.lo).label("wide"), category.c.level)
    query = query.join_from(steward, region, region.c.id == S.region_id)
    query = query.outerjoin(category, category.c.code == S.category).where(*around, (S.kind == "grid") | trade)
    found: dict[str, Mapping[Any, Any]] = {}
    for one in sorted(connection.execute(query).mappings(), key=_near):
        found.setdefault(one["kind"], one)
    return [
        {"kind": kind, "name": named(found[kind], scope), "code": found[kind]["code"]}
        for kind in ("grid", "industry")
        if kind in found
    ]


def _near(one: Mapping[Any, Any]) -> tuple[int, int, str]:
    return -(one["level"] or 0), one["wide"], one["code"]
