"""How many cameras see each station of some kinds: found once a revision of both registers."""

from collections.abc import Collection
from zlib import crc32

import numpy as np

from data.ask import stamp
from data.house import House
from data.queries.sectors import eyes_on, sectors
from data.queries.station_register import KINDS, Register
from data.scope import Scope
from data.view import View


def cameras_at(house: House, scope: Scope, known: Register, kinds: Collection[str]) -> dict[int, int]:
    """{gauge: of the asker's cameras those whose sector holds its station}."""
    where = crc32(b"".join(column.tobytes() for column in (known.gauge, known.lon, known.lat)))
    stands = (*stamp(house, View(), ("features",), False), where)  # of this register, which another may have replaced
    key = (scope.cells, tuple(kinds), *stands)
    found: dict[int, int] = house.answers.recall(
        "station-eyes", key, lambda: _found(house, scope, known, kinds), moves=len(stands)
    )
    return found


def _found(house: House, scope: Scope, known: Register, kinds: Collection[str]) -> dict[int, int]:
    mine = np.flatnonzero(np.isin(known.kind, [KINDS.index(kind) for kind in kinds]))
    sites = [{"lon": known.lon[n], "lat": known.lat[n]} for n in mine.tolist()]
    return dict(zip(known.gauge[mine].tolist(), eyes_on(sectors(house, scope), sites).tolist(), strict=True))
