"""Values of any indicator by region and period: what was said, and beside it what is calculated, counted or summed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, bindparam, case, select

from data.facts.periods import period_end
from data.indicator.ground import WORTH, period_at
from data.indicator.period import Period, period_of
from data.queries.regions import Region
from data.schema import indicator_block, indicator_value
from data.scope import Scope

PUBLISHED = "published"
V, B = indicator_value.c, indicator_block.c
TRUST = case({"published": 0, "measured": 1}, value=V.provenance, else_=2)
_COLUMNS = (V.indicator_code, V.region_id, V.period, V.value, V.provenance, V.source, V.said_at)
_SAID = select(*_COLUMNS).where(
    V.indicator_code.in_(bindparam("codes", expanding=True)), V.region_id.in_(bindparam("regions", expanding=True))
)
_PROVINCE = select(*_COLUMNS).where(
    V.indicator_code.in_(bindparam("codes", expanding=True)), V.region_id.is_(None), V.place_level == "province"
)
_BLOCKS = select(indicator_block).where(B.code.in_(bindparam("codes", expanding=True)))


@dataclass(frozen=True)
class Point:
    """A value of one period. `source` is empty for what is calculated, counted or summed here."""

    period: Period
    value: float
    provenance: str
    source: str = ""
    said_at: datetime | None = None


class Key(NamedTuple):
    code: str
    region: int | None  # None: the province


Found = dict[Key, dict[Period, Point]]


def values(
    connection: Connection,
    codes: Sequence[str],
    regions: Sequence[Region],
    scope: Scope,
    now: datetime,
    only: Collection[Period] | None = None,
) -> Found:
    """{indicator and region: {period: its point}}, in order of time; of several the most trusted, then what was said.

    `only`: of these periods and of regions, not of the province.

    Of what lies outside the scope only what an office has published.
    """
    ids = [one.id for one in regions]
    open_only = {one.id for one in regions if not scope.covers(one.lo, one.hi)}
    found: Found = {}
    for key, point in _blocks(connection, codes, [one for one in ids if one not in open_only], only):
        found.setdefault(key, {})[point.period] = point
    asked = {"codes": list(codes), "regions": ids}
    wanted = _SAID.where(V.period.in_([one.text for one in only])) if only is not None else _SAID
    said = connection.execute(wanted.order_by(TRUST.desc()), asked).all()
    above = _PROVINCE.order_by(TRUST.desc())
    province = connection.execute(above, {"codes": list(codes)}).all() if only is None else []
    for row in (*said, *province):
        period = period_of(row.period)
        if period is None or (row.region_id in open_only and row.provenance != PUBLISHED):
            continue
        point = Point(period, row.value, row.provenance, row.source, row.said_at)
        found.setdefault(Key(row.indicator_code, row.region_id), {})[period] = point
    return {key: _past(points.values(), now) for key, points in found.items()}


def _past(points: Iterable[Point], now: datetime) -> dict[Period, Point]:
    """What is over by now, in order of time."""
    over = [one for one in points if (end := _end(one.period)) is not None and end <= now]
    return {one.period: one for one in sorted(over, key=lambda one: (one.period.end, one.period.form))}


@lru_cache(4_096)
def _end(period: Period) -> datetime | None:
    return period_end(period.text)


def _blocks(
    connection: Connection, codes: Sequence[str], ids: Sequence[int], only: Collection[Period] | None
) -> Iterable[tuple[Key, Point]]:
    for row in connection.execute(_BLOCKS, {"codes": list(codes)}).mappings():
        regions = np.frombuffer(row["regions"], np.int32)
        shape = (len(regions), row["count"])
        data, worth = np.frombuffer(row["data"]).reshape(shape), np.frombuffer(row["worth"], np.uint8).reshape(shape)
        for one in ids:
            place = int(np.searchsorted(regions, one))
            if place == len(regions) or regions[place] != one:
                continue
            for n in np.flatnonzero(~np.isnan(data[place])):
                period = period_at(row["form"], row["first"], int(n))
                if only is not None and period not in only:
                    continue
                yield Key(row["code"], one), Point(period, float(data[place, n]), WORTH[worth[place, n]])


def usual_form(found: Mapping[Key, Mapping[Period, Point]], key: Key) -> str:
    """The form in which most is told of it."""
    told = [period.form for period in found.get(key, ())]
    return max(dict.fromkeys(told), key=told.count, default="month")


def series(found: Found, key: Key, form: str) -> list[Point]:
    """Its points of one form, in order of time."""
    return [point for period, point in found.get(key, {}).items() if period.form == form]


def at(found: Found, key: Key, period: Period) -> Point | None:
    return found.get(key, {}).get(period)
