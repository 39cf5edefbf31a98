"""Events by the million: a year of a whole city's reports, drawn by whole columns. Only for measuring."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.commands.bulk_events import Brought
from data.commands.contribution import NEVER
from data.life.fold import MOMENTS
from data.schema import category, region
from data.words import GRADES, SOURCES

Ints = NDArray[np.int64]
MONTHS = 12
# Median seconds before each stage from 立案 on, all lognormal; and the share of events that goes on to it.
STAYS = (300, 600, 1_500, 9_000, 2_500, 1_200, 4_000)
SHARES = (0.95, 0.995, 0.995, 0.99, 0.99, 0.995, 0.65)
TITLES = ("路面积水", "占道经营", "井盖缺失", "噪声扰民", "垃圾堆放", "路灯不亮", "邻里纠纷", "消防通道堵塞")


def batches(connection: Connection, events: int, until: datetime, seed: int = 7) -> Iterator[Brought]:
    """`events` reports of the year before `until`, thirty days at a time, as they stand at `until`."""
    leaf = (region.c.tree == "spine", region.c.level == 6)
    cells = connection.execute(select(region.c.id, region.c.lon, region.c.lat).where(*leaf).order_by(region.c.id)).all()
    kinds = connection.execute(select(category.c.top, category.c.code).where(category.c.level == 3)).all()
    return _drawn(cells, kinds, events, until, seed)


def _drawn(cells: list, kinds: list, events: int, until: datetime, seed: int) -> Iterator[Brought]:
    rng = np.random.default_rng(seed)
    weight = rng.lognormal(0, 0.8, len(cells)).cumsum()
    step = timedelta(days=365) // MONTHS
    for month in range(MONTHS):
        begin = int((until - step * (MONTHS - month)).timestamp())
        n = events * (month + 1) // MONTHS - events * month // MONTHS
        reported = np.sort(rng.integers(begin, begin + int(step.total_seconds()), n))
        here = np.searchsorted(weight, rng.random(n) * weight[-1])
        yield _batch(rng, reported, cells, here, kinds, int(until.timestamp()))


def _batch(rng: np.random.Generator, reported: Ints, cells: list, here: Ints, kinds: list, now: int) -> Brought:
    n = len(reported)
    kind = rng.integers(0, len(kinds), n)
    moments = _lives(rng, reported, now)
    last = (moments != NEVER).sum(axis=1) - 1
    stage = np.array([name.removesuffix("_at") for name in MOMENTS], dtype=object)[last]
    stage[(last == 0) & (reported < now - 86_400)] = "rejected"
    pick = rng.integers(0, len(TITLES), n)
    return Brought(
        title=np.array(TITLES, dtype=object)[pick],
        category=np.array([row.top for row in kinds], dtype=object)[kind],
        leaf=np.array([row.code for row in kinds], dtype=object)[kind],
        source=np.array(tuple(SOURCES), dtype=object)[rng.integers(0, len(SOURCES), n)],
        grade=np.array(tuple(GRADES), dtype=object)[rng.choice(4, n, p=(0.005, 0.045, 0.15, 0.80))],
        cell=np.array([row.id for row in cells])[here],
        place=np.full(n, "合成地点", dtype=object),
        lon=np.array([row.lon for row in cells])[here],
        lat=np.array([row.lat for row in cells])[here],
        moments=moments,
        stage=stage,
        rating=np.where(stage == "rated", rng.choice((1, 2, 3, 4, 5), n, p=(0.01, 0.02, 0.07, 0.26, 0.64)), NEVER),
        provenance="simulated",
    )


def _lives(rng: np.random.Generator, reported: Ints, now: int) -> Ints:
    """Moments of every stage; an event that stops somewhere, or has not got there by now, goes no further."""
    moments = np.full((len(reported), len(MOMENTS)), NEVER, np.int64)
    moments[:, 0], going = reported, np.ones(len(reported), dtype=bool)
    for stage, (median, share) in enumerate(zip(STAYS, SHARES, strict=True), start=1):
        at = moments[:, stage - 1] + rng.lognormal(np.log(median), 1.0, len(reported)).astype(np.int64) + 20
        old = reported < now - 40 * 86_400  # what is long past has come to an end, but for one in a thousand
        stays = rng.random(len(reported)) < np.where(old & (stage in range(2, 7)), 0.9998, share)
        going = going & stays & (at <= now)
        moments[:, stage] = np.where(going, at, NEVER)
    return moments
