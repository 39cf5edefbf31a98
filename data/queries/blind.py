"""视频覆盖: key sites that no camera sees, and how many are seen, region by region."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import REGISTER_RHYTHM, Asked, asked
from data.queries.counts import layer_by_region
from data.queries.regions import Region, children, inside
from data.queries.sectors import Floats, eyes_on, sectors
from data.queries.spans import places_of
from data.schema import feature
from data.scope import Scope
from data.view import View

LISTED = 60
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="name", label="名称"),
    Column(key="kind", label="种类代码"),
    Column(key="place", label="所在村居与网格"),
    Column(key="people", label="受威胁人口", unit="人"),
    Column(key="lon", label="经度", unit="°"),
    Column(key="lat", label="纬度", unit="°"),
)
F = feature.c


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a key site that no camera of the asker sees, those with most people to move first; LISTED at most.

    `parts.sight`: of the region its sites, how many are seen, its cameras and those whose sector is registered;
    `parts.sight_below`: sites and seen of each region below.
    """
    with asked(house, view, scope) as a:
        query = select(F.code, F.name, F.kind, F.cell_id, F.lon, F.lat, F.attributes, F.as_of, F.provenance)
        mine = query.where(F.layer == "key_site", F.retired_at.is_(None), inside(F.cell_id, a.here))
        sites = a.connection.execute(mine).mappings().all()
        cameras = sectors(house, scope)
        seen = eyes_on(cameras, sites) > 0
        blind = [dict(row) for row, on in zip(sites, seen, strict=True) if not on]
        blind.sort(key=lambda row: (-int(row["attributes"].get("people") or 0), row["code"]))
        return a.answer(
            columns=COLUMNS,
            rows=_told(a, blind[:LISTED]),
            unit="处",
            as_of=max((row["as_of"] for row in sites), default=None),
            provenance="simulated" if any(row["provenance"] == "simulated" for row in sites) else a.lived,
            rhythm=REGISTER_RHYTHM,
            source="视频与重点部位台账",
            parts=_parts(a, cameras[0], sites, seen) if sites else {},
        )


def _told(a: Asked, blind: Sequence[dict[str, Any]]) -> list[Row]:
    places = places_of(a.connection, [row["cell_id"] for row in blind])
    return [
        {name: row[name] for name in ("code", "name", "kind", "lon", "lat")}
        | {"place": place, "people": row["attributes"].get("people")}
        for row, place in zip(blind, places, strict=True)
    ]


def _parts(a: Asked, known: Floats, sites: Sequence[Any], seen: NDArray[np.bool_]) -> dict[str, list[Row]]:
    cells = np.array([row["cell_id"] for row in sites], dtype=np.int64)
    cameras = layer_by_region(a.connection, [a.here], "camera")[a.here.id]
    there = int(((known >= a.here.lo) & (known <= a.here.hi)).sum())
    below = [_sums(one, cells, seen) for one in children(a.connection, a.here)]
    whole: Row = _sums(a.here, cells, seen) | {"cameras": cameras, "known": there}
    return {"sight": [whole], "sight_below": [row for row in below if row["sites"]]}


def _sums(here: Region, cells: NDArray[np.int64], seen: NDArray[np.bool_]) -> Row:
    mine = (cells >= here.lo) & (cells <= here.hi)
    return {"code": here.code, "name": here.name, "sites": int(mine.sum()), "seen": int(seen[mine].sum())}
