"""Stations as points of the map: where they are, and in which state."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.ask import ROLLING_SECONDS, stamp
from data.house import House
from data.ponding import DOUBTED, SILENT, WET, depths
from data.queries.asked import asked
from data.queries.station_register import KINDS, Ints, Register
from data.queries.station_rows import STATES, Standings, standings
from data.queries.station_wall import value_of
from data.scope import Scope
from data.view import View

TOPICS = ("stations", "readings")


def stood(house: House, view: View) -> Standings:
    """All stations of the city as they were at the moment of the view, the same for everyone."""
    stands = stamp(house, view, TOPICS, True)
    find = partial(_stood, house, view)
    return house.answers.recall("points-station", (view.at, *stands), find, ROLLING_SECONDS, moves=len(stands))


def by_depth(house: House, found: Standings) -> tuple[Register, NDArray[np.intp], Ints]:
    """Of gauges at roads the rows in the register, and their grade: the class of the depth, SILENT or DOUBTED."""
    known, classes = found.register, depths(house).classes
    mine = np.flatnonzero(np.isin(known.kind[found.row], [KINDS.index(kind) for kind in WET]))
    bounds = np.array([one.since for one in reversed(classes)])
    place = np.maximum(np.searchsorted(bounds, np.nan_to_num(found.value[mine]), side="right"), 1)
    grade = np.array([one.grade for one in reversed(classes)], np.int64)[place - 1]
    grade[found.doubted[mine]] = DOUBTED
    grade[(found.state[mine] == STATES.index("silent")) | np.isnan(found.value[mine])] = SILENT
    return known, found.row[mine], grade


def told(found: Standings, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What is told of some of them: name, code, kind, quantity, value and state; whether that is doubted."""
    known = found.register
    places = np.flatnonzero(np.isin(known.id[found.row], np.array(ids, np.int64)))
    return {int(known.id[found.row[n]]): _told(found, n) for n in places.tolist()}


def _stood(house: House, view: View) -> Standings:
    with asked(house, view.but(region=""), Scope.guest()) as a:
        return standings(a.connection, a.here, a.now, view.at is not None)


def _told(found: Standings, n: int) -> dict[str, Any]:
    known, row, state = found.register, found.row[n], STATES[found.state[n]]
    quantity = str(known.quantity[row])
    return {
        "name": str(known.name[row]),
        "kind": KINDS[known.kind[row]],
        "quantity": quantity,
        "value": value_of(float(found.value[n]), state, quantity),
        "state": state,
        "code": str(known.code[row]),
    } | ({"doubted": True} if found.doubted[n] else {})
