"""What can be dispatched to: an open event or a live warning, with where it is and what plans ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.dispatch.plan import ORIGINS
from data.errors import UnknownThing
from data.language import gettext as _
from data.queries.cases import in_scope
from data.queries.codes import subject_numbers
from data.queries.regions import around
from data.queries.warning_scope import reaching
from data.schema import category, event, event_external, region, station, warning
from data.scope import Scope
from data.things.masks import masked_place

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`key` names it in the house, `name` to all the world; `lo`..`hi`: the cells that its dispatcher is asked about.

    `county`, `town`: those around it.
    """

    key: str
    event_id: int | None = None
    warning_id: int | None = None
    code: str
    title: str
    place: str
    lon: float
    lat: float
    region_id: int
    lo: int
    hi: int
    county: Span
    town: Span
    chain: tuple[str, ...] = ()  # category codes, finest first
    origin: str = ""  # of the doors that have plans of their own the one that it came by
    grade: str = ""
    field: str = ""
    colour: int = 4
    agency: str | None = None
    called: str | None = None
    called_due_at: datetime | None = None
    open: bool
    provenance: str

    @property
    def name(self) -> str:
        return f"{'warning' if self.event_id is None else 'event'}-{self.code}"


def event_subject(connection: Connection, event_id: int, scope: Scope) -> Subject:
    """An event within the scope. UnknownThing when there is none."""
    mine = select(event).where(event.c.id == event_id, *in_scope(scope))
    row = connection.execute(mine).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个事件"))
    cell = row["cell_id"]
    around = _around(connection, (cell, cell))
    above = connection.scalar(select(category.c.parent).where(category.c.code == row["leaf"]))
    chain = tuple(dict.fromkeys(one for one in (row["leaf"], above, row["category"]) if one))
    return Subject(
        key=f"event:{event_id}",
        event_id=event_id,
        region_id=cell,
        lo=cell,
        hi=cell,
        county=around.get(2, (cell, cell)),
        town=around.get(3, (cell, cell)),
        chain=chain,
        origin=_origin(connection, event_id),
        called=row["called_agency"] if row["arrived_at"] is None else None,
        called_due_at=row["called_due_at"],
        open=row["ended_at"] is None,
        **{name: row[name] for name in ("code", "title", "place", "lon", "lat", "grade", "agency", "provenance")},
    )


def _origin(connection: Connection, event_id: int) -> str:
    mine = (event_external.c.event_id == event_id, event_external.c.origin.in_(ORIGINS))
    return connection.scalar(select(event_external.c.origin).where(*mine).limit(1)) or ""


def told_to(scope: Scope, subject: Subject) -> Subject:
    """The subject as its reader may know it; orders keep the whole address for who must go there."""
    place = subject.place if subject.event_id is None else masked_place(subject.place, scope.clearance)
    return replace(subject, place=place)


def warning_subject(connection: Connection, warning_id: int, scope: Scope) -> Subject:
    """A warning that touches the scope. UnknownThing when there is none."""
    query = select(warning, region.c.name.label("place"), region.c.lo, region.c.hi, region.c.lon, region.c.lat)
    query = query.add_columns(station.c.lon.label("at_lon"), station.c.lat.label("at_lat"))
    query = query.join_from(warning, region, region.c.id == warning.c.region_id)
    query = query.outerjoin(station, station.c.id == warning.c.station_id)
    row = connection.execute(query.where(warning.c.id == warning_id, reaching(scope))).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这条预警"))
    span = (row["lo"], row["hi"])
    mine = span if scope.covers(*span) else _met(scope, span)
    around = _around(connection, span)
    return Subject(
        key=f"warning:{warning_id}",
        warning_id=warning_id,
        lo=mine[0],
        hi=mine[1],
        lon=row["lon"] if row["at_lon"] is None else row["at_lon"],
        lat=row["lat"] if row["at_lat"] is None else row["at_lat"],
        county=around.get(2, span),
        town=around.get(3, span),
        open=row["ended_at"] is None,
        **{name: row[name] for name in ("code", "title", "place", "region_id", "field", "colour", "provenance")},
    )


def _met(scope: Scope, span: tuple[int, int]) -> tuple[int, int]:
    """The first of the asker's own intervals that lies in the area; the first of all where the area lies in none."""
    return next((one for one in scope.cells if one[0] <= span[1] and span[0] <= one[1]), scope.cells[0])


def subject_of(connection: Connection, asked: Mapping[str, Any], scope: Scope) -> Subject:
    """The subject of `{"event": id}` or `{"warning": id}`."""
    if asked.get("event") is not None:
        return event_subject(connection, int(asked["event"]), scope)
    if asked.get("warning") is not None:
        return warning_subject(connection, int(asked["warning"]), scope)
    raise UnknownThing(_("没有这个事件"))


def subject_named(connection: Connection, name: str, scope: Scope) -> Subject:
    """The subject of `event-E20240725-1234567` or `warning-W20240725-123456`, as addresses have it."""
    return subject_of(connection, subject_numbers(connection, name) or {}, scope)


def _around(connection: Connection, span: Span) -> dict[int, Span]:
    """{level: cells of the county or town which holds all of the span}."""
    return {level: (one.lo, one.hi) for level, one in around(connection, *span, (2, 3)).items()}
