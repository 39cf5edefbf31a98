"""The lines by which cases come in: hotlines that 12345 took over, and express lines with a promise of their own."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from data.schema import intake_line

Line = dict[str, Any]  # a row of intake_line


def lines_named(connection: Connection, codes: Collection[str | None]) -> dict[str, Line]:
    """Those with one of these codes, by code; no statement for none."""
    return _found(connection, intake_line.c.code.in_(codes)) if codes else {}


def lines_of(connection: Connection, kind: str = "") -> dict[str, Line]:
    """Every line, or those of a kind, by code."""
    return _found(connection, *([intake_line.c.kind == kind] if kind else []))


def _found(connection: Connection, *where: Any) -> dict[str, Line]:
    rows = connection.execute(select(intake_line).where(*where).order_by(intake_line.c.kind, intake_line.c.code))
    return {row["code"]: dict(row) for row in rows.mappings()}
