"""重点场所常态监管: places with a fire record, the video alarms of today about each, the cameras that see it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import REGISTER_RHYTHM, Asked, asked
from data.queries.fire_sites import LAYERS
from data.queries.regions import inside
from data.queries.responsible import persons_of
from data.queries.sectors import eyes_on, sectors
from data.queries.sight import F
from data.queries.signals import S, in_sight, not_watched
from data.queries.spans import grids_of, places_of
from data.queries.stewards import named
from data.schema import region, signal, steward
from data.scope import Scope
from data.signal_words import ALGORITHMS
from data.storms.geo import distance
from data.times import day_number, day_start
from data.view import View

AROUND_M = 300  # an alarm so near to a place is about it
LISTED = 40
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="layer", label="台账代码"),
    Column(key="name", label="名称"),
    Column(key="kind", label="种类代码"),
    Column(key="place", label="所在村居与网格"),
    Column(key="alarms", label="今日告警", unit="条"),
    Column(key="waiting", label="待研判", unit="条"),
    Column(key="what", label="最近告警"),
    Column(key="at", label="最近告警时间"),
    Column(key="cameras", label="看得到的视频", unit="路"),
    Column(key="person", label="责任人"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)
Alarms = Mapping[int, Sequence[Any]]  # by the position of the place, the newest first


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a place, those with most alarms since the day began first, then those that no camera sees; LISTED at most.

    Single alarms of watched persons are none of it. `parts.watched`: places, alarmed, seen, alarms, alarms waiting.
    """
    with asked(house, view, scope) as a:
        columns = (F.id, F.code, F.layer, F.name, F.kind, F.cell_id, F.lon, F.lat, F.as_of, F.provenance)
        mine = select(*columns).where(F.layer.in_(LAYERS), F.retired_at.is_(None), inside(F.cell_id, a.here))
        places = a.connection.execute(mine.order_by(F.layer, F.code)).mappings().all()
        told = _told_today(a, scope)
        about = _about(places, told)
        eyes = eyes_on(sectors(house, scope), places)
        order = sorted(range(len(places)), key=lambda n: (-len(about.get(n, ())), bool(eyes[n]), places[n]["code"]))
        simulated = any(row["provenance"] == "simulated" for row in places)
        return a.answer(
            columns=COLUMNS,
            rows=_rows(a, scope, [(places[n], about.get(n, ()), int(eyes[n])) for n in order[:LISTED]]),
            unit="处",
            as_of=told[0].at if told else max((row["as_of"] for row in places), default=None),
            provenance="simulated" if simulated else a.lived,
            rhythm=REGISTER_RHYTHM,
            source="视频告警与台账",
            parts={"watched": [_sums(about, eyes)]} if places else {},
        )


def _told_today(a: Asked, scope: Scope) -> Sequence[Any]:
    """Video alarms since the day began, the newest first."""
    since = day_start(day_number(a.now))
    query = select(S.algorithm, S.state, S.at, S.lon, S.lat).select_from(signal)
    query = query.where(S.kind == "video", S.placed == "exact", S.at >= since, S.at <= a.now)
    return a.connection.execute(query.where(in_sight(scope), not_watched()).order_by(S.at.desc(), S.id)).all()


def _about(places: Sequence[Any], told: Sequence[Any]) -> dict[int, list[Any]]:
    """{position of a place: alarms within AROUND_M of it}."""
    found: dict[int, list[Any]] = {}
    if not places:
        return found
    lon, lat = (np.array([row[name] for row in places], dtype=float) for name in ("lon", "lat"))
    for one in told:
        metres = np.asarray(distance(lon, lat, one.lon, one.lat)) * 1_000
        for n in np.flatnonzero(metres <= AROUND_M).tolist():
            found.setdefault(n, []).append(one)
    return found


def _rows(a: Asked, scope: Scope, found: Sequence[tuple[Any, Sequence[Any], int]]) -> list[Row]:
    chains = persons_of(a.connection, [row["id"] for row, _alarms, _eyes in found], scope)
    cells = [row["cell_id"] for row, _alarms, _eyes in found]
    names, minders = places_of(a.connection, cells), _stewards(a, scope, cells)
    return [
        {name: row[name] for name in ("code", "layer", "name", "kind", "lon", "lat")}
        | {"place": name, "cameras": eyes, "person": _person(chains.get(row["id"], [])) or minder}
        | _alarmed(alarms)
        for (row, alarms, eyes), name, minder in zip(found, names, minders, strict=True)
    ]


def _stewards(a: Asked, scope: Scope, cells: Sequence[int]) -> list[str]:
    """Who looks after the grid around each cell; "" where it has nobody."""
    grids = grids_of(a.connection, cells)
    query = select(region.c.lo, steward).join_from(steward, region, region.c.id == steward.c.region_id)
    query = query.where(steward.c.kind == "grid", region.c.lo.in_({lo for lo, _hi in grids}), region.c.level == 5)
    held = {row["lo"]: named(row, scope) for row in a.connection.execute(query).mappings()}
    return [held.get(lo, "") for lo, _hi in grids]


def _alarmed(alarms: Sequence[Any]) -> Row:
    first = alarms[0] if alarms else None
    at: datetime | None = first.at if first is not None else None
    return {
        "alarms": len(alarms),
        "waiting": sum(one.state == "new" for one in alarms),
        "what": ALGORITHMS[first.algorithm].word if first is not None and first.algorithm in ALGORITHMS else None,
        "at": at.isoformat() if at else None,
    }


def _person(chain: Sequence[dict[str, Any]]) -> str:
    """The nearest link of its chain."""
    return str(chain[-1]["name"]) if chain else ""


def _sums(about: Alarms, eyes: NDArray[np.int64]) -> Row:
    alarms = {id(one) for some in about.values() for one in some}
    waiting = {id(one) for some in about.values() for one in some if one.state == "new"}
    told: Row = {"places": len(eyes), "alarmed": len(about), "seen": int((eyes > 0).sum())}
    return told | {"alarms": len(alarms), "waiting": len(waiting)}
