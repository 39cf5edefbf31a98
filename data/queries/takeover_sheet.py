"""What a screen says while an alarm has taken it over: what, where, how grave, why, and who and what is exposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import Connection, select

from data.accounts.kiosk import screen_account
from data.errors import CockpitError
from data.house import House
from data.queries.cases import in_scope
from data.queries.exposure import exposure
from data.queries.regions import below, home_of
from data.queries.warning_scope import covered
from data.queries.warning_sheet import warning_sheet
from data.schema import event, region_shape, warning
from data.scope import Scope
from data.things.masks import masked_place
from data.warn.retold import reason, title

AROUND_KM = 1.0  # of an event
SEVERAL = 4  # regions that are named
FINE = 0.002  # degrees: outlines are seen from eight metres
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A region of the small map: `rings` of lon, lat; `on`: the alarm is about it."""

    name: str
    rings: list[list[tuple[float, float]]]
    on: bool


@dataclass(frozen=True, kw_only=True)
class TakeoverSheet:
    """`said`: why, in words; `exposed`: the answer of the door of exposure; None where it cannot be told."""

    kind: str
    level: int
    code: str
    title: str
    field: str
    place: str
    at: datetime
    now: datetime
    provenance: str
    said: str
    point: tuple[float, float] | None
    spots: list[Spot]
    exposed: Row | None


def takeover_sheet(house: House, row: Mapping[Any, Any], taken: Row) -> TakeoverSheet | None:
    """Of the screen with this row; None when it may no longer see what has taken it over."""
    scope = screen_account(row).scope
    found = (_warning if taken["kind"] == "warning" else _event)(house, scope, taken["ref"])
    if found is None:
        return None
    told, sent, spans = found
    with house.engine.connect() as connection:
        spots = _spots(connection, scope, spans)
    now = house.clock.now()
    return TakeoverSheet(**told, now=now, spots=spots, exposed=_exposed(house, scope, sent, now))


def _warning(house: House, scope: Scope, ref: int) -> tuple[Row, Row, list[tuple[int, int]]] | None:
    with house.engine.connect() as connection:
        code = connection.scalar(select(warning.c.code).where(warning.c.id == ref))
        spans = [(one.lo, one.hi) for one in covered(connection, [ref])]
    try:
        sheet = warning_sheet(house, code or "", scope)
    except CockpitError:
        return None
    row, way = sheet.row, " › ".join(one.name for one in sheet.way[-2:])
    place = sheet.station["name"] if sheet.station else "、".join(sheet.covered[:SEVERAL]) or way
    spot = (sheet.station["lon"], sheet.station["lat"]) if sheet.station else None
    told = {"kind": "warning", "level": row["colour"], "code": row["code"], "field": row["field"], "place": place}
    told |= {"title": title(row["title"], sheet.said), "at": row["raised_at"], "provenance": row["provenance"]}
    return told | {"said": reason(row["words"], sheet.said), "point": spot}, {"warning": row["code"]}, spans


def _event(house: House, scope: Scope, ref: int) -> tuple[Row, Row, list[tuple[int, int]]] | None:
    with house.engine.connect() as connection:
        row = connection.execute(select(event).where(event.c.id == ref, *in_scope(scope))).mappings().one_or_none()
    if row is None:
        return None
    told = {"kind": "event", "level": 1, "code": row["code"], "field": row["category"], "title": row["title"]}
    told |= {"place": masked_place(row["place"], scope.clearance), "at": row["reported_at"], "said": ""}
    told |= {"provenance": row["provenance"], "point": (row["lon"], row["lat"])}
    around = {"circle": {"lon": row["lon"], "lat": row["lat"], "km": AROUND_KM}}
    return told, around, [(row["cell_id"], row["cell_id"])]


def _exposed(house: House, scope: Scope, sent: Row, now: datetime) -> Row | None:
    try:
        return exposure(house, scope, sent, now).body()
    except CockpitError:
        return None


def _spots(connection: Connection, scope: Scope, spans: list[tuple[int, int]]) -> list[Spot]:
    """The regions below the screen's own; without any, its own."""
    here = home_of(connection, scope)
    places = below(connection, here) or [here]
    wanted = select(region_shape.c.region_id, region_shape.c.geometry)
    rows = connection.execute(wanted.where(region_shape.c.region_id.in_([one.id for one in places]))).all()
    shapes = {row.region_id: row.geometry for row in rows}
    return [
        Spot(name=one.name, rings=_rings(shapes[one.id]), on=any(lo <= one.hi and one.lo <= hi for lo, hi in spans))
        for one in places
        if one.id in shapes
    ]


def _rings(geometry: str) -> list[list[tuple[float, float]]]:
    shape = shapely.simplify(shapely.from_geojson(geometry), FINE)
    parts = getattr(shape, "geoms", [shape])
    return [[(x, y) for x, y in part.exterior.coords] for part in parts if not part.is_empty]
