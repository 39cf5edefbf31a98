"""How much there is of each resource of the house, how fresh and how sound: measured once a day, read by pages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, case, delete, func, insert, select

from data.commands.facts import fact, swap_fact
from data.commands.revisions import bump
from data.engine import writing
from data.queries.forms import sizes
from data.queries.regions import home_of
from data.readings.freshness import DAY_S
from data.schema import (
    document,
    event,
    feature,
    gauge,
    gauge_now,
    indicator_value,
    list_item,
    record,
    record_check,
    resource_state,
    signal,
    station,
    steward_visit,
)
from data.scope import Scope
from data.times import day_number, day_start

MEASURED = "resources_measured"  # fact: the local day on which they were measured last
Row = dict[str, Any]


def measure_daily(engine: Engine, now: datetime) -> bool:
    """Whether it was done now. Measured before anything is written."""
    today = str(day_number(now))
    with engine.connect() as connection:
        last = fact(connection, MEASURED)
        if last == today:
            return False
        rows = states_of(connection, now)
    with writing(engine) as connection:
        if not swap_fact(connection, MEASURED, last, today):
            return False
        keep_states(connection, rows)
    return True


def keep_states(connection: Connection, rows: list[Row]) -> None:
    connection.execute(delete(resource_state))
    if rows:
        connection.execute(insert(resource_state), rows)
    bump(connection, "catalogue")


def states_of(connection: Connection, now: datetime) -> list[Row]:
    parts = (_ledgers(connection), _things(connection), _readings(connection, now), _business(connection))
    return [{"sound": None, **row, "at": now} for part in parts for row in part]


def _ledgers(connection: Connection) -> Iterator[Row]:
    """Sound is what is there of what must be (data/returns/checks.yaml)."""
    counts, newest = sizes(connection, home_of(connection, Scope.guest())), _newest_records(connection)
    checked: dict[str, list[int]] = {}
    for key, n, total in connection.execute(select(record_check.c.key, record_check.c.n, record_check.c.total)):
        sums = checked.setdefault(key.partition(".")[0], [0, 0])
        sums[0], sums[1] = sums[0] + n, sums[1] + total
    for code, n in counts.items():
        lost, of = checked.get(code, (0, 0))
        yield {"code": f"ledger:{code}", "n": n, "newest": newest, "sound": 1 - lost / of if of else None}


def _newest_records(connection: Connection) -> datetime | None:
    found: datetime | None = connection.scalar(select(func.max(record.c.as_of)))
    return found


def _things(connection: Connection) -> Iterator[Row]:
    of = select(feature.c.layer, func.count(), func.max(feature.c.as_of)).group_by(feature.c.layer)
    for layer, n, newest in connection.execute(of):
        yield {"code": f"things:{layer}", "n": n, "newest": newest}


def _readings(connection: Connection, now: datetime) -> Iterator[Row]:
    """Gauges; sound are those that spoke within a day."""
    spoke = func.sum(case((gauge_now.c.at >= datetime.fromtimestamp(now.timestamp() - DAY_S, now.tzinfo), 1), else_=0))
    of = station.join(gauge, gauge.c.station_id == station.c.id).outerjoin(
        gauge_now, gauge_now.c.gauge_id == gauge.c.id
    )
    query = select(station.c.kind, func.count(), func.max(gauge_now.c.at), spoke).select_from(of)
    for kind, n, newest, heard in connection.execute(
        query.where(station.c.closed_at.is_(None)).group_by(station.c.kind)
    ):
        yield {"code": f"readings:{kind}", "n": n, "newest": newest, "sound": heard / n}


def _business(connection: Connection) -> Iterator[Row]:
    for code, query in _COUNTS.items():
        n, newest = connection.execute(query).one()
        if isinstance(newest, int):
            newest = day_start(newest)
        yield {"code": f"business:{code}", "n": n, "newest": newest}


_COUNTS: dict[str, Any] = {
    "events": select(func.count(), func.max(event.c.reported_at)).select_from(event),
    "lists": select(func.count(), func.max(list_item.c.made_at)).select_from(list_item),
    "indicators": select(func.count(), func.max(func.coalesce(indicator_value.c.said_at, indicator_value.c.as_of))),
    "visits": select(func.count(), func.max(steward_visit.c.day)).select_from(steward_visit),
    "signals": select(func.count(), func.max(signal.c.at)).select_from(signal),
    "documents": select(func.count(), func.max(document.c.changed_at)).select_from(document),
}
