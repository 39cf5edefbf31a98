"""Roll-up of features: how many of each layer, kind and grade every region holds."""

import numpy as np
from sqlalchemy import Connection, delete, select

from data.commands.bulk import fill
from data.demo.base_spine import Tier
from data.schema import feature, feature_count


def count_features(connection: Connection, regions: Tier) -> None:
    """Fill `feature_count` anew for `regions` from all features; a region without any of a kind has no row."""
    connection.execute(delete(feature_count))
    key = (feature.c.layer, feature.c.kind, feature.c.grade)
    cells: dict[tuple[str, str, int], list[int]] = {}
    found = select(*key, feature.c.cell_id).where(feature.c.retired_at.is_(None)).order_by(*key, feature.c.cell_id)
    for layer, kind, grade, cell in connection.execute(found):
        cells.setdefault((layer, kind, grade), []).append(cell)
    columns: dict[str, list[object]] = {name: [] for name in ("region_id", "layer", "kind", "grade", "n")}
    for named, held in cells.items():
        inside = np.searchsorted(held, regions.hi, side="right") - np.searchsorted(held, regions.lo, side="left")
        some = inside > 0
        columns["region_id"] += regions.ids[some].tolist()
        columns["n"] += inside[some].tolist()
        for name, value in zip(("layer", "kind", "grade"), named, strict=True):
            columns[name] += [value] * int(some.sum())
    fill(connection, feature_count, columns)
