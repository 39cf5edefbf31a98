"""What there is to mind where people gather: warnings of crowds and weather, hours expected to be too full."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from data.answer import Row
from data.queries.asked import Asked
from data.queries.warning_board import live_at
from data.queries.warning_scope import covered
from data.schema import warning

CROWD, WEATHER = ("crowd",), ("typhoon", "rain", "geo", "fire")
GRAVE = 3  # of weather yellow and graver
MOST = 30


def alerts_of(a: Asked, rows: Sequence[Row], cells: Mapping[str, int], at: datetime | None) -> list[Row]:
    """`kind`: crowd (a live warning), weather (one that covers stations here), ahead (expected, by the rule)."""
    live = live_at(a, at, most=500, only=[warning.c.field.in_((*CROWD, *WEATHER))])
    near = [one for one in live if one["field"] in CROWD or int(one["colour"]) <= GRAVE]
    covers = covered(a.connection, [one["id"] for one in near if one["field"] in WEATHER])
    names = {str(row["code"]): str(row["name"]) for row in rows}
    hit: dict[int, list[str]] = {}
    for one in covers:
        hit.setdefault(one.warning_id, []).extend(
            names[code] for code, cell in cells.items() if one.lo <= cell <= one.hi
        )
    told = [_told(one, "crowd", str(one["place"])) for one in near if one["field"] in CROWD]
    told += [_told(one, "weather", "、".join(hit[one["id"]])) for one in near if hit.get(one["id"])]
    return [*(_expected(row) for row in rows if row["over_at"]), *told][:MOST]


def _told(one: Mapping[str, Any], kind: str, place: str) -> Row:
    row: Row = {"kind": kind, "code": one["code"], "title": one["title"], "place": place}
    return row | {"colour": one["colour"], "at": one["raised_at"]}


def _expected(row: Row) -> Row:
    return {
        "kind": "ahead",
        "code": row["code"],
        "title": None,
        "place": row["name"],
        "colour": None,
        "at": row["over_at"],
    }
