"""Who answers for what, as a city brings it in: its agencies and its responsibility list (权责清单)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.commands.category_tree import import_categories, load_default_tree
from data.commands.revisions import bump
from data.commands.rows import Added, Row, Rows, refuse, text
from data.errors import BadInput
from data.schema import agency, category, region, responsibility
from data.words import GRADES, PROVENANCE

__all__ = ["import_agencies", "import_categories", "import_responsibilities", "load_default_tree"]

KINDS = ("grid", "town", "department")
ANY_GRADE = "*"
TREES = ("spine", "statutory")  # a name that both know means the first one's region
LONGEST = {"code": 32, "name": 64, "basis": 96}


def import_agencies(connection: Connection, rows: Rows, provenance: str = "published") -> Added:
    """Add agencies (code, name, kind, region), or change those with the same code; all rows or none."""
    if provenance not in PROVENANCE:
        raise BadInput(f"provenance: {provenance!r} is not one of {', '.join(PROVENANCE)}")
    regions = _regions(connection)
    held = set(connection.scalars(select(agency.c.code)))
    taken = _taken(rows, lambda row: _agency(row, regions))
    values = {one["code"]: one | {"provenance": provenance} for one in taken}
    new = [one for code, one in values.items() if code not in held]
    if new:
        connection.execute(insert(agency), new)
    for code in values.keys() & held:
        connection.execute(update(agency).where(agency.c.code == code).values(values[code]))
    bump(connection, "rules")
    return Added(rows=len(rows), new=len(new), changed=len(values) - len(new))


def import_responsibilities(connection: Connection, rows: Rows, *, replace: bool = False) -> Added:
    """Add entries (category, region, grade, agency, hours, basis); the same category, region and grade is changed.

    `replace` takes away the entries that the rows do not name. All rows or none.
    """
    known = (_categories(connection), _regions(connection), _agencies(connection))
    taken = _taken(rows, lambda row: _entry(row, *known))
    values = {(one["category"], one["region_id"], one["grade"]): one for one in taken}
    table = responsibility.c
    keys = select(table.category, table.region_id, table.grade, table.id)
    held = {(c, r, g): number for c, r, g, number in connection.execute(keys)}
    if replace and (gone := [number for key, number in held.items() if key not in values]):
        for start in range(0, len(gone), 500):
            connection.execute(delete(responsibility).where(table.id.in_(gone[start : start + 500])))
    new = [one for key, one in values.items() if key not in held]
    if new:
        connection.execute(insert(responsibility), new)
    for key in values.keys() & held.keys():
        connection.execute(update(responsibility).where(table.id == held[key]).values(values[key]))
    bump(connection, "rules")
    return Added(rows=len(rows), new=len(new), changed=len(values) - len(new))


class _Unknown(Exception):
    """What a row names is not there, or is not clear."""


Named = Mapping[str, tuple[Any, ...]]  # what a code or a name may mean


def _taken(rows: Rows, read: Any) -> list[dict[str, Any]]:
    """Every row as values; refused together when any of them is faulty."""
    values: list[dict[str, Any]] = []
    faults: list[tuple[int, str]] = []
    for number, row in rows:
        try:
            values.append(read(row))
        except _Unknown as fault:
            faults.append((number, str(fault)))
    refuse(faults)
    return values


def _agency(row: Row, regions: Named) -> dict[str, Any]:
    kind = text(row, "kind")
    if kind not in KINDS:
        raise _Unknown(f"kind {kind!r} is not one of {', '.join(KINDS)}")
    code, name = _given(row, "code"), _given(row, "name")
    return {"code": code, "name": name, "kind": kind, "region_id": _one(row, "region", regions)}


def _entry(row: Row, categories: Named, regions: Named, agencies: Named) -> dict[str, Any]:
    return {
        "category": _one(row, "category", categories),
        "region_id": _one(row, "region", regions),
        "grade": _grade(text(row, "grade")),
        "agency": _one(row, "agency", agencies),
        "hours": _hours(text(row, "hours")),
        "basis": _given(row, "basis"),
    }


def _given(row: Row, key: str) -> str:
    value = text(row, key)
    if not 0 < len(value) <= LONGEST[key]:
        raise _Unknown(f"{key} is empty" if not value else f"{key} is longer than {LONGEST[key]} characters")
    return value


def _grade(said: str) -> str:
    if said in ("", ANY_GRADE):
        return ANY_GRADE
    codes = {name: code for code, name in GRADES.items()} | {code: code for code in GRADES}
    if said not in codes:
        raise _Unknown(f"grade {said!r} is not one of {', '.join(GRADES)} or {ANY_GRADE}")
    return codes[said]


def _hours(said: str) -> float | None:
    if not said:
        return None
    try:
        hours = float(said)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= 24 * 366:
        raise _Unknown(f"hours {said!r} is not a number of hours between 0 and a year")
    return hours


def _one(row: Row, key: str, named: Named) -> Any:
    said = text(row, key)
    found = named.get(said, ())
    if len(found) != 1:
        raise _Unknown(
            f"{key} is empty"
            if not said
            else f"{key} {said!r} is not known"
            if not found
            else f"{key} {said!r} is not clear: use its code"
        )
    return found[0]


def _regions(connection: Connection) -> dict[str, tuple[Any, ...]]:
    """{code or name: regions it may mean}, a tree hiding those after it."""
    found: dict[str, tuple[Any, ...]] = {}
    for tree in TREES:
        rows = connection.execute(select(region.c.code, region.c.name, region.c.id).where(region.c.tree == tree)).all()
        found = _meanings(rows) | found
    return found


def _categories(connection: Connection) -> dict[str, tuple[Any, ...]]:
    """By code, by name, and by path (市容环境/街面秩序/占道经营)."""
    rows = {row.code: row for row in connection.execute(select(category))}
    meant = _meanings((row.code, row.name, row.code) for row in rows.values())
    for row in rows.values():
        path, above = row.name, row.parent
        while above in rows:
            path, above = f"{rows[above].name}/{path}", rows[above].parent
        meant.setdefault(path, (row.code,))
    return meant


def _agencies(connection: Connection) -> dict[str, tuple[Any, ...]]:
    return _meanings((row.code, row.name, row.code) for row in connection.execute(select(agency)))


def _meanings(rows: Any) -> dict[str, tuple[Any, ...]]:
    """A code means one thing; a name what has no such code, maybe several things."""
    names: dict[str, tuple[Any, ...]] = {}
    codes: dict[str, tuple[Any, ...]] = {}
    for code, name, thing in rows:
        codes[code] = (thing,)
        names[name] = (*names.get(name, ()), thing)
    return names | codes
