"""Single figures of a region: what an office has said, or what the demo supposes where nobody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.queries.indicators import TRUST
from data.queries.regions import Region
from data.schema import indicator_value


@dataclass(frozen=True)
class Figure:
    value: float
    as_of: datetime | None
    provenance: str
    source: str
    period: str


def figures(connection: Connection, here: Region, codes: Sequence[str], until: datetime) -> dict[str, Figure]:
    """{indicator code: its newest figure by `until`, the most trusted of that time}; codes without one are absent."""
    v = indicator_value.c
    statement = (
        select(v.indicator_code, v.value, v.as_of, v.provenance, v.source, v.period)
        .where(v.region_id == here.id, v.indicator_code.in_(codes), v.as_of <= until)
        .order_by(v.as_of, TRUST.desc())
    )
    return {row[0]: Figure(_whole(row[1]), *row[2:]) for row in connection.execute(statement)}


def _whole(value: float) -> float:
    """Counts as whole numbers."""
    return int(value) if value.is_integer() else value
