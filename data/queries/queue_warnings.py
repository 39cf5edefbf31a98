"""Live warnings as the queue of the desk takes them. What is 搁置 stands in no queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select

from data.queries.asked import Asked
from data.queries.said import said
from data.queries.warning_board import live_at
from data.queries.warning_scope import OF_RULE, touching
from data.schema import region, station, warning, warning_rule

# Within which a warning is to be confirmed, by colour. The desk's own rule: no standard gives one.
CONFIRM = {1: timedelta(minutes=5), 2: timedelta(minutes=15), 3: timedelta(minutes=60), 4: timedelta(minutes=120)}
MOST = 2_000
Row = dict[str, Any]
_PLACE = [region.c[name].label(f"r_{name}") for name in ("lo", "hi", "level", "name")]
_PLAIN = ("id", "code", "title", "field", "colour", "state", "raised_at", "changed_at", "provenance")


def live_warnings(a: Asked, at: datetime | None) -> tuple[list[Row], int]:
    """(those in force over the region with `due`, how many are shelved); `due` None once somebody has confirmed."""
    rows = _now(a) if at is None else _past(a, at)
    waiting = [row | {"due": _due(row)} for row in rows if row["state"] != "shelved"]
    return waiting, len(rows) - len(waiting)


def said_of(connection: Connection, codes: Sequence[str]) -> dict[str, str | None]:
    """{code: the parts its title is made of, for other languages}."""
    w = warning.c
    about = func.coalesce(station.c.name, region.c.name)
    query = select(w.code, w.evidence, about, warning_rule.c.name).join_from(
        warning, region, region.c.id == w.region_id
    )
    query = query.outerjoin(station, station.c.id == w.station_id).outerjoin(warning_rule, OF_RULE)
    return {row[0]: said(*row[1:]) for row in connection.execute(query.where(w.code.in_(list(codes))))}


def _now(a: Asked) -> list[Row]:
    columns = [*(warning.c[name] for name in _PLAIN), *_PLACE]
    query = select(*columns).join_from(warning, region, region.c.id == warning.c.region_id)
    query = query.where(warning.c.ended_at.is_(None), or_(*map(touching, a.places)))
    query = query.order_by(warning.c.colour, warning.c.id.desc())
    return [dict(row) for row in a.connection.execute(query.limit(MOST)).mappings()]


def _past(a: Asked, at: datetime) -> list[Row]:
    """As they stood then, with the region each was about."""
    rows = list({row["code"]: row for place in a.places for row in live_at(replace(a, here=place), at)}.values())
    query = select(warning.c.code, *_PLACE).join_from(warning, region, region.c.id == warning.c.region_id)
    codes = [row["code"] for row in rows]
    places = {row["code"]: dict(row) for row in a.connection.execute(query.where(warning.c.code.in_(codes))).mappings()}
    return [row | places[row["code"]] | {"raised_at": datetime.fromisoformat(row["raised_at"])} for row in rows]


def _due(row: Row) -> datetime | None:
    return row["raised_at"] + CONFIRM[row["colour"]] if row["state"] == "raised" else None
