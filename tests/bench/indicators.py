"""Recompute: a thousand formulas over every region of a whole city for five years, from what was said to the disk.

The twelve inputs are told for every village and month; towns, counties and the city follow as sums.
"""

import time
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import func, insert, select

from data.engine import make_engine, writing
from data.indicator.period import Period
from data.indicator.recompute import recompute
from data.schema import indicator, indicator_block, indicator_value, metadata, region
from data.settings import ROOT
from tests.bench.figures import say

DATABASE = ROOT / "var" / "bench-indicators.db"
FORMULAS, INPUTS, MONTHS, TARGET_S = 1_000, 12, 60, 10
NOW = datetime(2024, 7, 25, tzinfo=UTC)
SHAPES = ("({a} - lastyear({a})) / lastyear({a}) * 100", "{a} / {b} * 100", "({a} + {b}) / {c}", "{a} - prev({a})")


def measure(city: str) -> None:
    """In one transaction, its commit included; one run, cold."""
    _made(city)
    engine = make_engine(f"sqlite:///{DATABASE}")
    began = time.perf_counter()
    with writing(engine) as connection:
        done = recompute(connection, NOW)
    spent = time.perf_counter() - began
    with engine.connect() as connection:
        blocks = connection.execute(select(func.count(), func.sum(func.length(indicator_block.c.data)))).one()
        regions = connection.scalar(select(func.count()).select_from(region).where(region.c.level <= 4))
    engine.dispose()
    say(f"indicators recomputed over {regions} regions x {MONTHS} months", "indicators", done)
    say("values kept", "million", round(blocks[1] / 8e6, 1))
    say(
        f"recompute of {FORMULAS:,} formulas x {regions} regions x {MONTHS} months",
        "s",
        round(spent, 2),
        target=TARGET_S,
    )
    for path in DATABASE.parent.glob(f"{DATABASE.name}*"):
        path.unlink()


def _made(city: str) -> None:
    DATABASE.parent.mkdir(exist_ok=True)
    for path in DATABASE.parent.glob(f"{DATABASE.name}*"):
        path.unlink()
    source, engine = make_engine(city), make_engine(f"sqlite:///{DATABASE}")
    metadata.create_all(engine)
    where = (region.c.tree == "spine", region.c.level <= 4)
    with source.connect() as old, engine.begin() as new:
        found = old.execute(select(region).where(*where).order_by(region.c.level, region.c.id))
        new.execute(insert(region), [dict(row) for row in found.mappings()])
    with engine.begin() as connection:
        connection.execute(insert(indicator), _definitions())
        _tell(connection)
    source.dispose()
    engine.dispose()


def _definitions() -> list[dict]:
    plain = {"name_en": "", "domain": "d", "source": "s", "department": "o", "frequency": "month", "direction": 0}
    rows = [
        {**plain, "code": f"in_{n}", "name_zh": f"in {n}", "unit": "件", "roll": "sum", "calc": None}
        for n in range(INPUTS)
    ]
    for n in range(FORMULAS):
        deep = n >= FORMULAS * 9 // 10  # the last tenth is made of other formulas
        names = [f"f_{n - 500 + k}" if deep else f"in_{(n * (k + 1) + k) % INPUTS}" for k in range(3)]
        calc = SHAPES[n % len(SHAPES)].format(**dict(zip("abc", names, strict=True)))
        rows.append({**plain, "code": f"f_{n}", "name_zh": f"f {n}", "unit": "%", "roll": "", "calc": calc})
    return rows


def _tell(connection) -> None:
    dice = np.random.default_rng(7)
    villages = connection.scalars(select(region.c.id).where(region.c.level == 4)).all()
    texts = [Period("month", 2019 * 12 + 6 + n).text for n in range(MONTHS)]
    place = {"place_level": "village", "place": "", "comparator": "exact", "provenance": "measured", "source": ""}
    for n in range(INPUTS):
        told = dice.lognormal(5, 1, (len(villages), MONTHS)).tolist()
        rows = [
            {**place, "indicator_code": f"in_{n}", "region_id": one, "period": text, "value": value}
            for one, values in zip(villages, told, strict=True)
            for text, value in zip(texts, values, strict=True)
        ]
        connection.execute(insert(indicator_value), rows)
