"""Who can be given an event, and the tree of categories: what the forms offer."""

from typing import Any

from sqlalchemy import Connection, select

from data.schema import agency, category, region

Rows = list[dict[str, Any]]


def agencies_of(connection: Connection, cell_id: int) -> Rows:
    """(code, name, kind) of the agencies whose region lies around the cell; the nearest first."""
    columns = (agency.c.code, agency.c.name, agency.c.kind)
    around = (region.c.lo <= cell_id, region.c.hi >= cell_id)
    statement = select(*columns).join_from(agency, region, region.c.id == agency.c.region_id).where(*around)
    rows = connection.execute(statement.order_by(region.c.level.desc(), agency.c.code)).mappings()
    return [dict(row) for row in rows]


def category_tree(connection: Connection) -> Rows:
    """(code, parent, level, top, name) of every category, parents before their children."""
    c = category.c
    statement = select(c.code, c.parent, c.level, c.top, c.name).order_by(c.level, c.position, c.code)
    return [dict(row) for row in connection.execute(statement).mappings()]
