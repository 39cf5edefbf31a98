"""Rows of a file of visits, checked against the register of stewards."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from data.commands.governance import regions_named
from data.commands.rows import Named, Row, Rows, Unknown, given, one_of, taken, text
from data.schema import region, steward

WHOM, FOUND = 64, 500  # characters


def read_visits(connection: Connection, rows: Rows, today: date) -> dict[str, dict[str, Any]]:
    """{code: columns}. BadInput that names every row with a fault."""
    query = select(steward, region.c.lo, region.c.hi).join_from(steward, region, region.c.id == steward.c.region_id)
    known = {row["code"]: row for row in connection.execute(query).mappings()}
    regions = regions_named(connection)
    cells = {row.id: (row.lo, row.hi) for row in connection.execute(select(region.c.id, region.c.lo, region.c.hi))}
    return {one["code"]: one for one in taken(rows, lambda row: _visit(row, known, regions, cells, today))}


def _visit(
    row: Row, known: Mapping[str, Any], regions: Named, cells: Mapping[int, tuple[int, int]], today: date
) -> dict[str, Any]:
    one = known.get(said := text(row, "steward"))
    if one is None:
        raise Unknown(f"steward {said!r} is not known" if said else "steward is empty")
    found, day, solved = text(row, "found"), _day(row, "day", today), _day(row, "solved", today)
    if day is None:
        raise Unknown("day is empty")
    if solved is not None and (not found or solved < day):
        raise Unknown("solved: nothing was found" if not found else "solved lies before the visit")
    if len(found) > FOUND:
        raise Unknown(f"found is longer than {FOUND} characters")
    number = one_of(row, "region", regions) if text(row, "region") else one["region_id"]
    lo, hi = cells[number]
    if lo < one["lo"] or hi > one["hi"]:
        raise Unknown(f"region {text(row, 'region')!r} is not in that of the steward")
    who = {"steward": said, "kind": one["kind"], "agency": one["agency"]}
    what = {"day": day.toordinal(), "whom": given(row, "whom"), "found": found}
    solved_day = None if solved is None else solved.toordinal()
    return {
        "code": given(row, "code"),
        **who,
        "region_id": number,
        "lo": lo,
        "hi": hi,
        **what,
        "solved_day": solved_day,
    }


def _day(row: Row, key: str, today: date) -> date | None:
    """As 2026-03-01, 2026/3/1, or with a time behind it, as sheets give it."""
    said = text(row, key)
    if not said:
        return None
    try:
        year, month, day = map(int, said.split()[0].replace("/", "-").split("T")[0].split("-"))
        found = date(year, month, day)
    except ValueError:
        raise Unknown(f"{key} {said!r} is not a day") from None
    if found > today:
        raise Unknown(f"{key} {said!r} has not come yet")
    return found
