"""Whether indicators are kept alive: the newest period that each tells of a region, and how late that is for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from data.answer import LATE, STALE
from data.facts.periods import period_end
from data.queries.indicator_tree import indicators
from data.queries.indicator_values import values
from data.queries.ordered import ordered
from data.queries.regions import Region
from data.scope import Scope

CYCLE = {"month": timedelta(days=31), "quarter": timedelta(days=92), "year": timedelta(days=366)}
SORTS = ("name_zh", "code", "unit", "kind", "frequency", "direction", "target", "newest", "department", "version")
Row = dict[str, Any]


def tree(
    connection: Connection,
    given: Mapping[str, str],
    here: Region,
    scope: Scope,
    now: datetime,
) -> list[Row]:
    """Found by `text` and `domain`, in the order of `sort` and `down`; they stay under their 领域."""
    found = indicators(connection, given.get("text", "")[:64], given.get("domain", "")[:64])
    rows = lamps(connection, found, here, scope, now)
    if (sort := given.get("sort", "")) not in SORTS:
        return rows
    return sorted(ordered(rows, sort, given.get("down") == "1", SORTS), key=lambda row: str(row["domain"]))


def lamps(connection: Connection, rows: list[Row], here: Region, scope: Scope, now: datetime) -> list[Row]:
    """With `newest`, a period or "", and `lamp`: fresh, late, stale, or empty where nothing is told here."""
    found = values(connection, [str(row["code"]) for row in rows], [here], scope, now)
    told = {key.code: list(points)[-1].text for key, points in found.items() if key.region == here.id and points}
    return [row | _lamp(row, told.get(str(row["code"]), ""), now) for row in rows]


def _lamp(row: Row, newest: str, now: datetime) -> Row:
    end, cycle = period_end(newest) if newest else None, CYCLE.get(row["frequency"])
    if end is None:
        return {"newest": "", "lamp": "empty"}
    if cycle is None or now <= end + cycle * LATE:
        return {"newest": newest, "lamp": "fresh"}
    return {"newest": newest, "lamp": "late" if now <= end + cycle * STALE else "stale"}
