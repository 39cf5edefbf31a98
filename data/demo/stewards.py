"""Simulated stewards of any city: one for nearly every grid, one for each trade at every department of a county."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.commands.bulk import fill
from data.commands.revisions import bump
from data.demo.governance import DEPARTMENTS
from data.schema import agency, region, steward
from data.words import CATEGORIES

VACANT = 143  # of so many grids one has nobody
COUNTY = 2


def seed_stewards(connection: Connection) -> None:
    """Lay them anew, unless the city brought its own."""
    if connection.scalar(select(steward.c.code).where(steward.c.provenance != "simulated").limit(1)):
        return
    connection.execute(delete(steward))
    grids = select(region.c.id, region.c.code).where(region.c.tree == "spine", region.c.level == 5)
    found = connection.execute(grids.order_by(region.c.lo)).all()
    rows = [_of_grid(n, *one) for n, one in enumerate(found, start=1) if n % VACANT]
    if rows:
        fill(connection, steward, {name: [row[name] for row in rows] for name in rows[0]}, quiet=True)
    if trades := _trades(connection):
        connection.execute(insert(steward), trades)
    bump(connection, "rules")


def _of_grid(n: int, number: int, code: str) -> dict[str, Any]:
    return {"code": code, "kind": "grid", "name": f"网格员-{n:05d}", "region_id": number, "provenance": "simulated"}


def _trades(connection: Connection) -> list[dict[str, Any]]:
    """The departments of a county come in the order of the categories."""
    of_county = (agency.c.kind == "department", region.c.level == COUNTY, region.c.tree == "spine")
    query = select(agency.c.code, agency.c.region_id, region.c.lo).join(region, region.c.id == agency.c.region_id)
    codes = {row.code: row for row in connection.execute(query.where(*of_county))}
    trades = {name: top for top, (name, *_more) in DEPARTMENTS.items()}
    found = sorted(
        (row.lo, list(CATEGORIES).index(trades[key]), code)
        for code, row in codes.items()
        if (key := code.rpartition(".")[2]) in trades
    )
    return [
        {
            "code": f"trade-{n:03d}",
            "kind": "industry",
            "name": f"专管员-{n:03d}",
            "region_id": codes[code].region_id,
            "category": list(CATEGORIES)[place],
            "agency": code,
            "served": 40 + 37 * n % 360,
            "provenance": "simulated",
        }
        for n, (_lo, place, code) in enumerate(found, start=1)
    ]
