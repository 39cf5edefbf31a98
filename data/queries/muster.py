"""Who there is to send, as columns: kept in this process, whole, until the register or a position moves.

It knows no scope: `responders_of` cuts it to the asker's each time, and nobody else reads it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, Pool, Select, select, type_coerce

from data.live.bell import has_moved
from data.queries.revisions import revisions
from data.schema import region as place
from data.schema import responder

REGISTER, MOVED = ("regions", "crews"), "responders"  # topics: who belongs where; where they are, and whether
PART = 256  # rows read at a time
_KEPT = ("id", "code", "name", "kind", "agency", "skills", "capacity", "provenance")
_PLACES = (responder.c.id, responder.c.lon, responder.c.lat, type_coerce(responder.c.seen_at, BigInteger))
_STAND = select(*_PLACES, responder.c.state).order_by(responder.c.id)
_REGISTER = (
    select(*(responder.c[name] for name in _KEPT), place.c.lo, place.c.hi)
    .join_from(responder, place, place.c.id == responder.c.region_id)
    .order_by(responder.c.id)
)
_known: WeakKeyDictionary[Pool, "Muster"] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of few different words: each once, and which of them a row has."""

    words: Sequence[str]
    at: NDArray[np.intp]

    @classmethod
    def of(cls, column: Sequence[str | None]) -> "Coded":
        words = {word: n for n, word in enumerate(dict.fromkeys(column))}
        return cls([word or "" for word in words], np.fromiter(map(words.__getitem__, column), np.intp, len(column)))

    def take(self, those: NDArray[np.intp]) -> "Coded":
        return Coded(self.words, self.at[those])

    def where(self, fits: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Rows whose word fits."""
        return np.array([fits(one) for one in self.words], dtype=bool)[self.at]


@dataclass(frozen=True, eq=False)
class Muster:
    """One entry a responder, by id; `seen_at` in epoch seconds; `stamp`: the revisions it was read at."""

    stamp: tuple[int, ...]
    rows: NDArray[np.object_]  # id, code, name, kind, agency, skills, capacity, provenance, lo, hi
    id: NDArray[np.int64]
    kind: Coded
    skills: Coded
    agency: Coded
    capacity: NDArray[np.int64]
    lo: NDArray[np.int64]
    hi: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    seen_at: NDArray[np.int64]
    state: Coded


def muster(connection: Connection) -> Muster:
    """Everyone, as of now. What this transaction itself has changed is read anew and told to no other."""
    now, pool = revisions(connection), connection.engine.pool
    stamp, known = tuple(now.get(topic, 0) for topic in (*REGISTER, MOVED)), _known.get(pool)
    if known is not None and known.stamp == stamp:
        return known
    found = None
    if known is not None and known.stamp[:-1] == stamp[:-1]:
        ids, *stand = _columns(connection, _STAND)
        if np.array_equal(known.id, ids):
            found = replace(known, stamp=stamp, **_standing(stand))
    found = found or _whole(connection, stamp)
    if not has_moved(connection, *REGISTER, MOVED):
        _known[pool] = found
    return found


def _columns(connection: Connection, query: Select[Any]) -> list[list[Any]]:
    """What a query finds, by columns. Rows come and go by few hundred: ten thousand at once, after every move, would
    have the collector of what is no more look through all that the process holds."""
    found = connection.execute(query)
    columns: list[list[Any]] = [[] for _column in query.selected_columns]
    for part in found.partitions(PART):
        for column, values in zip(columns, zip(*part, strict=True), strict=True):
            column.extend(values)
    return columns


def _whole(connection: Connection, stamp: tuple[int, ...]) -> Muster:
    register = connection.execute(_REGISTER).all()
    ids, *stand = _columns(connection, _STAND)
    place_of = {number: n for n, number in enumerate(ids)}
    told = [row for row in register if row[0] in place_of]  # none who came or went between the two statements
    columns: list[Any] = list(zip(*told, strict=True)) or [()] * (len(_KEPT) + 2)
    rows = np.empty(len(told), dtype=object)
    for n, row in enumerate(told):
        rows[n] = row
    return Muster(
        stamp=stamp,
        rows=rows,
        id=np.array(columns[0], dtype=np.int64),
        kind=Coded.of(columns[3]),
        agency=Coded.of(columns[4]),
        skills=Coded.of(columns[5]),
        capacity=np.array(columns[6], dtype=np.int64),
        lo=np.array(columns[8], dtype=np.int64),
        hi=np.array(columns[9], dtype=np.int64),
        **_standing([[column[place_of[row[0]]] for row in told] for column in stand]),
    )


def _standing(stand: Sequence[list[Any]]) -> dict[str, Any]:
    """The columns that move."""
    lon, lat, seen_at, state = stand
    return {
        "lon": np.array(lon, dtype=float),
        "lat": np.array(lat, dtype=float),
        "seen_at": np.array(seen_at, dtype=np.int64),
        "state": Coded.of(state),
    }
