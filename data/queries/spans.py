"""Names of the regions around many cells at once, level by level."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Connection, Engine, select

from data.queries.locate import Ints
from data.queries.regions import SPINE
from data.queries.revisions import HOUSE, revisions
from data.schema import region

LEVELS = (4, 5)  # villages and grids
Span = tuple[Ints, Ints, list[str]]  # first and last cell of each, ascending, and its name
_SPANS: WeakKeyDictionary[Engine, tuple[tuple[int, int], dict[int, Span]]] = WeakKeyDictionary()


def places_of(connection: Connection, cells: Sequence[int]) -> list[str]:
    """The village and the grid of each cell, as `西沟村 · 第三网格`; empty where it lies in none."""
    spans = _spans(connection)
    columns = [_names(spans[level], np.asarray(cells, dtype=np.int64)) for level in LEVELS]
    return [" · ".join(filter(None, names)) for names in zip(*columns, strict=True)]


def grids_of(connection: Connection, cells: Sequence[int]) -> list[tuple[int, int]]:
    """The first and last cell of the grid around each; (0, 0) where it lies in none."""
    first, last, _words = _spans(connection)[5]
    if not len(first):
        return [(0, 0)] * len(cells)
    those = np.asarray(cells, dtype=np.int64)
    at = np.searchsorted(first, those, side="right") - 1
    known = (at >= 0) & (those <= last[at])
    return list(zip(np.where(known, first[at], 0).tolist(), np.where(known, last[at], 0).tolist(), strict=True))


def _names(span: Span, cells: Ints) -> list[str]:
    first, last, names = span
    at = np.searchsorted(first, cells, side="right") - 1
    return [names[n] if n >= 0 and cell <= last[n] else "" for n, cell in zip(at.tolist(), cells.tolist(), strict=True)]


def _spans(connection: Connection) -> dict[int, Span]:
    """Read once for an engine and a revision of its regions."""
    now = revisions(connection)
    key = (now.get(HOUSE, 0), now.get("regions", 0))
    kept = _SPANS.get(connection.engine)
    if kept is None or kept[0] != key:
        kept = _SPANS[connection.engine] = (key, {level: _read(connection, level) for level in LEVELS})
    return kept[1]


def _read(connection: Connection, level: int) -> Span:
    columns = (region.c.lo, region.c.hi, region.c.name)
    rows = connection.execute(select(*columns).where(SPINE, region.c.level == level).order_by(region.c.lo)).all()
    bounds = np.array([(row.lo, row.hi) for row in rows], dtype=np.int64).reshape(-1, 2)
    return bounds[:, 0], bounds[:, 1], [row.name for row in rows]
