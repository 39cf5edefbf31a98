"""Live warnings as alarms of the ticker: those of one field and colour together, and only a few of them."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from data.answer import Row
from data.queries.among import among
from data.queries.asked import Asked
from data.queries.regions import SPINE
from data.queries.warning_board import TOWN, live_at
from data.queries.warning_scope import touching
from data.schema import region, warning
from data.schema.warnings import LIVE

MOST = 2  # rows among the events, however many warnings there are


def alarms_at(a: Asked, at: datetime | None) -> list[Row]:
    """Those of now, or of that moment; of now the database counts, and only the newest of each row are read."""
    return alarms(live_at(a, at)) if at else _alarms_now(a)


def _alarms_now(a: Asked) -> list[Row]:
    """By region first: whether a warning touches what is asked for is looked up once for each."""
    w = warning.c
    group = ((w.state != "raised").label("seen"), w.colour, w.field)
    each = select(*group, w.region_id, func.max(w.raised_at).label("newest"), func.count().label("n"))
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in a.connection.execute(each.where(LIVE, touching(a.here)).group_by(*group, w.region_id)):
        found.setdefault((bool(row.seen), row.colour, row.field), []).append(row)
    newest = {key: max(rows, key=lambda row: (row.newest, row.region_id)) for key, rows in found.items()}
    shown = sorted(found, key=lambda key: (*key[:2], -newest[key].newest.timestamp()))[:MOST]
    names = _places(a, {row.region_id for key in shown for row in found[key]})
    return [
        _alarm(
            _first(a, key, newest[key]),
            sum(row.n for row in found[key]),
            len({names[row.region_id] for row in found[key]}),
        )
        for key in shown
    ]


def _first(a: Asked, key: tuple[Any, ...], newest: Any) -> Mapping[str, Any]:
    w, (seen, colour, field) = warning.c, key
    same = (w.region_id == newest.region_id, w.raised_at == newest.newest, w.colour == colour, w.field == field)
    return live_at(a, None, most=1, only=(*same, (w.state != "raised") == seen))[0]


def _places(a: Asked, regions: Collection[int]) -> dict[int, str]:
    """{region id: the name of the place that is told of it}, as `place_name` has it: many share a few towns."""
    r = region.c
    towns = a.connection.execute(select(r.lo, r.hi, r.name).where(SPINE, r.level == TOWN).order_by(r.lo)).all()
    starts = [one.lo for one in towns]
    query = select(r.id, r.lo, r.hi, r.name).where(among(a.connection, r.id, regions))
    found = {}
    for one, lo, hi, name in a.connection.execute(query):
        town = towns[n - 1] if (n := bisect_right(starts, lo)) else None
        found[one] = town.name if town and town.hi >= hi else name
    return found


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
