"""The published figures this project keeps: figures of this and other cities, each with place, period and source."""

import csv
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert

from data.facts.definitions import define
from data.facts.periods import period_end, period_start
from data.facts.places import region_ids
from data.schema import indicator_value

FILE = Path(__file__).parent / "published.csv"
AFTER_OURS = 1_000  # published definitions sort after those the cockpit defines itself


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One published figure. `definition` is what is counted, `caveat` what makes the figure doubtful."""

    code: str
    name_zh: str
    name_en: str
    domain: str
    unit: str
    definition: str
    city: str
    system: str
    place_level: str
    place: str
    period: str
    value: float
    comparator: str
    source: str
    caveat: str

    @property
    def publisher(self) -> str:
        return self.source.partition(":")[0]


@cache
def published() -> tuple[Fact, ...]:
    """Every kept figure, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    return tuple(Fact(**{**row, "value": float(row["value"])}) for row in rows)


def load_facts(connection: Connection, *, not_after: datetime | None = None) -> int:
    """Put every figure into the indicator store anew; returns how many.

    `not_after` is the city's present: a period that is not over by then is as of its beginning.
    """
    define(connection, (_definition(fact, n) for n, fact in enumerate(published())), overwrite=False)
    ours = indicator_value.c.source.in_({_source(fact) for fact in published()})
    connection.execute(delete(indicator_value).where(indicator_value.c.provenance == "published", ours))
    city, ids = region_ids(connection)
    rows = [_row(fact, ids if city.startswith(fact.city) else {}, not_after) for fact in published()]
    connection.execute(insert(indicator_value), rows)
    return len(rows)


def _definition(fact: Fact, n: int) -> dict[str, Any]:
    return {
        "code": fact.code,
        "name_zh": fact.name_zh,
        "name_en": fact.name_en,
        "domain": fact.domain,
        "unit": fact.unit,
        "formula": fact.definition or None,
        "source": fact.source,
        "department": fact.publisher,
        "frequency": "once",
        "sort": AFTER_OURS + n,
    }


def _row(fact: Fact, ids: dict[str, int], not_after: datetime | None) -> dict[str, Any]:
    return {
        "indicator_code": fact.code,
        "region_id": ids.get(fact.place),
        "place_level": fact.place_level,
        "place": fact.place,
        "system": fact.system,
        "period": fact.period,
        "value": fact.value,
        "comparator": fact.comparator,
        "as_of": _as_of(fact.period, not_after),
        "provenance": "published",
        "source": _source(fact),
    }


def _as_of(period: str, not_after: datetime | None) -> datetime | None:
    """The end of the period; of one that is not over by `not_after` its beginning, for so much is sure."""
    end, start = period_end(period), period_start(period)
    if end is None or start is None or not_after is None or end <= not_after:
        return end
    return min(start, not_after)


def _source(fact: Fact) -> str:
    return f"{fact.source};{fact.caveat}" if fact.caveat else fact.source
