"""Departments that file plans of a region: those of it, and of what lies around or in it."""

from sqlalchemy import Connection, select

from data.queries.regions import SPINE, Region
from data.schema import agency, region
from data.scope import Scope


def departments_in(connection: Connection, here: Region, scope: Scope) -> list[tuple[str, str]]:
    """(code, name), the smallest regions first; of who is bound to some, these."""
    query = select(agency.c.code, agency.c.name).join_from(agency, region, region.c.id == agency.c.region_id)
    meets = (SPINE, region.c.lo <= here.hi, region.c.hi >= here.lo)
    mine = agency.c.kind == "department" if scope.every_department else agency.c.code.in_(scope.departments)
    query = query.where(*meets, mine).order_by(region.c.level.desc(), agency.c.code)
    return [(row.code, row.name) for row in connection.execute(query)]
