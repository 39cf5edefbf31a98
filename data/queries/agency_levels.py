"""At which level agencies handle cases."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from data.life.held import agency_level
from data.schema import agency, region

_LEVELS = select(agency.c.code, agency.c.kind, region.c.level).join(region, region.c.id == agency.c.region_id)
_OF = _LEVELS.where(agency.c.code.in_(bindparam("codes", expanding=True)))


def levels_of(connection: Connection, codes: Collection[str]) -> dict[str, int]:
    """{code: level} of those that are known."""
    rows = connection.execute(_OF, {"codes": sorted(codes)}) if codes else ()
    return {code: agency_level(kind, level) for code, kind, level in rows}
