"""Simulated profiles (情简介) of towns and villages, told of their base numbers; some wait for the level above."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.bulk import fill, renumber
from data.commands.revisions import bump
from data.schema import profile, region, region_stat

WAITING = 9  # of so many villages one has a new text that waits
Row = dict[str, Any]


def seed_profiles(connection: Connection, anchor: datetime) -> None:
    """Lay them where there are none."""
    if connection.scalar(select(profile.c.id).limit(1)) is not None:
        return
    above, s = region.alias("above"), region_stat.c
    columns = (region.c.id, region.c.level, region.c.name, region.c.area_km2, above.c.name.label("above"))
    of = select(*columns, s.villages, s.grids, s.population, s.households)
    of = of.join_from(region, region_stat, s.region_id == region.c.id).join(above, above.c.id == region.c.parent_id)
    places = connection.execute(of.where(region.c.tree == "spine", region.c.level.in_((3, 4))).order_by(region.c.id))
    rows = [row for n, one in enumerate(places.all(), start=1) for row in _of(n, one, int(anchor.timestamp()))]
    if rows:
        told = [row | {"id": n} for n, row in enumerate(rows, start=1)]
        fill(connection, profile, {name: [row[name] for row in told] for name in told[0]}, quiet=True)
        renumber(connection, profile)
        bump(connection, "lists")


def _of(n: int, one: Any, at: int) -> list[Row]:
    under = f"辖 {one.villages} 个村居、{one.grids} 个网格" if one.level == 3 else f"划分 {one.grids} 个网格"
    people = f"常住 {one.households:,} 户、{one.population:,} 人"
    text = f"{one.name}隶属{one.above}，面积约 {one.area_km2:.2f} 平方公里，{under}，{people}。"
    row: Row = {"region_id": one.id, "version": 1, "text": text, "state": "approved", "reason": "首次建档"}
    row |= {"proposed_at": at - 86_400, "proposed_by": "网格员-001", "proposer": "网格员-001", "decided_at": at}
    row |= {"decided_by": "值班员-001", "answer": "", "provenance": "simulated"}
    if one.level != 4 or n % WAITING:
        return [row]
    news = {"version": 2, "text": f"{text}村部设便民服务点，每周二镇街部门下沉服务。", "state": "proposed"}
    waits = row | news | {"reason": "补充便民服务点", "proposed_at": at, "decided_at": None, "decided_by": None}
    return [row, waits]
