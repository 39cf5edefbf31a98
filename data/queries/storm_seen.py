"""A storm's fixes as the city sees them: how far each is from it and how near the storm comes. Reckoned once for an
engine and a revision of storms and regions, for every map of every screen asks it."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Row, bindparam, select

from data import answer
from data.errors import UnknownThing
from data.queries.revisions import HOUSE, revisions
from data.queries.storm_city import km_of, nearest_of
from data.queries.tracks import Stormy, storm_track
from data.schema import storm_point

_TRACK = select(storm_point).where(storm_point.c.track_id == bindparam("track")).order_by(storm_point.c.at)
_Key = tuple[int, ...]


class Seen(NamedTuple):
    """Rows of `storm_point` in time order, the km of each from the city's outline, and the nearest of the track."""

    fixes: Sequence[Row[Any]]
    km: Sequence[float]
    near: answer.Row


_SEEN: WeakKeyDictionary[Engine, tuple[_Key, dict[str, Seen]]] = WeakKeyDictionary()


def seen(connection: Connection, track_id: str) -> Seen:
    """UnknownThing when there is no such storm."""
    now = revisions(connection)
    key = tuple(now.get(topic, 0) for topic in (HOUSE, "regions", "storms"))
    kept = _SEEN.get(connection.engine)
    if kept is None or kept[0] != key:
        kept = _SEEN[connection.engine] = (key, {})
    if track_id not in kept[1]:
        kept[1][track_id] = _read(connection, track_id)
    return kept[1][track_id]


def near_city(connection: Connection, stormy: Stormy) -> answer.Row:
    near = nearest_of(connection, stormy.path)
    return near | {"nearest_at": near["nearest_at"].isoformat()}


def _read(connection: Connection, track_id: str) -> Seen:
    fixes = connection.execute(_TRACK, {"track": track_id}).all()
    if not fixes:
        raise UnknownThing(f"no storm {track_id}")
    km = km_of(connection, [one.lon for one in fixes], [one.lat for one in fixes])
    return Seen(fixes, km, near_city(connection, storm_track(connection, track_id)))
