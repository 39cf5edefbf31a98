"""Storms of the past that came by as this one does."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.ask import stamp
from data.errors import BadInput
from data.house import House
from data.queries.regions import region_of
from data.queries.storm_approach import city_centre
from data.queries.storm_city import nearest_of
from data.queries.tracks import Stormy, storm_track, storm_tracks
from data.scope import Scope
from data.storms.likeness import REACH_KM, Part, Unlike, part_of, same_storm, unlike
from data.view import View

MOST = 20


def analogues(
    house: House, scope: Scope, track_id: str, now: datetime, *, region: str = "", most: int = 5
) -> dict[str, Any]:
    """The storms over before `now` whose tracks within 300 km of the city (or `region`) are most like this one's.

    Most alike first; see `data.storms.likeness` for what `unlike` counts. No storms when this one never comes near.
    Of two tracks of one storm, told by two agencies, the more alike is listed. UnknownThing, UnknownRegion.
    """
    if not 1 <= most <= MOST:
        raise BadInput(f"most: 1 to {MOST}")
    with house.engine.connect() as connection:
        asked = storm_track(connection, track_id)
        here = region_of(connection, region, scope)
    lon, lat = city_centre(house) if here.level == 1 else (here.lon, here.lat)
    key = (lon, lat, *stamp(house, View(), ("regions", "storms"), False))
    parts = house.answers.recall("storm-parts", key, lambda: _parts(house, lon, lat))
    mine = part_of(asked.path, asked.wind_ms, lon, lat)
    over = [one for one in parts if one[0].head["last_at"] < now]
    with house.engine.connect() as connection:
        rows = _ranked(connection, asked, mine, over, most) if mine else []
    return {
        "track_id": asked.head["track_id"],
        "name": asked.head["name"],
        "season": asked.head["season"],
        "region": here.code,
        "within_km": REACH_KM,
        "among": len(parts),
        "seen_at": now,
        "provenance": "published",
        "source": asked.head["source"],
        "storms": rows,
    }


def _parts(house: House, lon: float, lat: float) -> list[tuple[Stormy, Part]]:
    with house.engine.connect() as connection:
        every = storm_tracks(connection)
    return [(one, part) for one in every if (part := part_of(one.path, one.wind_ms, lon, lat)) is not None]


def _ranked(
    connection: Connection, asked: Stormy, mine: Part, parts: list[tuple[Stormy, Part]], most: int
) -> list[dict[str, Any]]:
    scored = [(unlike(mine, part), one) for one, part in parts if one.head["track_id"] != asked.head["track_id"]]
    scored.sort(key=lambda pair: (pair[0].steps, pair[1].head["track_id"]))
    taken: list[Stormy] = [asked]
    rows: list[dict[str, Any]] = []
    for how, one in scored:
        if len(rows) == most:
            break
        if not any(same_storm(one.path, other.path) for other in taken):
            taken.append(one)
            rows.append(_row(how, one, nearest_of(connection, one.path)))
    return rows


def _row(how: Unlike, one: Stormy, near: dict[str, Any]) -> dict[str, Any]:
    return {
        "track_id": one.head["track_id"],
        "name": one.head["name"],
        "season": one.head["season"],
        "unlike": round(how.steps, 3),
        "mean_km": round(how.km, 1),
        "turn_degrees": round(how.degrees, 1),
        "wind_ms": None if how.wind_ms is None else round(how.wind_ms, 1),
        **near,
        "source": one.head["source"],
    }
