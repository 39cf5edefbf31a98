"""Stations as points of the map: where they are, and in which state."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from data.ask import ROLLING_SECONDS, stamp
from data.house import House
from data.queries.asked import asked
from data.queries.station_register import KINDS
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


def told(found: Standings, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What is told of some of them: name, code, kind, quantity, value and state."""
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
    }
