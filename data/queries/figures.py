"""Single figures of a region: what an office has said, or what the demo supposes where nobody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from data.queries.indicators import TRUST
from data.queries.regions import Region
from data.schema import indicator_value

V = indicator_value.c
_STATEMENT = (
    select(V.indicator_code, V.value, V.as_of, V.provenance, V.source, V.period)
    .where(V.region_id == bindparam("here"), V.indicator_code.in_(bindparam("codes", expanding=True)))
    .where(V.as_of <= bindparam("until"))
    .order_by(V.as_of, TRUST.desc())
)


@dataclass(frozen=True)
class Figure:
    value: float
    as_of: datetime | None
    provenance: str
    source: str
    period: str


def figures(connection: Connection, here: Region, codes: Sequence[str], until: datetime) -> dict[str, Figure]:
    """{indicator code: its newest figure by `until`, the most trusted of that time}; codes without one are absent."""
    rows = connection.execute(_STATEMENT, {"here": here.id, "codes": codes, "until": until}).all()
    return {row[0]: Figure(_whole(row[1]), *row[2:]) for row in rows}


def _whole(value: float) -> float:
    """Counts as whole numbers."""
    return int(value) if value.is_integer() else value
