"""A made-up little city for tests: every branch has the same number of twigs."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert

from data.schema import region

CITY = "990000"
WIDTHS = {2: 2, 3: 3, 4: 3, 5: 3, 6: 3}  # digits each level adds to the code of its parent
NAMES = {1: "测试市", 2: "区", 3: "镇", 4: "村", 5: "网格", 6: "单元"}


def plant_spine(connection: Connection, *twigs: int) -> int:
    """Insert a spine with `twigs` children per region at each level below the city (default 2); returns its cells."""
    rows: list[dict[str, Any]] = []
    _grow(rows, CITY, 1, None, (119.0, 25.4), twigs or (2, 2, 2, 2, 2), count(1), count(10_000_000))
    rows.sort(key=lambda row: row["level"])
    connection.execute(insert(region), rows)
    return int(rows[0]["hi"])


def _grow(
    rows: list[dict[str, Any]],
    code: str,
    level: int,
    parent: int | None,
    at: tuple[float, float],
    twigs: tuple[int, ...],
    leaves: "count[int]",
    ids: "count[int]",
) -> None:
    row = _region(code, level, parent, at)
    row["id"] = next(leaves) if level == 6 else next(ids)
    rows.append(row)
    if level == 6:
        row["lo"] = row["hi"] = row["id"]
        return
    first = len(rows)
    for n in range(1, twigs[level - 1] + 1):
        step = 0.2 / 6**level
        there = (at[0] + n * step, at[1] + n * step)
        _grow(rows, _code(code, level + 1, n), level + 1, row["id"], there, twigs, leaves, ids)
    below = rows[first:]
    row["lo"], row["hi"] = min(one["lo"] for one in below), max(one["hi"] for one in below)


def _code(parent: str, level: int, n: int) -> str:
    return f"{parent[:4]}{n:02d}" if level == 2 else parent + str(n).zfill(WIDTHS[level])


def _region(code: str, level: int, parent: int | None, at: tuple[float, float]) -> dict[str, Any]:
    return {
        "tree": "spine",
        "code": code,
        "name": NAMES[level] if level == 1 else f"{code[-2:]}{NAMES[level]}",
        "pinyin": "",
        "level": level,
        "parent_id": parent,
        "kind": "synthetic",
        "lon": at[0],
        "lat": at[1],
        "area_km2": 4.0 ** (6 - level),
        "valid_from": date(2024, 1, 1),
    }
