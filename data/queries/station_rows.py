"""Stations of a region with what they last said, at now or at a past moment, as columns.

What adds up (rain) is shown, counted and held against its limits as the sum of one hour: now the hour that ends with
the newest reading (`gauge_now.hour`), in the past the hour before that moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, Select, Subquery, and_, bindparam, case, func, select, type_coerce

from data.queries.among import among_given, listed
from data.queries.packed import packed, repacked
from data.queries.regions import Region, inside
from data.queries.station_register import SHOWN, Floats, Ints, Mask, Register, register
from data.readings.freshness import DAY_S, FRESH, FRESHNESS, LATE, SILENT
from data.readings.values import SKEW
from data.risk_words import QUANTITIES
from data.schema import gauge, gauge_limit, gauge_now, reading_sum, station
from data.times import Moment

ADDING = tuple(name for name, quantity in QUANTITIES.items() if quantity.adds)
LONGEST = timedelta(days=40)  # how far back a past last word is looked for
HOURS = 24  # of a series
HOUR, STEP = timedelta(hours=1), timedelta(minutes=5)
STATES = ("above", "silent", "doubted", "normal")  # the gravest that is true of a station


@dataclass(frozen=True, eq=False)
class Standings:
    """`row` in the register of every station that stands in the region; the other columns in its order.

    `at` in epoch seconds, NaN where it never spoke; `value` NaN where there is none; `state` and `fresh` are places in
    STATES and FRESHNESS: silence is a state of its own, whatever was said before. `doubted`: whether what it said last
    is; such a value reaches no limit. The sum of an hour does: what is doubted is not in it.
    """

    register: Register
    row: NDArray[np.intp]
    at: Floats
    value: Floats
    state: Ints
    fresh: Ints
    doubted: Mask

    @property
    def believed(self) -> Floats:
        """Values, NaN where what was said is doubted."""
        return np.where(self.doubted & ~self.register.adds[self.row], np.nan, self.value)


def standings(connection: Connection, here: Region, now: datetime, past: bool) -> Standings:
    """As they stand now, or stood at that moment."""
    known, moment = register(connection), now.timestamp()
    row = np.flatnonzero((known.cell >= here.lo) & (known.cell <= here.hi) & (known.closed > moment))
    at, plain, hour, doubted = _said(connection, known, here, now if past else None)
    value, unsure = np.where(known.adds, hour, plain)[row], doubted[row]
    above = (value >= known.bar[row]) & (known.adds[row] | ~unsure)
    fresh = _fresh(moment - at[row], known.rhythm[row])
    silent = np.isin(fresh, [FRESHNESS.index(one) for one in SILENT])
    true = [STATES.index(name) for name in ("silent", "above", "doubted")]
    state = np.select([silent, above, unsure], true, STATES.index("normal"))
    return Standings(known, row, at[row], value, state, fresh, unsure)


def limits_of(connection: Connection, gauges: Sequence[int]) -> Sequence[Any]:
    """(gauge, name, value) of all limits of these gauges, the lowest first."""
    mine = select(gauge_limit).where(gauge_limit.c.gauge_id.in_(gauges))
    return connection.execute(mine.order_by(gauge_limit.c.gauge_id, gauge_limit.c.value)).all()


def told_today(
    connection: Connection, gauges: Sequence[int], adding: Sequence[int], grain: str, since: datetime, now: datetime
) -> dict[int, tuple[str, float | None]]:
    """{gauge: how far its newest reading is believed, and, of those `adding` up, the total of `since` to `now`}."""
    some = {"gauges": listed(connection, gauges), "adding": listed(connection, adding)}
    query = _today(connection.dialect.name)
    found = connection.execute(query, some | {"grain": grain, "since": since, "now": now})
    return {row[0]: (row[1], row[2]) for row in found}


@cache
def _today(dialect: str) -> Select[Any]:
    n, s = gauge_now.c, reading_sum.c
    span = and_(
        s.gauge_id == n.gauge_id,
        s.grain == bindparam("grain"),
        s.start.between(bindparam("since", type_=Moment), bindparam("now", type_=Moment)),
        among_given(dialect, n.gauge_id, "adding"),
    )
    query = select(n.gauge_id, n.quality, func.sum(s.total)).outerjoin_from(gauge_now, reading_sum, span)
    return query.where(among_given(dialect, n.gauge_id, "gauges")).group_by(n.gauge_id, n.quality)


def series(connection: Connection, gauges: Sequence[int], now: datetime) -> list[list[Any]]:
    """Columns: gauge, hour (epoch seconds), total, last; of the last day's hours, none that goes on after `now`."""
    span = {"since": now - timedelta(hours=HOURS), "now": now, "end": now + SKEW}
    return _hours(connection, gauges=listed(connection, gauges), **span)


