"""What codes are called: agencies and categories, for lists and their filters."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from data.queries.regions import Region
from data.schema import agency, category, region

MOST = 400


def agencies_in(connection: Connection, here: Region) -> list[dict[str, Any]]:
    """Those a list of this region may be filtered by: of the region, above and below it, without the grids' own."""
    statement = (
        select(agency.c.code, agency.c.name)
        .join(region, region.c.id == agency.c.region_id)
        .where(agency.c.kind != "grid", region.c.lo <= here.hi, region.c.hi >= here.lo)
        .order_by(region.c.level, agency.c.code)
        .limit(MOST)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def names_of(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, str]]:
    """({code: name} of agencies, {code: name} of categories) in these rows."""
    kept = list(rows)
    held, kinds = {row["agency"] for row in kept if row["agency"]}, {row["leaf"] for row in kept}
    agencies = connection.execute(select(agency.c.code, agency.c.name).where(agency.c.code.in_(held)))
    categories = connection.execute(select(category.c.code, category.c.name).where(category.c.code.in_(kinds)))
    return {row.code: row.name for row in agencies}, {row.code: row.name for row in categories}
