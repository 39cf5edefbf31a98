"""Base numbers and features of regions, from their roll-ups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from data.commands.cube_rebuild import ladder_of
from data.queries.asked import Asked
from data.queries.regions import Region, inside
from data.schema import feature, feature_count, region_stat

_STATS = select(region_stat).where(region_stat.c.region_id.in_(bindparam("regions", expanding=True)))
_FEATURES = select(*(feature_count.c[name] for name in ("layer", "kind", "grade", "n"))).where(
    feature_count.c.region_id == bindparam("region"), feature_count.c.layer.in_(bindparam("layers", expanding=True))
)
LAYERS = ("risk_point", "key_site", "resource", "camera")


def stats_of(connection: Connection, regions: Sequence[Region]) -> dict[int, Row[Any]]:
    """{region id: row of region_stat}; single cells have none."""
    rows = connection.execute(_STATS, {"regions": [one.id for one in regions]})
    return {row.region_id: row for row in rows}


def features_in(connection: Connection, here: Region, layers: Sequence[str] = LAYERS) -> list[Row[Any]]:
    """Rows (layer, kind, grade, n) of what lies in `here`."""
    if here.level <= 5:
        return list(connection.execute(_FEATURES, {"region": here.id, "layers": layers}))
    f = feature.c
    statement = select(f.layer, f.kind, f.grade, func.count().label("n")).group_by(f.layer, f.kind, f.grade)
    there = (inside(f.cell_id, here), f.layer.in_(layers), f.retired_at.is_(None))
    return list(connection.execute(statement.where(*there)))


def registered_at(a: Asked) -> datetime | None:
    """When the register of risk points was last brought up to date: the city's, or what of it the asker may see."""
    f = feature.c
    mine = [] if a.whole else [inside(f.cell_id, a.here)]
    return a.connection.scalar(select(func.max(f.as_of)).where(f.layer == "risk_point", *mine))


def layer_by_region(connection: Connection, regions: Sequence[Region], layer: str) -> dict[int, int]:
    """{region id: number of features of the layer}, zero where there are none."""
    found = dict.fromkeys((one.id for one in regions), 0)
    if not regions:
        return found
    if regions[0].level <= 5:
        f = feature_count.c
        statement = select(f.region_id, func.sum(f.n)).where(f.region_id.in_(list(found)), f.layer == layer)
        rows = connection.execute(statement.group_by(f.region_id))
    else:
        where = (feature.c.cell_id.in_(list(found)), feature.c.layer == layer, feature.c.retired_at.is_(None))
        rows = connection.execute(select(feature.c.cell_id, func.count()).where(*where).group_by(feature.c.cell_id))
    return found | {key: int(n) for key, n in rows}


def level_counts(connection: Connection, here: Region) -> dict[int, int]:
    """{level: number of spine regions of that level inside `here`}."""
    ladder = ladder_of(connection)
    counts = {level: ladder.inside(level, here.lo, here.hi) for level in range(here.level + 1, 6)}
    return counts | {6: here.hi - here.lo + 1}
