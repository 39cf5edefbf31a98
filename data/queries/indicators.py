"""Indicators by region and period: the value that counts, and where it comes from when a level publishes none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, select

from data.queries.regions import Region, ancestors
from data.schema import indicator, indicator_value
from data.scope import Scope

# For one indicator, region and period a published value hides a measured one, and that a simulated one.
TRUST = case({"published": 0, "measured": 1}, value=indicator_value.c.provenance, else_=2)

PUBLISHED = "published"
V = indicator_value.c
_HOMES = (
    select(V.region_id, V.provenance)
    .distinct()
    .where(V.region_id.in_(bindparam("regions", expanding=True)))
    .where(V.indicator_code.in_(bindparam("codes", expanding=True)))
)


@cache
def _series(somewhere: bool) -> Select[Any]:
    place = V.region_id == bindparam("here") if somewhere else (V.place_level == "province") & V.region_id.is_(None)
    return (
        select(V.indicator_code, V.period, V.value, V.as_of, V.provenance, V.source)
        .where(place, V.indicator_code.in_(bindparam("codes", expanding=True)), V.as_of <= bindparam("until"))
        .order_by(V.as_of, TRUST)
    )


@dataclass(frozen=True)
class Value:
    """One value of an indicator; `as_of` is the end of its period."""

    code: str
    period: str
    value: float
    as_of: datetime | None
    provenance: str
    source: str


@dataclass(frozen=True)
class Definition:
    code: str
    name: str
    unit: str
    department: str
    direction: int


# The order of a definition tells its family; ranks and shares, which are not rates of growth, stand elsewhere.
FAMILIES = {"economy": (0, 99), "industry": (100, 199)}


def definitions(connection: Connection, family: str) -> list[Definition]:
    """The growth rates of a family that have a place on screen, in their order."""
    i = indicator.c
    where = (i.sort.between(*FAMILIES[family]), i.unit == "%")
    statement = select(i.code, i.name_zh, i.unit, i.department, i.direction).where(*where).order_by(i.sort)
    return [Definition(*row) for row in connection.execute(statement)]


def publisher_of(connection: Connection, codes: Sequence[str], here: Region, scope: Scope) -> Region | None:
    """`here`, or the nearest region above that has values for any of these indicators; None when nobody has.

    Above the scope only what an office has published counts, and `series` tells no more of it.
    """
    line = [here, *reversed(ancestors(connection, here, Scope.guest()))]
    having = {
        row.region_id
        for row in connection.execute(_HOMES, {"regions": [one.id for one in line], "codes": codes})
        if row.provenance == PUBLISHED or _mine(scope, line, row.region_id)
    }
    return next((one for one in line if one.id in having), None)


def _mine(scope: Scope, line: Sequence[Region], region_id: int) -> bool:
    return any(one.id == region_id and scope.covers(one.lo, one.hi) for one in line)


def series(
    connection: Connection, codes: Sequence[str], here: Region | None, until: datetime, scope: Scope
) -> dict[str, list[Value]]:
    """{code: its values in time order, one a period, the most trusted}; `here` None means the province.

    Of what lies above the scope only published values.
    """
    open_only = here is not None and not scope.covers(here.lo, here.hi)
    asked = {"here": here.id if here else None, "codes": codes, "until": until}
    found: dict[str, list[Value]] = {code: [] for code in codes}
    seen: set[tuple[str, str]] = set()
    for row in connection.execute(_series(here is not None), asked).all():
        if (key := (row[0], row[1])) not in seen and not (open_only and row.provenance != PUBLISHED):
            seen.add(key)
            found[row[0]].append(Value(*row))
    return found


def target_of(connection: Connection, code: str) -> float | None:
    """What is planned for the year, where a plan is laid down."""
    return connection.scalar(select(indicator.c.target).where(indicator.c.code == code))
