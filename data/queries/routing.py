"""Whose case an event is: the responsibility list (权责清单) asked for one event, or held whole for many."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Pool, RowMapping, Select, select

from data.life.limits import clock_of
from data.life.ways import Offer, offer
from data.schema import agency, category, region, responsibility, revision
from data.words import GRADES

ANY_GRADE = "*"
NOBODY = "权责清单无对应条目,转人工"


@dataclass(frozen=True, kw_only=True)
class Route:
    """The agency an event goes to and why; `hours` None: by the city's limits. `agency` None: a person decides."""

    agency: str | None
    name: str | None
    loop: str
    hours: float | None
    clock: str
    reason: str


def route(connection: Connection, category: str, leaf: str, grade: str, cell_id: int) -> Route:
    """By the finest category that has an entry, then the smallest region around the cell, then the exact grade."""
    return routes_of(connection).route(category, leaf, grade, cell_id)


class Routes:
    """The whole list in memory: the same answers for very many events."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(select(_CATEGORY.code, _CATEGORY.parent, _CATEGORY.name, _CATEGORY.way)).all()
        self._parents: dict[str, str | None] = {row.code: row.parent for row in rows}
        self._ways: dict[str, tuple[str, str | None]] = {row.code: (row.name, row.way) for row in rows}
        self._entries: dict[str, list[RowMapping]] = defaultdict(list)
        for row in connection.execute(_ALL).mappings():
            self._entries[row["category"]].append(row)
        edges = {edge for row in self._all() for edge in (row["lo"], row["hi"] + 1)}
        self._edges = sorted(edges)
        self._known: dict[tuple[str, str, str, int], Route] = {}
        self._chains: dict[tuple[str, str], Sequence[str]] = {}

    def route(self, category: str, leaf: str, grade: str, cell_id: int) -> Route:
        """As `route` of the module."""
        # Cells between two neighbouring edges lie in the same regions, so they share their answers.
        key = (category, leaf, grade, bisect_right(self._edges, cell_id))
        if key not in self._known:
            self._known[key] = self._find(category, leaf, grade, cell_id)
        return self._known[key]

    def offer(self, category: str, leaf: str, grade: str) -> Offer:
        """What its classification says of such a case: straight to its agency, or up."""
        return offer((self._ways[code] for code in self._chain(category, leaf) if code in self._ways), grade)

    def zones(self, cells: NDArray[np.int64]) -> NDArray[np.int64]:
        """A number for each cell; cells with the same number lie in the same regions of the list."""
        return np.searchsorted(np.array(self._edges, dtype=np.int64), cells, side="right")

    def _find(self, category: str, leaf: str, grade: str, cell_id: int) -> Route:
        chain = self._chain(category, leaf)
        for code in chain:
            rows = [
                row
                for row in self._entries.get(code, ())
                if row["lo"] <= cell_id <= row["hi"] and row["grade"] in (grade, ANY_GRADE)
            ]
            if rows:
                return _route(min(rows, key=lambda row: _rank(row, chain)), category)
        return _nobody(category)

    def _chain(self, category: str, leaf: str) -> Sequence[str]:
        if (category, leaf) not in self._chains:
            above = self._parents.get(leaf)
            self._chains[category, leaf] = _distinct(leaf, above, category)
        return self._chains[category, leaf]

    def _all(self) -> Iterable[RowMapping]:
        return (row for rows in self._entries.values() for row in rows)


def routes_of(connection: Connection) -> Routes:
    """The list of this database, read again when it has changed."""
    now = connection.scalar(_REVISION) or 0
    known = _known.get(connection.engine.pool)
    if known is None or known[0] != now:
        known = _known[connection.engine.pool] = (now, Routes(connection))
    return known[1]


def _distinct(*codes: str | None) -> Sequence[str]:
    return tuple(dict.fromkeys(code for code in codes if code))


def _rank(row: Mapping[Any, Any], chain: Sequence[str]) -> tuple[int, int, bool, int]:
    """Smallest first: finest category, smallest region, the exact grade; then the entry that was there first."""
    return chain.index(row["category"]), row["hi"] - row["lo"], row["grade"] == ANY_GRADE, row["id"]


def _route(row: Mapping[Any, Any], top: str) -> Route:
    grade = GRADES.get(row["grade"], "各级")
    what = f"{row['category_name'] or row['category']} × {row['region_name']} × {grade}"
    return Route(
        agency=row["agency"],
        name=row["agency_name"],
        loop="inner" if row["kind"] == "grid" else "outer",
        hours=row["hours"],
        clock=clock_of(top),
        reason=f"权责清单 第{row['id']}条:{what} → {row['agency_name']}(依据:{row['basis']})",
    )


def _nobody(top: str) -> Route:
    return Route(agency=None, name=None, loop="outer", hours=None, clock=clock_of(top), reason=NOBODY)


def _all_entries() -> Select[Any]:
    return (
        select(
            responsibility,
            region.c.lo,
            region.c.hi,
            region.c.name.label("region_name"),
            agency.c.name.label("agency_name"),
            agency.c.kind,
            category.c.name.label("category_name"),
        )
        .join(region, region.c.id == responsibility.c.region_id)
        .join(agency, agency.c.code == responsibility.c.agency)
        .outerjoin(category, category.c.code == responsibility.c.category)
        .order_by(responsibility.c.id)
    )


_CATEGORY = category.c
_REVISION = select(revision.c.n).where(revision.c.topic == "rules")
_known: WeakKeyDictionary[Pool, tuple[int, Routes]] = WeakKeyDictionary()
_ALL = _all_entries()
