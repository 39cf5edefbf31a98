"""Growth of single quarters in the demo: of the city, its counties and the province, two years and a half back."""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.facts.definitions import define
from data.facts.periods import period_end
from data.schema import indicator_value, region
from data.times import local
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("quarters.yaml")
QUARTERS, SORT, DOMAIN, SOURCE = 10, 400, "经济运行", "模拟数据"
Row = dict[str, Any]


def seed_quarters(connection: Connection, anchor: datetime, seed: int) -> None:
    """Lay them where there are none; the same seed gives the same values."""
    given = read_yaml(FILE)
    value = indicator_value.c
    if connection.scalar(select(value.id).where(value.indicator_code == given[0][0]).limit(1)) is not None:
        return
    define(connection, [_definition(one, SORT + n) for n, one in enumerate(given)], overwrite=True)
    places = select(region.c.id, region.c.name, region.c.level).where(region.c.tree == "spine", region.c.level <= 2)
    here = connection.execute(places.order_by(region.c.level, region.c.lo)).all()
    rows = [row for one in given for row in _values(one, here, _quarters(anchor), seed)]
    connection.execute(insert(indicator_value), rows)
    bump(connection, "indicators")


def _definition(one: list[Any], sort: int) -> Row:
    named = {"code": one[0], "name_zh": one[1], "name_en": one[2], "department": one[3], "target": one[4]}
    about = {"domain": DOMAIN, "branch": "", "unit": "%", "source": SOURCE, "frequency": "quarter", "direction": 1}
    return named | about | {"sort": sort}


def _quarters(anchor: datetime) -> list[str]:
    """Those that were over at the anchor."""
    day = local(anchor)
    last = day.year * 4 + (day.month - 1) // 3 - 1
    return [f"{n // 4}Q{n % 4 + 1}" for n in range(last - QUARTERS + 1, last + 1)]


def _values(one: list[Any], here: Any, quarters: list[str], seed: int) -> list[Row]:
    roll, rows = dice(seed, "quarters", one[0]), []
    places = [(row.id, "city" if row.level == 1 else "county", row.name, one[5]) for row in here]
    for number, level, name, middle in [*places, (None, "province", "", one[6])]:
        apart = 0.0 if level != "county" else float(roll.normal(0, 1.2))
        course = middle + apart + np.cumsum(roll.normal(0, 0.25, len(quarters)))[::-1]
        course += middle + apart - course[-1]
        for quarter, worth in zip(quarters, np.round(course, 1).tolist(), strict=True):
            rows.append(_row(one[0], number, level, name, quarter, worth))
    return rows


def _row(code: str, number: int | None, level: str, name: str, quarter: str, worth: float) -> Row:
    told = {"indicator_code": code, "region_id": number, "place_level": level, "place": name, "system": ""}
    said = {"period": quarter, "value": worth, "comparator": "exact", "as_of": period_end(quarter)}
    return told | said | {"provenance": "simulated", "source": SOURCE}
