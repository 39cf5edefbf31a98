"""Feeds of a region for the page of videos: counted by state, kind and region below; a list; those on the wall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from data.queries.regions import Region, inside
from data.queries.spans import places_of
from data.schema import feature, region, video
from data.scope import Scope
from data.video_hosts import allowed

LISTED = 60
OTHER = "other"  # kind of a feed that is no camera of the register
OLD = timedelta(hours=1)  # what was last asked longer ago than that may have changed since
V = video.c
kind_of = func.coalesce(feature.c.kind, OTHER)
WITH_CAMERA = video.outerjoin(feature, feature.c.id == V.feature_id)
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which feeds are listed; empty says nothing. `text`: a part of the name, or the beginning of a code."""

    kind: str = ""
    state: str = ""
    text: str = ""


def sums_of(connection: Connection, scope: Scope, here: Region) -> list[Row]:
    """A row a kind and state: how many."""
    query = select(kind_of.label("kind"), V.state, func.count().label("n")).select_from(WITH_CAMERA)
    query = query.where(inside(V.cell_id, here), _mine(scope)).group_by(kind_of, V.state)
    return [dict(row) for row in connection.execute(query).mappings()]


def below(connection: Connection, scope: Scope, here: Region) -> list[Row]:
    """A row a region of the next level that has feeds: how many, and how many of them are online."""
    down = region.alias("down")
    held = and_(V.cell_id >= down.c.lo, V.cell_id <= down.c.hi)
    online = func.sum(case((V.state == "online", 1), else_=0)).label("online")
    query = select(down.c.code, down.c.name, func.count().label("n"), online).join_from(video, down, held)
    query = query.where(_mine(scope), down.c.parent_id == here.id).group_by(down.c.code, down.c.name)
    return [dict(row) for row in connection.execute(query.order_by(down.c.code)).mappings()]


def listed(connection: Connection, scope: Scope, here: Region, wanted: Wanted, hosts: Sequence[str]) -> list[Row]:
    """Those that work first, then by name; at most LISTED."""
    where: list[ColumnElement[bool]] = [inside(V.cell_id, here), _mine(scope)]
    where += [kind_of == wanted.kind] if wanted.kind else []
    where += [V.state == wanted.state] if wanted.state else []
    if wanted.text:
        part = wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where.append(or_(V.name.like(f"%{part}%", escape="\\"), V.code.like(f"{part}%", escape="\\")))
    order = (case((V.state == "online", 0), (V.state == "unchecked", 1), else_=2), V.name, V.id)
    return _rows(connection, where, order, LISTED, hosts)


def chosen(connection: Connection, scope: Scope, codes: Sequence[str], hosts: Sequence[str]) -> list[Row]:
    """Those of these codes that the asker sees, in this order, wherever they stand."""
    if not codes:
        return []
    found = {row["code"]: row for row in _rows(connection, [V.code.in_(codes), _mine(scope)], (), len(codes), hosts)}
    return [found[code] for code in codes if code in found]


def _rows(connection: Connection, where: Any, order: Any, limit: int, hosts: Sequence[str]) -> list[Row]:
    columns = (V.code, V.name, V.cell_id, V.link, V.snapshot, V.state, V.checked_at, V.provenance)
    query = select(*columns, kind_of.label("kind"), feature.c.code.label("camera")).select_from(WITH_CAMERA)
    rows = connection.execute(query.where(*where).order_by(*order).limit(limit)).mappings().all()
    places = places_of(connection, [row["cell_id"] for row in rows])
    return [_shown(row, tuple(hosts)) | {"place": place} for row, place in zip(rows, places, strict=True)]


def _shown(row: Mapping[Any, Any], hosts: tuple[str, ...]) -> Row:
    """`picture`: what may be fetched; `barred`: there is an address, and its host is not allowed."""
    picture = row["snapshot"] if allowed(row["snapshot"], hosts) else None
    return dict(row) | {"picture": picture, "barred": bool(row["snapshot"]) and picture is None}


def dark(row: Row, now: datetime) -> str:
    """Why its picture cannot be trusted to be of now: gone, old or ""."""
    if row["state"] == "offline":
        return "gone"
    return "old" if row["checked_at"] and now - row["checked_at"] > OLD else ""


def _mine(scope: Scope) -> ColumnElement[bool]:
    return or_(*(V.cell_id.between(lo, hi) for lo, hi in scope.cells))
