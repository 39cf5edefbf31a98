"""Who there is to send, as columns: kept in this process, whole, until the register or a position moves.

It knows no scope: `responders_of` cuts it to the asker's each time, and nobody else reads it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, Pool, select, type_coerce

from data.live.bell import has_moved
from data.queries.revisions import revisions
from data.schema import region as place
from data.schema import responder

REGISTER, MOVED = ("regions", "crews"), "responders"  # topics: who belongs where; where they are, and whether
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
        words, at = np.unique(np.array([one or "" for one in column], dtype=str), return_inverse=True)
        return cls(words.tolist(), at)

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
    stand = connection.execute(_STAND).all()
    ids = np.array([row[0] for row in stand], dtype=np.int64)
    if known is not None and known.stamp[:-1] == stamp[:-1] and np.array_equal(known.id, ids):
        found = replace(known, stamp=stamp, **_standing(stand))
    else:
        found = _whole(connection, stamp)
    if not has_moved(connection, *REGISTER, MOVED):
        _known[pool] = found
    return found


def _whole(connection: Connection, stamp: tuple[int, ...]) -> Muster:
    register = connection.execute(_REGISTER).all()
    stand = {row[0]: row for row in connection.execute(_STAND)}
    told = [row for row in register if row[0] in stand]  # none of whom came or went between the two statements
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
        **_standing([stand[row[0]] for row in told]),
    )


def _standing(stand: Sequence[Any]) -> dict[str, Any]:
    """The columns that move."""
    columns: list[Any] = list(zip(*stand, strict=True)) or [()] * 5
    return {
        "lon": np.array(columns[1], dtype=float),
        "lat": np.array(columns[2], dtype=float),
        "seen_at": np.array(columns[3], dtype=np.int64),
        "state": Coded.of(columns[4]),
    }
