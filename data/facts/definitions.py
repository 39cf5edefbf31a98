"""Definitions of indicators: what a code means, in which unit, who answers for it and how often it speaks."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from data.schema import indicator

BLANK = {
    **dict.fromkeys(("formula", "calc", "cube", "target", "low", "high")),
    "branch": "",
    "roll": "",
    "direction": 0,
    "sort": 0,
    "version": 0,
}


def define(connection: Connection, rows: Iterable[Mapping[str, Any]], *, overwrite: bool) -> None:
    """Add definitions by code; those already there are kept, or replaced when `overwrite`."""
    wanted = {row["code"]: {**BLANK, **row} for row in rows}
    there = set(connection.scalars(select(indicator.c.code)))
    fresh = [row for code, row in wanted.items() if code not in there]
    known = [{f"new_{key}": value for key, value in row.items()} for code, row in wanted.items() if code in there]
    if fresh:
        connection.execute(insert(indicator), fresh)
    if known and overwrite:
        changes: dict[str, Any] = {c.name: bindparam(f"new_{c.name}") for c in indicator.c if c.name != "code"}
        connection.execute(update(indicator).where(indicator.c.code == bindparam("new_code")).values(**changes), known)
