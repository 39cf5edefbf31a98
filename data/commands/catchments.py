"""Catchments of stations as an operator hands them in, GeoJSON: all outlines of a file or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, RowMapping, select

from data.commands.revisions import bump
from data.commands.rows import Added, refuse
from data.commands.upsert import upsert
from data.errors import BadInput
from data.intake.catchments import Feature, station_of
from data.intake.crs import to_wgs84
from data.queries.catchments import DRAINED
from data.queries.outlines import km2_of, shape_of
from data.schema import catchment, station

FARTHEST = 0.05  # degrees from a station to its catchment: farther away one of both is wrong


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Who has drawn the outlines, from what; as of when; and in which coordinates they are."""

    source: str
    as_of: datetime
    crs: str = "wgs84"
    provenance: str = "published"


def put_catchments(connection: Connection, features: list[Feature], drawn: Drawn) -> Added:
    """Add or replace the catchments of the stations that the features name.

    BadInput, and nothing done, when a feature makes no sense. Stations that no feature names stay as they are.
    """
    bump(connection, "stations")  # first: writers queue here
    known = {row["code"]: row for row in connection.execute(select(station)).mappings()}
    had = set(connection.scalars(select(catchment.c.station_id)))
    rows: dict[int, dict[str, Any]] = {}
    faults: list[tuple[int, str]] = []
    for number, feature in enumerate(features, 1):
        try:
            about, shape = _read(feature, known, drawn.crs)
            if about["id"] in rows:
                raise BadInput(f"station {about['code']} has its outline above already")
            told = {"source": drawn.source, "as_of": drawn.as_of, "provenance": drawn.provenance}
            text = shapely.to_geojson(shape)
            rows[about["id"]] = told | {"station_id": about["id"], "geometry": text, "km2": km2_of(shape)}
        except BadInput as fault:
            faults.append((number, str(fault)))
    refuse(faults)
    upsert(connection, catchment, list(rows.values()), add=())
    new = len(rows.keys() - had)
    return Added(rows=len(features), new=new, changed=len(rows) - new)


def _read(feature: Feature, known: Mapping[str, RowMapping], crs: str) -> tuple[RowMapping, shapely.Geometry]:
    code = station_of(feature)
    about = known.get(code)
    if about is None:
        raise BadInput(f"no station {code[:40]}")
    if about["kind"] not in DRAINED:
        raise BadInput(f"station {code} is of kind {about['kind']}: only {', '.join(DRAINED)} have a catchment")
    shape = shape_of(feature.get("geometry"), lambda xy: _wgs84(xy, crs))
    off = shapely.distance(shape, shapely.Point(about["lon"], about["lat"]))
    if off > FARTHEST:
        raise BadInput(f"station {code} stands {off * 111:.0f} km outside its outline: is it in {crs}?")
    return about, shape


def _wgs84(xy: Any, crs: str) -> Any:
    moved = to_wgs84(xy[:, 0], xy[:, 1], crs)
    if not np.isfinite(moved).all():
        raise BadInput(f"geometry: positions that {crs} does not have")
    return moved.round(7)
