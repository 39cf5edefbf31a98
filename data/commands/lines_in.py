"""The register of lines in, as a city brings it: hotlines with how 12345 took them over, express lines (直通车)."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.commands.governance import agencies_named
from data.commands.revisions import bump
from data.commands.rows import Added, Named, Row, Rows, Unknown, given, hours_of, one_of, taken, text
from data.errors import BadInput
from data.schema import intake_line
from data.words import LINE_KINDS, LINE_MODES, PROVENANCE


def import_lines(connection: Connection, rows: Rows, provenance: str = "published", *, replace: bool = False) -> Added:
    """Add lines (code, kind, name, mode, owner, since, agency, hours), or change those with the same code.

    `replace` takes away the lines that the rows do not name; cases keep what they came in by. All rows or none.
    """
    if provenance not in PROVENANCE:
        raise BadInput(f"provenance: {provenance!r} is not one of {', '.join(PROVENANCE)}")
    agencies, table = agencies_named(connection), intake_line.c
    values = {one["code"]: one | {"provenance": provenance} for one in taken(rows, lambda row: _line(row, agencies))}
    held = set(connection.scalars(select(table.code)))
    if replace and (gone := held - values.keys()):
        connection.execute(delete(intake_line).where(table.code.in_(gone)))
    if new := [one for code, one in values.items() if code not in held]:
        connection.execute(insert(intake_line), new)
    for code in values.keys() & held:
        connection.execute(update(intake_line).where(table.code == code).values(values[code]))
    bump(connection, "rules")
    return Added(rows=len(rows), new=len(new), changed=len(values) - len(new))


def _line(row: Row, agencies: Named) -> dict[str, Any]:
    kind = _word(row, "kind", LINE_KINDS) or "hotline"
    mode, agency = _word(row, "mode", LINE_MODES), text(row, "agency")
    if (kind == "hotline") != bool(mode):
        raise Unknown("a hotline needs its mode" if kind == "hotline" else "an express line has no mode")
    if kind == "hotline" and (agency or text(row, "hours")):
        raise Unknown("agency and hours are of express lines: what hotlines bring goes by the responsibility list")
    return {
        "code": given(row, "code"),
        "kind": kind,
        "name": given(row, "name"),
        "mode": mode or None,
        "owner": given(row, "owner"),
        "since": _day(text(row, "since")),
        "agency": one_of(row, "agency", agencies) if agency else None,
        "hours": hours_of(text(row, "hours")),
    }


def _word(row: Row, key: str, words: dict[str, str]) -> str:
    """The code behind a code or a word; empty for an empty cell."""
    said = text(row, key)
    known = {"": ""} | {word: code for code, word in words.items()} | {code: code for code in words}
    if said not in known:
        raise Unknown(f"{key} {said!r} is not one of {', '.join(words)}")
    return known[said]


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said[:10].replace("/", "-"))
    except ValueError:
        raise Unknown(f"since {said!r} is not a day like 2024-01-31") from None
