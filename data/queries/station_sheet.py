"""测站: every station of a region as a list, narrowed by kind, state and name, with its limits and last warning."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.answer import Row
from data.house import House
from data.queries.asked import asked
from data.queries.spans import places_of
from data.queries.station_register import KINDS, Limit
from data.queries.station_rows import STATES, Standings, standings
from data.queries.station_wall import rows_of, series_of
from data.queries.station_warnings import Newest, newest
from data.risk_words import STATION_KINDS
from data.scope import Scope
from data.view import View

MOST = 60  # on a page


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which stations are listed; empty says nothing. `text`: a part of the name, or the beginning of the code."""

    kind: str = ""
    state: str = ""
    text: str = ""
    page: int = 0


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`kinds` and `states` count all of the region, `n` those that are wanted; `rows` one `page` of these.

    Beyond the last page stands the last.
    """

    kinds: Mapping[str, int]
    states: Mapping[str, int]
    n: int
    page: int
    rows: Sequence[Row]
    limits: Mapping[str, Sequence[Limit]]
    traces: Mapping[str, Sequence[float]]
    warned: Mapping[str, Newest]
    now: datetime
    simulated: bool


def station_sheet(house: House, view: View, scope: Scope, wanted: Wanted) -> Sheet:
    """The most urgent first, as on the wall of stations. UnknownRegion."""
    with asked(house, view, scope) as a:
        found = standings(a.connection, a.here, a.now, view.at is not None)
        mine = _wanted(found, wanted)
        page = min(wanted.page, max(len(mine) - 1, 0) // MOST)
        order = mine[np.lexsort(_keys(found, mine))][MOST * page : MOST * (page + 1)]
        known, at = found.register, found.row[order]
        stood = rows_of(a, found, {int(known.gauge[found.row[n]]): int(n) for n in order}, "5" if view.at else "d")
        codes = dict(zip(known.id[at].tolist(), map(str, known.code[at]), strict=True))
        traces: dict[str, list[float]] = {str(row["code"]): [] for row in stood.values()}
        for one in series_of(a, stood):
            traces[str(one["code"])].append(float(one["value"] or 0))
        places = places_of(a.connection, known.cell[at].tolist())
        return Sheet(
            kinds=Counter(KINDS[kind] for kind in known.kind[found.row].tolist()),
            states=Counter(STATES[state] for state in found.state.tolist()),
            n=len(mine),
            page=page,
            rows=[row | {"place": place} for row, place in zip(stood.values(), places, strict=True)],
            limits={str(row["code"]): known.limits.of(gauge) for gauge, row in stood.items()},
            traces=traces,
            warned={codes[number]: row for number, row in newest(a, codes, view.at).items()},
            now=a.now,
            simulated=bool(known.simulated[found.row].any()),
        )


def _wanted(found: Standings, wanted: Wanted) -> NDArray[np.intp]:
    known, row = found.register, found.row
    fits = np.ones(len(row), dtype=bool)
    if wanted.kind in STATION_KINDS:
        fits &= known.kind[row] == KINDS.index(wanted.kind)
    if wanted.state in STATES:
        fits &= found.state == STATES.index(wanted.state)
    if wanted.text:
        fits &= (np.char.find(known.name[row], wanted.text) >= 0) | np.char.startswith(known.code[row], wanted.text)
    return np.flatnonzero(fits)


def _keys(found: Standings, mine: NDArray[np.intp]) -> tuple[NDArray[Any], ...]:
    known, row = found.register, found.row[mine]
    return known.rank[row], -np.nan_to_num(found.believed[mine]), known.kind[row], found.state[mine]
