"""Edges of outlines as columns, and their pieces in the rows of a map."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from data.queries.locate import Floats, Ints

SURE = 1e-12  # degrees: what rounding may have moved is less by far; what is nearer is left to the exact ways of GEOS


class Pieces(NamedTuple):
    """An edge within a row: its longitudes where it enters from below and where it leaves; whether an end lies in it.

    All pieces of an edge follow each other from below, and edges are in their order.
    """

    edge: Ints
    row: Ints
    enter: Floats
    leave: Floats
    ending: NDArray[np.bool_]

    def at(self, index: Ints) -> "Pieces":
        """These of them."""
        edge, row, enter, leave, ending = self
        return Pieces(edge.take(index), row.take(index), enter.take(index), leave.take(index), ending.take(index))


def edges_of(shape: shapely.Geometry) -> Floats:
    """x1, y1, x2, y2 of the edges of all rings of a shape, as rows; the second end is no lower than the first."""
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    same = ring[1:] == ring[:-1]
    return upward(points[:-1][same], points[1:][same])


def upward(a: Floats, b: Floats) -> Floats:
    """Edges from each point of `a` to that of `b`, as columns x1, y1, x2, y2, turned so that y2 is no less than y1."""
    down = (b[:, 1] < a[:, 1])[:, None]
    return np.ascontiguousarray(np.hstack([np.where(down, b, a), np.where(down, a, b)]).T)


def pieces_of(edges: Floats, base: float, height: float, rows: int) -> Pieces:
    """Cut by the rows 0..rows - 1 of that height from `base` up; what lies above or below them is left out.

    In the topmost row an edge that goes on leaves where it enters: let nothing lie there.
    """
    x1, y1, x2, y2 = edges
    low, high = (np.floor((one - base) / height) for one in (y1, y2))
    first, last = np.clip(low, 0, rows).astype(np.int64), np.clip(high, -1, rows - 1).astype(np.int64)
    n = np.maximum(last - first + 1, 0)
    edge, step = counted(n)
    row = first.take(edge) + step
    up = np.where(y2 > y1, y2 - y1, 1)
    share = (base + row * height - y1.take(edge)) / up.take(edge)
    enter = x1.take(edge) + share * (x2 - x1).take(edge)
    held, top = np.flatnonzero(n), np.cumsum(n)[n > 0] - 1
    begun, ended = low[held] >= 0, high[held] < rows
    bottom = top - n[held] + 1
    enter[bottom[begun]] = x1[held[begun]]
    leave = np.append(enter[1:], 0.0)
    leave[top] = np.where(ended, x2[held], enter[top])
    ending = np.zeros(len(edge), dtype=bool)
    ending[bottom[begun]] = ending[top[ended]] = True
    return Pieces(edge, row, enter, leave, ending)


def counted(n: Ints) -> tuple[Ints, Ints]:
    """(which, step): n[0] times 0 with steps 0, 1, .., then n[1] times 1, and so on."""
    which = np.repeat(np.arange(len(n)), n)
    return which, np.arange(len(which)) - (np.cumsum(n) - n).take(which)
