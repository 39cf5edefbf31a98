"""The chain of five links, 县-镇-村-警-民: who answers for the place of a subject on each, and where nobody does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.dispatch.words import CHAIN, DESKS
from data.queries.regions import around
from data.queries.responders import within
from data.queries.subjects import Subject
from data.schema import region, responder
from data.scope import Scope

KIND = {
    "county": ("desk", 2),
    "town": ("desk", 3),
    "village": ("desk", 4),
    "police": ("police", 4),
    "people": ("grid", 4),
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link of the chain; no name where the register has nobody (缺员). Of a desk outside the scope only its name."""

    link: str
    word: str
    region: str
    id: int | None = None
    code: str | None = None
    name: str | None = None
    agency: str | None = None
    lon: float | None = None
    lat: float | None = None


def links_of(connection: Connection, subject: Subject, wanted: Sequence[str], scope: Scope) -> list[Link]:
    """The wanted links around the subject, in the order of CHAIN; also above the scope, since word goes upwards."""
    spans = around(connection, subject.lo, subject.hi, sorted({level for _kind, level in KIND.values()}))
    places = {link: spans[level] for link, (_kind, level) in KIND.items() if link in wanted and level in spans}
    asked = select(responder).where(
        responder.c.kind.in_(DESKS), responder.c.region_id.in_({row.id for row in places.values()})
    )
    held: dict[tuple[int, str], Any] = {
        (row.region_id, row.kind): row for row in connection.execute(asked.order_by(responder.c.id.desc()))
    }
    return [
        _link(link, places[link], held.get((places[link].id, KIND[link][0])), scope) for link in CHAIN if link in places
    ]


def unpoliced(connection: Connection, scope: Scope) -> list[dict[str, Any]]:
    """Villages of the scope without an officer of their own (一村一警)."""
    return _without(connection, "police", 4, scope)


def _without(connection: Connection, kind: str, level: int, scope: Scope) -> list[dict[str, Any]]:
    manned = select(responder.c.region_id).where(responder.c.kind == kind)
    query = select(region.c.code, region.c.name).where(
        region.c.tree == "spine", region.c.level == level, region.c.id.not_in(manned), *within(scope)
    )
    return [dict(row) for row in connection.execute(query.order_by(region.c.lo)).mappings()]


def _link(link: str, place: Any, row: Any, scope: Scope) -> Link:
    names = ("id", "code", "name", "agency", "lon", "lat") if scope.covers(place.lo, place.hi) else ("id", "name")
    known = {} if row is None else {name: getattr(row, name) for name in names}
    return Link(link=link, word=CHAIN[link], region=place.name, **known)
