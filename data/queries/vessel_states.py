"""How safe each fishing vessel is: where it says it is, against storms, warnings and how long it has been silent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import shapely
import shapely.geometry
from sqlalchemy import Connection, select

from data.queries.locate import locate_many
from data.queries.regions import Region, inside
from data.queries.storm_winds import outline
from data.queries.warning_scope import Covered, covered
from data.schema import feature, storm, storm_point, warning
from data.schema.warnings import LIVE
from data.storms.radii import read
from data.things.fields import BERTHS
from data.vessel_words import AREA_FIELDS, SIGNAL_FIELDS, SILENT_AT_SEA, SILENT_IN_PORT, VESSEL_STATES, Reason

COLUMNS = ("id", "code", "name", "kind", "cell_id", "lon", "lat", "attributes", "as_of", "provenance")
STORM_LASTS = timedelta(hours=24)  # a fix that is older says nothing of now
ORDER = tuple(VESSEL_STATES)
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Danger:
    """What threatens vessels now: wind circles with what they are of, and what live warnings cover."""

    circles: list[tuple[Reason, shapely.Geometry]]
    covers: list[Covered]
    told: dict[int, Row]  # the warnings by id

    def over(self, cell: int, state: str, fields: Sequence[str]) -> list[Reason]:
        """The warnings of these fields that cover the cell, the gravest first, each title once."""
        found = [self.told[one.warning_id] for one in self.covers if one.lo <= cell <= one.hi]
        mine = sorted((row for row in found if row["field"] in fields), key=lambda row: row["colour"])
        return list(dict.fromkeys(Reason(state, row["title"], row["colour"]) for row in mine))


@dataclass(frozen=True)
class Vessel:
    """A row of the register, every reason for attention, the gravest first, and when it last told where it is."""

    row: Row
    reasons: list[Reason]
    position_at: datetime | None

    @property
    def state(self) -> str:
        return self.reasons[0].state if self.reasons else str(self.row["attributes"]["berth"])


def vessels_of(connection: Connection, here: Region, now: datetime) -> list[Vessel]:
    """Every vessel that counts in `here` as the register has it now, the gravest first, then by code."""
    f = feature.c
    mine = (f.layer == "vessel", f.retired_at.is_(None), inside(f.cell_id, here))
    return judged(connection, connection.execute(select(*(f[name] for name in COLUMNS)).where(*mine)).mappings(), now)


def judged(connection: Connection, rows: Iterable[Row], now: datetime) -> list[Vessel]:
    """Those of at sea are looked up: in which cell they are, where that is in the city."""
    every, danger = list(rows), danger_now(connection, now)
    afloat = [row for row in every if row["attributes"].get("berth") != "in_port"]
    found = locate_many(connection, [row["lon"] for row in afloat], [row["lat"] for row in afloat]) if afloat else []
    cells = {row["id"]: place.cell_id for row, place in zip(afloat, found, strict=True) if place}
    told = [judge(row, danger, cells.get(row["id"]), now) for row in every]
    return sorted(told, key=lambda one: (ORDER.index(one.state), one.row["code"]))


def judge(row: Row, danger: Danger, cell: int | None, now: datetime) -> Vessel:
    """`cell`: where it is, if that is in the city. It is called home by what is signalled over its home."""
    told, berth = row["attributes"].get("position_at"), row["attributes"].get("berth")
    at = datetime.fromisoformat(told) if told else None
    found = [] if berth in BERTHS else [Reason("unknown")]
    if berth != "in_port":
        here = shapely.Point(row["lon"], row["lat"])
        found += [reason for reason, area in danger.circles if area.covers(here)]
    if berth == "at_sea":
        signals = danger.over(row["cell_id"], "out", SIGNAL_FIELDS)[:1]
        areas = danger.over(cell, "warned", AREA_FIELDS) if cell is not None else []
        found += signals + [one for one in areas if one.about not in {signal.about for signal in signals}][:1]
    if at is None or now - at > (SILENT_IN_PORT if berth == "in_port" else SILENT_AT_SEA):
        found.append(Reason("silent", hours=None if at is None else int((now - at) / timedelta(hours=1))))
    return Vessel(row, sorted(found, key=lambda one: ORDER.index(one.state)), at)


def danger_now(connection: Connection, now: datetime) -> Danger:
    w = warning.c
    live = select(w.id, w.title, w.field, w.colour).where(LIVE, w.field.in_({*SIGNAL_FIELDS, *AREA_FIELDS}))
    told: dict[int, Row] = {row["id"]: row for row in connection.execute(live).mappings()}
    return Danger(_circles(connection, now), covered(connection, told), told)


def _circles(connection: Connection, now: datetime) -> list[tuple[Reason, shapely.Geometry]]:
    """Of each storm that lasts, at its newest fix, where its track tells how far winds of force 7 reach."""
    p = storm_point.c
    columns = (p.track_id, p.lon, p.lat, p.r7_km, p.quadrants, storm.c.name, storm.c.source)
    recent = select(*columns).join_from(storm_point, storm, storm.c.track_id == p.track_id)
    rows = connection.execute(recent.where(p.at <= now, p.at >= now - STORM_LASTS).order_by(p.at)).all()
    newest = {row.track_id: row for row in rows}.values()
    return [
        (
            Reason("storm", row.name or row.track_id, source=row.source),
            shapely.geometry.shape(outline(row.lon, row.lat, row.r7_km, read(row.quadrants).get(7))),
        )
        for row in newest
        if row.r7_km
    ]
