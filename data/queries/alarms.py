"""Live warnings as alarms of the ticker: those of one field and colour together, and only a few of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from data.answer import Row
from data.queries.asked import Asked
from data.queries.warning_board import live_at, place_name
from data.queries.warning_scope import touching
from data.schema import region, warning
from data.schema.warnings import LIVE

MOST = 2  # rows among the events, however many warnings there are


def alarms_at(a: Asked, at: datetime | None) -> list[Row]:
    """Those of now, or of that moment; of now the database counts, and only the newest of each row are read."""
    return alarms(live_at(a, at)) if at else _alarms_now(a)


def _alarms_now(a: Asked) -> list[Row]:
    w, mine = warning.c, (LIVE, touching(a.here))
    group = ((w.state != "raised").label("seen"), w.colour, w.field)
    newest = func.max(w.raised_at).label("newest")
    groups = a.connection.execute(select(*group, newest, func.count().label("n")).where(*mine).group_by(*group)).all()
    told = []
    for one in sorted(groups, key=lambda one: (one.seen, one.colour, -one.newest.timestamp()))[:MOST]:
        same = (w.colour == one.colour, w.field == one.field, (w.state != "raised") == bool(one.seen))
        places = select(func.count(place_name().distinct())).join_from(warning, region, region.c.id == w.region_id)
        first = live_at(a, None, most=1, only=same)[0]
        told.append(_alarm(first, one.n, a.connection.scalar(places.where(*mine, *same)) or 0))
    return told


def alarms(warnings: Iterable[Mapping[str, Any]]) -> list[Row]:
    """One row a field, colour and "nobody has seen it yet": how many, of how many places, and the newest of them.

    What nobody has acknowledged comes first, then the gravest, then the newest.
    """
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in warnings:
        groups.setdefault((row["state"] != "raised", row["colour"], row["field"]), []).append(row)
    first = sorted(groups.items(), key=lambda pair: _order(*pair))[:MOST]
    return [_alarm(_newest(rows), len(rows), len({row["place"] for row in rows})) for _key, rows in first]


def _order(key: tuple[Any, ...], rows: list[Mapping[str, Any]]) -> tuple[Any, ...]:
    newest = max(str(row["raised_at"]) for row in rows)
    return key[0], key[1], [-ord(sign) for sign in newest]


def _newest(rows: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    return max(rows, key=lambda row: str(row["raised_at"]))


def _alarm(newest: Mapping[str, Any], n: int, places: int) -> Row:
    names = ("code", "field", "title", "colour", "place", "state", "said")
    return {name: newest[name] for name in names} | {"at": newest["raised_at"], "n": n, "places": places}
