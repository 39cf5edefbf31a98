"""What a warning covers, and so where it is seen and by whom: the one place where that is decided."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, or_, select, true

from data.queries.regions import Region
from data.schema import region, warning, warning_region, warning_rule
from data.scope import EVERY_CELL, Scope

MANY = 500
_PLACE = region.alias("place")  # of its own, whatever the statement around joins
_PARTS = (
    select(warning_region.c.warning_id)
    .join(_PLACE, _PLACE.c.id == warning_region.c.region_id)
    .where(warning_region.c.warning_id == warning.c.id)
)
OF_RULE = (warning_rule.c.code == warning.c.rule) & (warning_rule.c.version == warning.c.version)


class Covered(NamedTuple):
    """A region that a warning covers."""

    warning_id: int
    id: int
    code: str
    name: str
    lo: int
    hi: int


def touching(here: Region) -> ColumnElement[bool]:
    """Whether a warning covers some of `here`: it lies at, inside or around it, as all do to the whole city."""
    return _over([(here.lo, here.hi)]) if here.level > 1 else true()


def reaching(scope: Scope) -> ColumnElement[bool]:
    """Whether a warning covers something that the asker may see: then all of it is shown."""
    return _over(scope.cells) if EVERY_CELL not in scope.cells else true()


def covered(connection: Connection, ids: Iterable[int]) -> list[Covered]:
    """The regions of these warnings: those they name, where they are several, else the one they are about."""
    wanted = sorted(set(ids))
    place = [region.c[name] for name in Covered._fields[1:]]
    named = select(warning_region.c.warning_id, *place).join(region, region.c.id == warning_region.c.region_id)
    alone = select(warning.c.id, *place).join(region, region.c.id == warning.c.region_id).where(~warning.c.several)
    found: list[Covered] = []
    for start in range(0, len(wanted), MANY):
        some = wanted[start : start + MANY]
        for query in (named.where(warning_region.c.warning_id.in_(some)), alone.where(warning.c.id.in_(some))):
            found += [Covered(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.warning_id, one.lo, -one.hi))


def _over(spans: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    return _overlap(warning, spans) & (~warning.c.several | exists(_PARTS.where(_overlap(_PLACE, spans))))


def _overlap(table: FromClause, spans: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    return or_(*(and_(table.c.lo <= hi, table.c.hi >= lo) for lo, hi in spans))
