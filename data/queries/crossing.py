"""Whether a long ring surely crosses itself nowhere. GEOS compares every two edges whose boxes overlap: too many."""

import numpy as np
from numpy.typing import NDArray

from data.queries.edges import SURE, Pieces, counted, pieces_of, upward
from data.queries.locate import Floats, Ints

PER_ROW = 1.3  # rows for each square root of the edges
BLOCK = 1 << 12  # pieces at once: few enough for what is worked out to stay near the processor
OFFSET = 0.381966  # of a row: so that corners with round coordinates lie on the border of none
STRIDE = 1_000.0  # degrees between the keys of two rows: a key is the row times this, and a longitude
NEAR = 1e-9  # degrees: more than the rounding of a key


def surely_simple(ring: Floats) -> bool:
    """True when no two edges of the closed ring (n, 2) meet but at the corner they share. False: it may be so.

    In each row of the map, edges that pass it from border to border keep their order, or two of them cross. Those that
    end in it are compared with those that they could meet there.
    """
    if _folded(ring):
        return False
    edges = upward(ring[:-1], ring[1:])
    rows = int(PER_ROW * len(ring) ** 0.5) + 2
    height = max(float(np.ptp(ring[:, 1])), NEAR) / (rows - 1)
    pieces = pieces_of(edges, float(ring[:, 1].min()) - OFFSET * height, height, rows)
    west = pieces.row * STRIDE + np.minimum(pieces.enter, pieces.leave)
    east = pieces.row * STRIDE + np.maximum(pieces.enter, pieces.leave)
    passing, ending = np.flatnonzero(~pieces.ending), np.flatnonzero(pieces.ending)
    middle = pieces.row * STRIDE + (pieces.enter + pieces.leave) / 2
    passing, ending = passing[np.argsort(middle.take(passing))], ending[np.argsort(west.take(ending))]
    if not _in_order(pieces.at(passing), edges.shape[1]):
        return False
    reach = np.searchsorted(west.take(ending), east.take(ending) + NEAR, side="right")
    begin = np.searchsorted(east.take(passing), west.take(ending) - NEAR)
    end = np.searchsorted(west.take(passing), east.take(ending) + NEAR, side="right")
    both = ((ending, np.arange(1, len(ending) + 1), reach), (passing, begin, end))
    return not any(_meet(edges, pieces.edge, ending, *others) for others in both)


def _in_order(passing: Pieces, edges: int) -> bool:
    """Whether those of each row, by their middles, enter and leave it in this order; neighbours may do so at once."""
    same = np.flatnonzero(np.diff(passing.row) == 0)
    near = _neighbours(passing.edge.take(same), passing.edge.take(same + 1), edges)
    least = np.where(near, -SURE, 2 * SURE)
    return all(bool((np.diff(one).take(same) > least).all()) for one in (passing.enter, passing.leave))


def _meet(edges: Floats, edge: Ints, ending: Ints, others: Ints, begin: Ints, end: Ints) -> bool:
    """Whether a piece of `ending` may meet one of the others from `begin` to `end`."""
    for start in range(0, len(ending), BLOCK):
        some = slice(start, start + BLOCK)
        pair, step = counted(np.maximum(end[some] - begin[some], 0))
        other = others.take(begin[some].take(pair) + step)
        if _may_meet(edges, edge.take(ending[some].take(pair)), edge.take(other)):
            return True
    return False


def _may_meet(edges: Floats, a: Ints, b: Ints) -> bool:
    """Whether two of these edges, not neighbours in the ring, are not surely apart: on one side of the other's line."""
    apart = np.flatnonzero(~_neighbours(a, b, edges.shape[1]))
    a, b = a.take(apart), b.take(apart)
    unsure = np.flatnonzero(~_beside(edges, a, b))
    return not _beside(edges, b.take(unsure), a.take(unsure)).all()


def _beside(edges: Floats, line: Ints, edge: Ints) -> NDArray[np.bool_]:
    """Both ends of the edge lie surely on one side of the line of the other."""
    x1, y1, x2, y2 = edges
    dx, dy, x, y = (x2 - x1).take(line), (y2 - y1).take(line), x1.take(line), y1.take(line)
    one = dx * (y1.take(edge) - y) - dy * (x1.take(edge) - x)
    two = dx * (y2.take(edge) - y) - dy * (x2.take(edge) - x)
    far = SURE * (np.abs(dx) + dy)
    return (np.minimum(one, two) > far) | (np.maximum(one, two) < -far)


def _neighbours(a: Ints, b: Ints, edges: int) -> NDArray[np.bool_]:
    gap = np.abs(a - b)
    return (gap <= 1) | (gap == edges - 1)


def _folded(ring: Floats) -> bool:
    """Whether an edge may run back over the one before it, or has no length."""
    dx, dy = np.diff(ring, axis=0).T
    length = np.hypot(dx, dy)
    if not (length > 4 * SURE).all():
        return True
    ahead = np.roll(dx, -1) * dx + np.roll(dy, -1) * dy
    off = np.abs(np.roll(dy, -1) * dx - np.roll(dx, -1) * dy)
    return bool(((ahead < 0) & (off <= SURE * np.maximum(length, np.roll(length, -1)))).any())
