"""Stations and readings for tests of warnings, put straight into the tables as the readings command leaves them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.commands.revisions import bump
from data.schema import gauge, gauge_limit, gauge_now, reading, reading_sum, station


def plant_station(
    connection: Connection,
    code: str,
    kind: str,
    cell: int,
    quantities: Mapping[str, Mapping[str, float]],
    at: datetime,
    **more: Any,
) -> dict[str, int]:
    """A station with a gauge for each quantity, with these limits; returns the gauges' ids by quantity."""
    bump(connection, "stations")
    about = {"name": f"{code}站", "lon": 119.0, "lat": 25.4, "rhythm_s": 300, "provenance": "simulated"} | more
    number = connection.scalar(
        insert(station).values(code=code, kind=kind, cell_id=cell, as_of=at, **about).returning(station.c.id)
    )
    ids = {}
    for quantity, limits in quantities.items():
        one = insert(gauge).values(station_id=number, quantity=quantity, low=-100.0, high=1e6).returning(gauge.c.id)
        ids[quantity] = connection.scalar(one)
        rows = [{"gauge_id": ids[quantity], "name": name, "value": value} for name, value in limits.items()]
        if rows:
            connection.execute(insert(gauge_limit), rows)
    return ids


def tell(connection: Connection, gauge_id: int, at: datetime, value: float, quality: str = "good") -> None:
    """One reading, with its sums of 5 minutes and of the hour, and the newest value."""
    kept = {"gauge_id": gauge_id, "at": at, "value": value, "quality": quality, "received_at": at}
    connection.execute(insert(reading).values(**kept, origin="test"))
    connection.execute(delete(gauge_now).where(gauge_now.c.gauge_id == gauge_id))
    connection.execute(insert(gauge_now).values(**kept))
    if quality == "doubted":
        return
    for grain, seconds in (("5", 300), ("h", 3_600)):
        start = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
        _add(connection, gauge_id, grain, start, value, at)


def _add(connection: Connection, gauge_id: int, grain: str, start: datetime, value: float, at: datetime) -> None:
    s = reading_sum.c
    mine = (s.gauge_id == gauge_id, s.grain == grain, s.start == start)
    old = connection.execute(select(reading_sum).where(*mine)).one_or_none()
    connection.execute(delete(reading_sum).where(*mine))
    connection.execute(
        insert(reading_sum).values(
            gauge_id=gauge_id,
            grain=grain,
            start=start,
            n=1 + (old.n if old else 0),
            total=value + (old.total if old else 0.0),
            low=min(value, old.low) if old else value,
            high=max(value, old.high) if old else value,
            last=value,
            last_at=at,
        )
    )
