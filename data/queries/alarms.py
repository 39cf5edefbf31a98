"""Live warnings as alarms of the ticker: those of one field and colour together, and only a few of them."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from data.answer import Row
from data.queries.among import among
from data.queries.asked import Asked
from data.queries.regions import SPINE
from data.queries.warning_board import TOWN, live_at
from data.queries.warning_scope import touching
from data.schema import region, warning
from data.schema.warnings import LIVE

MOST = 2  # rows among the events, however many warnings there are
SEEN = warning.c.state != "raised"
KIND = (SEEN.label("seen"), warning.c.colour, warning.c.field)
Kind = tuple[bool, int, str]  # what makes warnings one row: seen by somebody, colour, field


def alarms_at(a: Asked, at: datetime | None) -> list[Row]:
    """Those of now, or of that moment; of now the database counts, and only the newest of each row are read."""
    return alarms(live_at(a, at)) if at else _alarms_now(a)


def _alarms_now(a: Asked) -> list[Row]:
    """The database counts each kind; of the few that are shown it tells the newest and where they are."""
    here = (LIVE, touching(a.here))
    each = select(*KIND, func.max(warning.c.raised_at).label("newest"), func.count().label("n"))
    found = {_kind(row): row for row in a.connection.execute(each.where(*here).group_by(*KIND))}
    shown = sorted(found, key=lambda kind: (*kind[:2], -found[kind].newest.timestamp()))[:MOST]
    if not shown:
        return []
    alike = [_alike(kind) for kind in shown]
    last = [and_(one, warning.c.raised_at == found[kind].newest) for one, kind in zip(alike, shown, strict=True)]
    where: dict[Kind, dict[int, int | None]] = {kind: {} for kind in shown}
    told = select(*KIND, warning.c.region_id, func.min(case((or_(*last), warning.c.id))))
    for *kind, region_id, newest in a.connection.execute(
        told.where(*here, or_(*alike)).group_by(*KIND, warning.c.region_id)
    ):
        where[_kind(kind)][region_id] = newest
    newest_ids = [min(filter(None, where[kind].values()), default=0) for kind in shown]
    newest_of = {_kind_of(row): row for row in live_at(a, None, only=[warning.c.id.in_(newest_ids)])}
    names = _places(a, set().union(*where.values()))
    there = [kind for kind in shown if kind in newest_of]  # one may have ended between two questions
    return [_alarm(newest_of[kind], found[kind].n, len({names[one] for one in where[kind]})) for kind in there]


def _kind(row: Sequence[Any]) -> Kind:
    return bool(row[0]), row[1], row[2]


def _kind_of(row: Mapping[str, Any]) -> Kind:
    return row["state"] != "raised", row["colour"], row["field"]


def _alike(kind: Kind) -> ColumnElement[bool]:
    seen, colour, field = kind
    return and_(SEEN.is_(seen), warning.c.colour == colour, warning.c.field == field)


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
        groups.setdefault(_kind_of(row), []).append(row)
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
