"""Vital signs of the demo: ten fields of indicators over five years, marked simulated, and what follows from them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, delete, insert, select

from data.commands.cube import settle
from data.commands.indicator_values import NAMES
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.engine import writing
from data.facts.definitions import define
from data.facts.periods import period_end
from data.indicator.definition import CubeQuery
from data.indicator.period import Period
from data.indicator.recompute import recompute
from data.schema import indicator, indicator_value, region
from data.times import local
from data.yaml_file import read_yaml

FILE = Path(__file__).parent / "vital_signs.yaml"
SOURCE = "模拟数据"
MONTHS, FIRST_SORT = 60, 300
OWN = ("code", "domain", "branch", "unit", "department", "direction")
Row = dict[str, Any]


def install_signs(engine: Engine, anchor: datetime, seed: int, *, anew: bool = False) -> None:
    """Lay them down where they are lacking; `anew`: those that are there give way."""
    given = read_yaml(FILE)
    with engine.connect() as connection:
        codes = [one["code"] for one in given]
        there = set() if anew else set(connection.scalars(select(indicator.c.code).where(indicator.c.code.in_(codes))))
    numbered = [(n, one) for n, one in enumerate(given) if one["code"] not in there]
    if not numbered:
        return
    settle(engine)
    with writing(engine) as connection:
        define(connection, (_definition(one, n) for n, one in numbered), overwrite=True)
        given = [one for _n, one in numbered]
        codes = [one["code"] for one in given]
        ours = (indicator_value.c.indicator_code.in_(codes), indicator_value.c.provenance == "simulated")
        connection.execute(delete(indicator_value).where(*ours))
        rows = [row for one in given if "base" in one for row in _rows(connection, one, anchor, seed)]
        connection.execute(insert(indicator_value), rows)
        recompute(connection, anchor, codes)
        bump(connection, "indicators")


def _definition(one: Row, n: int) -> Row:
    cube = CubeQuery(**one["cube"]).model_dump_json() if "cube" in one else None
    told = {name: one[name] for name in OWN} | {name: one.get(name) for name in ("target", "low", "high", "calc")}
    told |= {"name_zh": one["zh"], "name_en": one["en"], "source": SOURCE, "frequency": "month", "sort": FIRST_SORT + n}
    return told | {"cube": cube, "roll": "sum" if one.get("sum") else ""}


def _rows(connection: Connection, one: Row, anchor: datetime, seed: int) -> list[Row]:
    """Towns where it adds up; else the city and its counties, each around the city's course."""
    levels = (3,) if one.get("sum") else (1, 2)
    columns = [region.c[name] for name in ("id", "name", "level", "lo", "hi")]
    where = (region.c.tree == "spine", region.c.level.in_(levels))
    places = connection.execute(select(*columns).where(*where).order_by(region.c.lo, region.c.level)).all()
    rng = dice(seed, "sign", one["code"])
    course = _course(one, rng)
    here = local(anchor)
    last = here.year * 12 + here.month - 2  # the last month that was over
    weights = np.array([place.hi - place.lo + 1 for place in places], float) * rng.lognormal(0, 0.25, len(places))
    shares = weights / weights.sum() if one.get("sum") else _apart(one, places, rng)
    rows = []
    for place, share in zip(places, shares, strict=True):
        own = course * share * (1 + one["noise"] / 100 * rng.normal(0, 1, MONTHS) * (place.level > 1))
        for n, value in enumerate(own):
            rows.append(_row(one, place, Period("month", last - MONTHS + 1 + n).text, float(value)))
    return rows


def _course(one: Row, rng: np.random.Generator) -> NDArray[np.float64]:
    """The city's sixty months, which end near the base."""
    n = np.arange(MONTHS) - (MONTHS - 1)
    season = 1 + one["season"] / 100 * np.sin(2 * np.pi * (n + 4) / 12)
    noise = 1 + one["noise"] / 100 * rng.normal(0, 0.7, MONTHS)
    return np.asarray(one["base"] * (1 + one["year"] / 100) ** (n / 12) * season * noise)


def _apart(one: Row, places: Any, rng: np.random.Generator) -> NDArray[np.float64]:
    """The city as it is; counties near it for shares and scores, smaller for amounts."""
    counties = max(1, sum(place.level > 1 for place in places))
    near = one["unit"] in ("%", "分")
    spread = rng.normal(1, 0.01, len(places)) if near else rng.normal(1, 0.2, len(places)) / counties
    return np.array([1.0 if place.level == 1 else part for place, part in zip(places, spread, strict=True)])


def _row(one: Row, place: Any, period: str, value: float) -> Row:
    """Shares stay below 100; what is counted one by one has no fractions."""
    value = min(value, 100.0) if one["unit"] == "%" else value
    digits = 0 if one["unit"] in ("件", "起", "人", "家", "张") else 4 if one.get("sum") else 1
    return {
        "indicator_code": one["code"],
        "region_id": place.id,
        "place_level": NAMES[place.level],
        "place": place.name,
        "system": "",
        "period": period,
        "value": round(value, digits),
        "comparator": "exact",
        "as_of": period_end(period),
        "provenance": "simulated",
        "source": SOURCE,
    }
