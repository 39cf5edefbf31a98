"""Stations of a region with what they last said, at now or at a past moment, read in few statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from data.queries.regions import Region, inside
from data.readings.kinds import MAIN
from data.readings.values import SKEW
from data.risk_words import QUANTITIES
from data.schema import gauge, gauge_limit, gauge_now, reading_sum, station

ADDING = tuple(name for name, quantity in QUANTITIES.items() if quantity.adds)
LONGEST = timedelta(days=40)  # how far back a past last word is looked for
HOURS = 24  # of a series
_SHOWN = gauge.c.quantity == case(MAIN, value=station.c.kind)  # the one gauge by which a station is shown


def shown_stations(connection: Connection, here: Region, now: datetime, past: bool) -> Sequence[Any]:
    """Every station of the region with its first gauge: moments in epoch seconds, None where it never spoke."""
    last = _last_known(here, now) if past else None
    source: Any = gauge_now if last is None else last
    about = [station.c[name] for name in ("code", "name", "kind", "rhythm_s", "lon", "lat", "provenance")]
    columns = [*about, gauge.c.id, gauge.c.quantity, type_coerce(source.c.at, BigInteger).label("at")]
    return connection.execute(
        select(*columns, source.c.value, source.c.quality)
        .join_from(station, gauge, and_(gauge.c.station_id == station.c.id, _SHOWN))
        .outerjoin(source, source.c.gauge_id == gauge.c.id)
        .where(_standing(here, now))
    ).all()


def exceeded(connection: Connection, rows: Sequence[Any], here: Region) -> dict[int, tuple[str, float]]:
    """{gauge: name and value of the highest limit that its last value has reached}; doubted values reach none."""
    values = {row.id: row.value for row in rows if row.at is not None and row.quality != "doubted"}
    limits = connection.execute(
        select(gauge_limit.c.gauge_id, gauge_limit.c.name, gauge_limit.c.value)
        .join_from(gauge_limit, gauge, gauge.c.id == gauge_limit.c.gauge_id)
        .join(station, station.c.id == gauge.c.station_id)
        .where(inside(station.c.cell_id, here), _SHOWN)
        .order_by(gauge_limit.c.value)
    )
    return {one: (name, value) for one, name, value in limits if one in values and values[one] >= value}


def limits_of(connection: Connection, gauges: Sequence[int]) -> Sequence[Any]:
    """(gauge, name, value) of all limits of these gauges, the lowest first."""
    mine = select(gauge_limit).where(gauge_limit.c.gauge_id.in_(gauges))
    return connection.execute(mine.order_by(gauge_limit.c.gauge_id, gauge_limit.c.value)).all()


def amounts(connection: Connection, here: Region, grain: str, since: datetime, now: datetime) -> dict[int, float]:
    """{gauge: total} of what adds up, over the sums of this grain that begin from `since` to `now`."""
    mine = (
        select(gauge.c.id)
        .join_from(gauge, station, gauge.c.station_id == station.c.id)
        .where(gauge.c.quantity.in_(ADDING), inside(station.c.cell_id, here))
    )
    s = reading_sum.c
    when = s.start.between(since, now)
    query = select(s.gauge_id, func.sum(s.total)).where(s.gauge_id.in_(mine), s.grain == grain, when)
    return dict(connection.execute(query.group_by(s.gauge_id)).all())


def series(connection: Connection, gauges: Sequence[int], now: datetime) -> Sequence[Any]:
    """(gauge, hour, total, last) of the last day's hours of these gauges, in order; none that goes on after `now`."""
    s = reading_sum.c
    when = and_(s.start.between(now - timedelta(hours=HOURS), now), s.last_at <= now + SKEW)
    query = select(s.gauge_id, s.start, s.total, s.last).where(s.gauge_id.in_(gauges), s.grain == "h", when)
    return connection.execute(query.order_by(s.gauge_id, s.start)).all()


def _standing(here: Region, now: datetime) -> ColumnElement[bool]:
    """Stations of the region that are not taken down."""
    return and_(inside(station.c.cell_id, here), or_(station.c.closed_at.is_(None), station.c.closed_at > now))


def _last_known(here: Region, now: datetime) -> Subquery:
    """What each gauge had last said by `now`: the last value of its newest sum of 5 minutes."""
    s = reading_sum.c
    mine = (
        select(gauge.c.id)
        .join_from(gauge, station, gauge.c.station_id == station.c.id)
        .where(inside(station.c.cell_id, here), _SHOWN)
    )
    before = and_(s.gauge_id.in_(mine), s.grain == "5", s.start > now - LONGEST, s.last_at <= now)
    newest = select(s.gauge_id, func.max(s.start).label("start")).where(before).group_by(s.gauge_id).subquery()
    columns = (s.gauge_id, s.last_at.label("at"), s.last.label("value"), literal("good").label("quality"))
    same = and_(s.gauge_id == newest.c.gauge_id, s.start == newest.c.start, s.grain == "5")
    return select(*columns).join_from(newest, reading_sum, same).subquery()
