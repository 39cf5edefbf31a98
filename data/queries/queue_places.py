"""County and town of many places at once, in words."""

from bisect import bisect_right
from collections.abc import Iterable

from sqlalchemy import Connection, select

from data.schema import region

COUNTY, TOWN = 2, 3  # levels
Span = tuple[int, int]


def placed(connection: Connection, spans: Iterable[Span]) -> dict[Span, str]:
    """{cells: "county town"}, as far as one holds them all."""
    r = region.c
    query = select(r.tree, r.level, r.lo, r.hi, r.name).where(r.level.in_((COUNTY, TOWN)))  # by level alone: indexed
    levels: dict[int, list[tuple[int, int, str]]] = {COUNTY: [], TOWN: []}
    for row in sorted(connection.execute(query).all(), key=lambda row: row.lo):
        if row.tree == "spine":
            levels[row.level].append((row.lo, row.hi, row.name))
    return {span: " ".join(_around(levels[COUNTY], span) + _around(levels[TOWN], span)) for span in set(spans)}


def _around(rows: list[tuple[int, int, str]], span: Span) -> list[str]:
    n = bisect_right(rows, span[0], key=lambda row: row[0]) - 1
    return [rows[n][2]] if n >= 0 and rows[n][1] >= span[1] else []
