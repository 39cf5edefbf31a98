"""Simulated visits (走访) of the stewards of any city: two months of them, what they found, what became of it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, select, update

from data.commands.bulk import fill
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.schema import event, region, steward, steward_visit
from data.times import CITY_ZONE, day_number

DAYS = 60
EACH = {"grid": 2, "industry": 8}  # visits of a steward in that time
FOUND = {"grid": 0.12, "industry": 0.25}  # share that found something
SOLVED = 0.8  # of those found and not reported, within a few days
REPORTED = 3  # of so many events that grid staff reported one was found on a visit
WORDS = {
    "grid": ("楼道堆放杂物", "独居老人需要照看", "电动车在楼内充电", "门前路灯不亮", "燃气软管老化", "邻里停车有争执"),
    "industry": ("消防通道被占用", "安全出口标识损坏", "从业人员登记不全", "台账记录缺页", "危险品与杂物混放"),
}
V = steward_visit.c
Visit = dict[str, Any]


def clear_visits(connection: Connection) -> None:
    """Before events are laid anew: simulated visits go, those of the city keep none of the events."""
    connection.execute(delete(steward_visit).where(V.provenance == "simulated"))
    connection.execute(update(steward_visit).values(event_id=None))


def seed_visits(connection: Connection, anchor: datetime, seed: int) -> None:
    """Lay them for simulated stewards, unless the city brought visits of its own."""
    if connection.scalar(select(V.id).limit(1)):
        return
    rows = _called(connection, day_number(anchor), seed) + _reported(connection, anchor)
    rows.sort(key=lambda row: (row["day"], row["steward"]))
    first = int(connection.scalar(select(func.max(V.id))) or 0) + 1
    for n, row in enumerate(rows, start=first):
        recorded = datetime.combine(datetime.fromordinal(row["day"]), time(17), CITY_ZONE).astimezone(UTC)
        row |= {"id": n, "code": f"V{n:06d}", "recorded_at": int(min(recorded, anchor).timestamp())}
    if rows:
        fill(connection, steward_visit, {name: [row[name] for row in rows] for name in rows[0]}, quiet=True)
    bump(connection, "visits")


def _stewards(connection: Connection) -> list[Visit]:
    """What their visits have in common, in the order of the register."""
    query = select(steward, region.c.lo, region.c.hi).join_from(steward, region, region.c.id == steward.c.region_id)
    found = connection.execute(query.where(steward.c.provenance == "simulated").order_by(steward.c.code)).mappings()
    return [
        {"steward": row["code"], **{name: row[name] for name in ("kind", "agency", "region_id", "lo", "hi")}}
        | {"actor": row["name"], "provenance": "simulated"}
        for row in found
    ]


def _called(connection: Connection, today: int, seed: int) -> list[Visit]:
    rng, rows = dice(seed, "visits"), []
    for one in _stewards(connection):
        kind = str(one["kind"])
        for _n in range(EACH[kind]):
            rows.append(one | _one(rng, kind, today))
    return rows


def _one(rng: np.random.Generator, kind: str, today: int) -> Visit:
    day = today - int(rng.integers(DAYS))
    words, number = WORDS[kind], int(rng.integers(1, 400))
    found = words[int(rng.integers(len(words)))] if rng.random() < FOUND[kind] else ""
    solved = day + int(rng.integers(6)) if found and rng.random() < SOLVED else None
    whom = f"住户-{number:03d}" if kind == "grid" else f"企业-{number:03d}"
    solved_day = solved if solved is not None and solved <= today else None
    return {"day": day, "whom": whom, "found": found, "solved_day": solved_day, "event_id": None}


def _reported(connection: Connection, anchor: datetime) -> list[Visit]:
    """Some of the events of grid staff were found on a visit to the grid they lie in."""
    e, since = event.c, anchor - timedelta(days=DAYS - 1)
    mine = (e.source == "grid", e.reported_at >= since, e.id % REPORTED == 0)
    by_cell = {
        cell: one for one in _stewards(connection) if one["kind"] == "grid" for cell in range(one["lo"], one["hi"] + 1)
    }
    query = select(e.id, e.cell_id, e.title, e.reported_at).where(*mine).order_by(e.id)
    return [
        by_cell[row.cell_id]
        | {"day": day_number(row.reported_at), "whom": f"住户-{row.id % 400:03d}", "found": row.title}
        | {"solved_day": None, "event_id": row.id}
        for row in connection.execute(query)
        if row.cell_id in by_cell
    ]
