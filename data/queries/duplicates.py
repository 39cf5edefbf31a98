"""Which events a report may repeat: suggested with the reason, never merged by themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, or_, select

from data.life.likeness import SUGGESTED, Likeness, Trait, distance, likeness
from data.queries.cases import of_departments
from data.queries.locate import locate_many
from data.queries.roots import NO_ROOT
from data.schema import event, region
from data.scope import Scope
from data.things.masks import masked_places

LOOK_BACK = timedelta(days=7)
AROUND_M = 300.0
MOST = 400  # candidates that are compared
SHOWN = 5
REPEAT_BACK, REPEAT_M, REPEAT_TIMES = timedelta(days=90), 100.0, 3
DEGREE_M = 111_320.0
EXACT = event.c.placed == "exact"
FEW = 300  # cells that are asked for one by one, so that the index follows the days in each
COLUMNS = [
    event.c[name]
    for name in (
        "id", "code", "title", "text", "category", "leaf", "cell_id", "place", "placed", "lon", "lat",
        "reported_at", "stage", "closed_at", "ended_at", "grade",
    )
]  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    event: Row
    likeness: Likeness


def duplicates(
    connection: Connection, scope: Scope, like: Trait, now: datetime, *, but: Sequence[int] = ()
) -> list[Suggestion]:
    """Up to five events of the last seven days within 300 m that are much like this report, the likest first."""
    last = min(like.at + LOOK_BACK, now)
    here = (like.lon, like.lat)
    rows = near(connection, scope, here, (like.at - LOOK_BACK, last), event.c.stage.not_in(("rejected", "merged")))
    found = [
        Suggestion(event=row, likeness=likeness(like, trait(row)))
        for row in rows
        if row["id"] not in but and distance(here, (row["lon"], row["lat"])) <= AROUND_M
    ]
    much = [one for one in found if one.likeness.score >= SUGGESTED]
    return sorted(much, key=lambda one: (-one.likeness.score, -one.event["id"]))[:SHOWN]


def repeats(connection: Connection, scope: Scope, like: Trait, now: datetime) -> list[Row]:
    """反复上报: one kind at one spot, each reported after the one before was closed; oldest first, none below three.

    A case of which only the region is known has no spot: it neither is nor has a repeat.
    """
    if not like.exact:
        return []
    since = min(like.at, now) - REPEAT_BACK
    spot = (like.lon, like.lat)
    rows = near(connection, scope, spot, (since, now), event.c.leaf == like.leaf, event.c.stage != "merged", EXACT)
    here = [row for row in rows if distance(spot, (row["lon"], row["lat"])) <= REPEAT_M]
    chain = chained(here)
    return chain if len(chain) >= REPEAT_TIMES else []


def chained(rows: Iterable[Row]) -> list[Row]:
    """Of the reports of one kind at one spot those that came after the one before was closed; oldest first."""
    chain: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["reported_at"], row["id"])):
        if not chain or (chain[-1]["closed_at"] and chain[-1]["closed_at"] <= row["reported_at"]):
            chain.append(row)
    return chain


def trait(row: Any) -> Trait:
    """What of an event is compared."""
    words = f"{row['title']} {row['text'] or ''}".strip()
    kind = {"category": row["category"], "leaf": row["leaf"]}
    exact = row["placed"] == "exact"
    return Trait(**kind, lon=row["lon"], lat=row["lat"], at=row["reported_at"], text=words, exact=exact)


def near(
    connection: Connection,
    scope: Scope,
    place: tuple[float, float],
    span: tuple[datetime, datetime],
    *where: ColumnElement[bool],
) -> list[Row]:
    """Events of the villages around, reported in the span; the newest when there are too many."""
    villages = [one for one in _villages(connection, *place) if scope.covers(*one)]
    found: list[Row] = []
    for lo, hi in villages:
        cells = event.c.cell_id.in_(range(lo, hi + 1)) if hi - lo < FEW else event.c.cell_id.between(lo, hi)
        days = event.c.reported_at.between(*span)
        newest = (
            select(*COLUMNS)
            .where(cells, days, *where, NO_ROOT, *of_departments(scope))
            .order_by(event.c.reported_at.desc())
            .limit(MOST)
        )
        found += [dict(row) for row in connection.execute(newest).mappings()]
    newest_first = sorted(found, key=lambda row: row["reported_at"], reverse=True)[:MOST]
    return masked_places(newest_first, scope.clearance)


def _villages(connection: Connection, lon: float, lat: float) -> list[tuple[int, int]]:
    """Cells of the villages that lie at the place or 300 m around it."""
    turns = np.radians(np.arange(0, 360, 45))
    east, north = np.append(np.sin(turns), 0) * AROUND_M, np.append(np.cos(turns), 0) * AROUND_M
    wide = DEGREE_M * np.cos(np.radians(lat))
    cells = {one.cell_id for one in locate_many(connection, lon + east / wide, lat + north / DEGREE_M) if one}
    if not cells:
        return []
    around = or_(*((region.c.lo <= cell) & (region.c.hi >= cell) for cell in cells))
    village = (region.c.tree == "spine", region.c.level == 4, around)
    return [(row.lo, row.hi) for row in connection.execute(select(region.c.lo, region.c.hi).where(*village))]
