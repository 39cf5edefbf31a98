"""Which of many points lie inside an outline, exactly, at a cost that goes with the outline more than with them."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from data.queries.edges import SURE, Pieces, counted, edges_of, pieces_of
from data.queries.locate import Floats, Ints

BINS = 4096  # of a row
PER_ROW = 0.5  # rows for each square root of the points: walking along rows is then the work of changing them
BLOCK = 2_000  # edges at once: few enough for what is worked out to stay near the processor
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Scan:
    """Points in rows of one height, west to east in each. `middle`: the latitude of the middle of its row.

    Along the middle of a row, inside turns to outside at every edge that is passed. A point above or below the middle
    differs from it by the edges in between, and those pass its row: so each edge is compared with the few points of its
    own rows straight above or below it, and with no other. Rings are closed, so by its end every row has turned back.
    """

    order: Ints
    x: Floats
    y: Floats
    middle: Floats
    corner: tuple[float, float]
    size: tuple[float, float]  # of a bin: its width and the height of a row
    begin: Ints  # (row, bin) as one column: the first point in or after that bin

    @classmethod
    def of(cls, x: Floats, y: Floats) -> "Scan":
        west, base = float(x.min(initial=180)), float(y.min(initial=90))
        rows = int(PER_ROW * len(y) ** 0.5) + 1
        width, height = (
            max(float(np.ptp(one)) if len(one) else 0.0, SURE) / n for one, n in ((x, BINS - 2), (y, rows))
        )
        row = np.floor((y - base) / height).astype(np.int64)
        order = np.lexsort((x, row))
        row, x, y = row[order], x[order], y[order]
        held = np.bincount(row * BINS + np.floor((x - west) / width).astype(np.int64), minlength=(rows + 3) * BINS)
        begin = np.cumsum(held) - held
        middle: Floats = (base + (row + 0.5) * height).astype(np.float64)
        return cls(order, x, y, middle, (west, base), (width, height), begin)

    def _from(self, row: Ints, x: Floats, more: int = 0) -> Ints:
        """The first point of the bin of a longitude in a row, or of a bin farther east; the last bin is empty."""
        bins = np.clip((x - self.corner[0]) / self.size[0], 0, BINS - 1 - more).astype(np.int64)
        return self.begin.take(row * BINS + bins + more)

    def inside(self, shape: shapely.Geometry) -> Mask:
        """In the order the points were given. A point on the border is not inside. `shape` is valid and finite."""
        passed, turned = np.zeros((2, len(self.x) + 1), dtype=np.int64)
        doubt = np.zeros(len(self.x), dtype=bool)
        edges = edges_of(shape) if len(self.x) else np.empty((4, 0))
        for start in range(0, edges.shape[1], BLOCK):
            some = edges[:, start : start + BLOCK]
            pieces = pieces_of(some, self.corner[1], self.size[1], len(self.begin) // BINS - 1)
            self._along(some, pieces, passed, doubt)
            self._across(some, pieces, turned, doubt)
        held = ((np.cumsum(passed) + turned)[:-1] & 1).astype(bool)
        if doubt.any():
            shapely.prepare(shape)
            held[doubt] = shapely.contains_xy(shape, self.x[doubt], self.y[doubt])
        found = np.empty_like(held)
        found[self.order] = held
        return found

    def _along(self, edges: Floats, pieces: Pieces, passed: Ints, doubt: Mask) -> None:
        """At the first point after an edge that passes the middle of its row, one more is passed."""
        middle = self.corner[1] + (pieces.row + 0.5) * self.size[1]
        there = np.flatnonzero((edges[1].take(pieces.edge) <= middle) & (edges[3].take(pieces.edge) > middle))
        row, middle = pieces.row.take(there), middle.take(there)
        x1, y1, x2, y2 = (one.take(pieces.edge.take(there)) for one in edges)
        x = x1 + (middle - y1) / (y2 - y1) * (x2 - x1)
        after, end = self._from(row, x), self.begin.take((row + 1) * BINS)
        behind = np.flatnonzero(after < end)
        while len(behind):
            behind = behind[self.x.take(after.take(behind)) < x.take(behind)]
            after[behind] += 1
            behind = behind[after.take(behind) < end.take(behind)]
        np.add.at(passed, after, 1)
        for beside in (np.maximum(after - 1, 0), np.minimum(after, len(self.x) - 1)):
            doubt[beside[np.abs(self.x.take(beside) - x) <= SURE]] = True

    def _across(self, edges: Floats, pieces: Pieces, turned: Ints, doubt: Mask) -> None:
        """A turn more for every edge between a point and the middle of its row."""
        x1, y1, x2, y2 = edges
        wide, high = x2 - x1, y2 - y1
        slope = high / np.where(wide != 0, wide, np.inf)
        room = (SURE + np.minimum(SURE / np.where(high > 0, high, np.inf), 1) * np.abs(wide)).take(pieces.edge)
        first = self._from(pieces.row, np.minimum(pieces.enter, pieces.leave) - room)
        last = self._from(pieces.row, np.maximum(pieces.enter, pieces.leave) + room, 1)
        pair, step = counted(last - first)
        point, edge = first.take(pair) + step, pieces.edge.take(pair)
        x, y, middle = self.x.take(point), self.y.take(point), self.middle.take(point)
        begin, end, lean = (one.take(edge) for one in (x1, x2, slope))
        there = y1.take(edge) + (x - begin) * lean
        over = (begin <= x) != (end <= x)
        between = over & ((there <= y) != (there <= middle))
        np.add.at(turned, point[between], 1)
        close = np.minimum(np.abs(there - y), np.abs(there - middle)) <= SURE * (1 + np.abs(lean))
        doubt[point[close & over]] = True
        beside = np.flatnonzero(~over & (np.minimum(np.abs(begin - x), np.abs(end - x)) <= SURE))
        low, high, level = y1.take(edge.take(beside)) - SURE, y2.take(edge.take(beside)) + SURE, y.take(beside)
        doubt[point.take(beside[(level >= low) & (level <= high)])] = True
