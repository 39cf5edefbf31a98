"""Things with a place as columns, with the people who would have to move from each danger point."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.queries.locate import Floats, Ints
from data.queries.scan import Scan
from data.schema import feature
from data.things.danger import danger_of

UNCOUNTED = ("camera",)  # layers that are no matter of exposure
NAMES = ("id", "cell_id", "lon", "lat", "layer", "code", "kind", "grade", "quantity", "name", "as_of", "provenance")
TEXTS = ("layer", "code", "kind", "name", "as_of", "provenance")
Texts = NDArray[np.object_]
UNKNOWN = -1


@dataclass(frozen=True)
class Things:
    """All that stands and is no camera. `cell`: index of its cell; `to_move` is 0 for what is no risk point.

    `points`: the label points of all cells, and after them these. `danger`: class by `data.things.danger`, 1 gravest
    .. 4; 0 where nobody is threatened or that is not known.
    """

    id: Ints
    cell: Ints
    lon: Floats
    lat: Floats
    points: Scan
    layer: Texts
    code: Texts
    kind: Texts
    grade: Ints
    quantity: Ints
    name: Texts
    as_of: Texts
    provenance: Texts
    to_move: Ints
    danger: Ints


def read_things(connection: Connection, cells: Ints, points: Floats, people: Ints) -> Things:
    """`cells` ascending, with the label point and the people of each."""
    statement = select(*(feature.c[name] for name in NAMES), feature.c.attributes)
    standing = (feature.c.layer.not_in(UNCOUNTED), feature.c.retired_at.is_(None))
    rows = connection.execute(statement.where(*standing).order_by(feature.c.id)).all()
    column = dict(zip(NAMES, list(zip(*rows, strict=True))[: len(NAMES)] if rows else [()] * len(NAMES), strict=True))
    whole: dict[str, Any] = {name: np.array(column[name], dtype=np.int64) for name in ("id", "grade", "quantity")}
    text: dict[str, Any] = {name: _texts(column[name]) for name in TEXTS}
    cell = np.searchsorted(cells, np.array(column["cell_id"], dtype=np.int64))
    told = [row.attributes.get("people") for row in rows]
    threatened = np.array([UNKNOWN if one is None else int(one) for one in told], dtype=np.int64)
    dangers = [danger_of(row.layer, row.kind, row.attributes) for row in rows]
    lon, lat = (np.array(column[name], dtype=float) for name in ("lon", "lat"))
    return Things(
        cell=cell,
        lon=lon,
        lat=lat,
        points=Scan.of(*np.vstack([points, np.column_stack([lon, lat])]).T),
        to_move=people_to_move(text["layer"] == "risk_point", threatened, cell, people),
        danger=np.array([one.level if one else 0 for one in dangers], dtype=np.int64),
        **whole,
        **text,
    )


def people_to_move(risky: NDArray[np.bool_], threatened: Ints, cell: Ints, people: Ints) -> Ints:
    """People to move at each danger point: the threatened people of its register (UNKNOWN where it tells none).

    Where it tells none, the people of its cell, shared equally among the points of that cell that tell none, the first
    ones taking what is left: so no inhabitant is counted twice, and sums of disjoint areas are exact.
    """
    move = np.where(risky & (threatened != UNKNOWN), threatened, 0)
    untold = np.flatnonzero(risky & (threatened == UNKNOWN))
    order = untold[np.argsort(cell[untold], kind="stable")]
    _cells, start, n = np.unique(cell[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(start, n)
    each, left = np.divmod(people[cell[order]], np.repeat(n, n))
    move[order] = each + (rank < left)
    return move


def _texts(values: Any) -> Texts:
    held = np.empty(len(values), dtype=object)
    held[:] = values
    return held