@repacked
def _hours(dialect: str) -> Select[Any]:
    s, (since, now, end) = reading_sum.c, (bindparam(one, type_=Moment) for one in ("since", "now", "end"))
    when = and_(s.grain == "h", s.start.between(since, now), s.last_at <= end)
    query = select(s.gauge_id, s.start, s.total, s.last).where(among_given(dialect, s.gauge_id, "gauges"), when)
    return query.order_by(s.gauge_id, s.start)


@repacked
def _newest(_dialect: str) -> Select[Any]:
    """Of every gauge when, what and the hour; a doubted moment is read as a negative one: a column less."""
    n = gauge_now.c
    at = type_coerce(n.at, BigInteger)
    return select(n.gauge_id, case((n.quality == "doubted", -at), else_=at), n.value, n.hour)


def _said(
    connection: Connection, known: Register, here: Region, then: datetime | None
) -> tuple[Floats, Floats, Floats, Mask]:
    """When, what, the hour and whether it is doubted, for every row of the register; NaN where nothing was said."""
    told_at = packed(connection, select(_last_known(here, then))) if then is not None else _newest(connection)
    gauges, *columns = told_at
    told, place = np.array(gauges, np.int64), np.zeros(len(gauges), np.int64)
    if len(known.gauge):
        place = np.minimum(np.searchsorted(known.gauge, told), len(known.gauge) - 1)
    mine = np.flatnonzero(known.gauge[place] == told) if len(known.gauge) else place[:0]
    said = [np.full(len(known.gauge), np.nan) for _column in columns]
    for whole, column in zip(said, columns, strict=True):
        whole[place[mine]] = np.array(column, np.float64)[mine]
    return np.abs(said[0]), said[1], said[2], said[0] < 0


def _fresh(age: Floats, rhythm: Ints) -> Ints:
    """As `data.readings.freshness.freshness`, for whole columns; NaN: it never spoke."""
    broken = np.isnan(age) | (age > np.maximum(DAY_S, LATE * rhythm))
    late = np.where(age <= FRESH * rhythm, 0, np.where(age <= LATE * rhythm, 1, 2))
    return np.where(broken, FRESHNESS.index("broken"), late)


def _last_known(here: Region, now: datetime) -> Subquery:
    """What each gauge had last said by `now`: the last value of its newest sum of 5 minutes, and the hour before."""
    s = reading_sum.c
    mine = (
        select(gauge.c.id)
        .join_from(gauge, station, gauge.c.station_id == station.c.id)
        .where(inside(station.c.cell_id, here), SHOWN)
    )
    before = and_(s.gauge_id.in_(mine), s.grain == "5", s.start > now - LONGEST, s.last_at <= now)
    newest = select(s.gauge_id, func.max(s.start).label("start")).where(before).group_by(s.gauge_id).subquery()
    hour, same = _hour(mine, now), and_(s.gauge_id == newest.c.gauge_id, s.start == newest.c.start, s.grain == "5")
    said = (s.last_at.label("at"), s.last.label("value"), func.coalesce(hour.c.total, 0.0).label("hour"))
    return (
        select(s.gauge_id, *said)
        .join_from(newest, reading_sum, same)
        .outerjoin(hour, hour.c.gauge_id == s.gauge_id)
        .subquery()
    )


def _hour(gauges: Any, now: datetime) -> Subquery:
    s = reading_sum.alias("within").c
    within = (s.gauge_id.in_(gauges), s.grain == "5", s.start.between(now - HOUR + STEP, now))
    return select(s.gauge_id, func.sum(s.total).label("total")).where(*within).group_by(s.gauge_id).subquery()
