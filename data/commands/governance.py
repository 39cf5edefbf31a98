"""Who answers for what, as a city brings it in: its agencies and its responsibility list (权责清单)."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.commands.category_tree import import_categories, load_default_tree
from data.commands.revisions import bump
from data.commands.rows import Added, Named, Row, Rows, Unknown, given, hours_of, meanings, one_of, taken, text
from data.errors import BadInput
from data.schema import agency, category, region, responsibility
from data.words import GRADES, PROVENANCE

__all__ = [
    "agencies_named",
    "categories_named",
    "regions_named",
    "import_agencies",
    "import_categories",
    "import_responsibilities",
    "load_default_tree",
]

KINDS = ("grid", "town", "department", "outside")  # outside: the province, or a neighbouring system
ANY_GRADE = "*"
TREES = ("spine", "statutory")  # a name that both know means the first one's region


def import_agencies(connection: Connection, rows: Rows, provenance: str = "published") -> Added:
    """Add agencies (code, name, kind, region), or change those with the same code; all rows or none."""
    if provenance not in PROVENANCE:
        raise BadInput(f"provenance: {provenance!r} is not one of {', '.join(PROVENANCE)}")
    regions = regions_named(connection)
    held = set(connection.scalars(select(agency.c.code)))
    read = taken(rows, lambda row: _agency(row, regions))
    values = {one["code"]: one | {"provenance": provenance} for one in read}
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
    known = (categories_named(connection), regions_named(connection), agencies_named(connection))
    read = taken(rows, lambda row: _entry(row, *known))
    values = {(one["category"], one["region_id"], one["grade"]): one for one in read}
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


def _agency(row: Row, regions: Named) -> dict[str, Any]:
    kind = text(row, "kind")
    if kind not in KINDS:
        raise Unknown(f"kind {kind!r} is not one of {', '.join(KINDS)}")
    code, name = given(row, "code"), given(row, "name")
    return {"code": code, "name": name, "kind": kind, "region_id": one_of(row, "region", regions)}


def _entry(row: Row, categories: Named, regions: Named, agencies: Named) -> dict[str, Any]:
    return {
        "category": one_of(row, "category", categories),
        "region_id": one_of(row, "region", regions),
        "grade": _grade(text(row, "grade")),
        "agency": one_of(row, "agency", agencies),
        "hours": hours_of(text(row, "hours")),
        "basis": given(row, "basis"),
    }


def _grade(said: str) -> str:
    if said in ("", ANY_GRADE):
        return ANY_GRADE
    codes = {name: code for code, name in GRADES.items()} | {code: code for code in GRADES}
    if said not in codes:
        raise Unknown(f"grade {said!r} is not one of {', '.join(GRADES)} or {ANY_GRADE}")
    return codes[said]


def regions_named(connection: Connection) -> dict[str, tuple[Any, ...]]:
    """{code or name: regions it may mean}, a tree hiding those after it."""
    found: dict[str, tuple[Any, ...]] = {}
    for tree in TREES:
        rows = connection.execute(select(region.c.code, region.c.name, region.c.id).where(region.c.tree == tree)).all()
        found = meanings(rows) | found
    return found


def agencies_named(connection: Connection) -> Named:
    """What a file may call an agency."""
    return meanings((row.code, row.name, row.code) for row in connection.execute(select(agency)))


def categories_named(connection: Connection) -> dict[str, tuple[Any, ...]]:
    """By code, by name, and by path (市容环境/街面秩序/占道经营)."""
    rows = {row.code: row for row in connection.execute(select(category))}
    meant = meanings((row.code, row.name, row.code) for row in rows.values())
    for row in rows.values():
        path, above = row.name, row.parent
        while above in rows:
            path, above = f"{rows[above].name}/{path}", rows[above].parent
        meant.setdefault(path, (row.code,))
    return meant
