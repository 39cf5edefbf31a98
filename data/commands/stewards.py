"""The directory of stewards (管家), as a city brings it: of grids, and of trades."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.commands.governance import agencies_named, categories_named, regions_named
from data.commands.revisions import bump
from data.commands.rows import Added, Named, Row, Rows, Unknown, given, one_of, taken, text
from data.errors import BadInput
from data.schema import steward
from data.words import PROVENANCE, STEWARD_KINDS

CHUNK = 500
KINDS: Mapping[str, str] = {word: code for code, word in STEWARD_KINDS.items()} | {code: code for code in STEWARD_KINDS}


def import_stewards(
    connection: Connection, rows: Rows, provenance: str = "published", *, replace: bool = False
) -> Added:
    """Add stewards (code, kind, name, region, category, agency, served), or change those with the same code.

    `replace` takes away those that the rows do not name. All rows or none.
    """
    if provenance not in PROVENANCE:
        raise BadInput(f"provenance: {provenance!r} is not one of {', '.join(PROVENANCE)}")
    known = (regions_named(connection), categories_named(connection), agencies_named(connection))
    values = {one["code"]: one | {"provenance": provenance} for one in taken(rows, lambda row: _steward(row, *known))}
    held = set(connection.scalars(select(steward.c.code)))
    gone = sorted(held - values.keys()) if replace else []
    for start in range(0, len(gone), CHUNK):
        connection.execute(delete(steward).where(steward.c.code.in_(gone[start : start + CHUNK])))
    if new := [one for code, one in values.items() if code not in held]:
        connection.execute(insert(steward), new)
    for code in values.keys() & held:
        connection.execute(update(steward).where(steward.c.code == code).values(values[code]))
    bump(connection, "rules")
    return Added(rows=len(rows), new=len(new), changed=len(values) - len(new))


def _steward(row: Row, regions: Named, categories: Named, agencies: Named) -> dict[str, Any]:
    kind = KINDS.get(text(row, "kind"))
    if kind is None:
        raise Unknown(f"kind {text(row, 'kind')!r} is not one of {', '.join(STEWARD_KINDS)}")
    of_trade = kind == "industry"
    if not of_trade and (text(row, "category") or text(row, "agency")):
        raise Unknown("category and agency are of industry stewards")
    return {
        "code": given(row, "code"),
        "kind": kind,
        "name": given(row, "name"),
        "region_id": one_of(row, "region", regions),
        "category": one_of(row, "category", categories) if of_trade else None,
        "agency": one_of(row, "agency", agencies) if of_trade else None,
        "served": _served(text(row, "served")),
    }


def _served(said: str) -> int | None:
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or int(said) > 10_000_000:
        raise Unknown(f"served {said!r} is not a number of households or enterprises")
    return int(said)
