"""Published figures of a region: what an office has said, with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.queries.regions import Region
from data.schema import indicator_value


@dataclass(frozen=True)
class Figure:
    value: float
    as_of: datetime | None
    provenance: str
    source: str
    period: str


def published(connection: Connection, here: Region, codes: Sequence[str]) -> dict[str, Figure]:
    """{indicator code: the newest published figure}; codes nobody published for this region are absent."""
    v = indicator_value.c
    statement = (
        select(v.indicator_code, v.value, v.as_of, v.provenance, v.source, v.period)
        .where(v.region_id == here.id, v.provenance == "published", v.indicator_code.in_(codes))
        .order_by(v.as_of)
    )
    return {row[0]: Figure(*row[1:]) for row in connection.execute(statement)}
