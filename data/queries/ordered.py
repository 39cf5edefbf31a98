"""Rows in the order that is asked for: by one of their values, those without it last."""

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]


def ordered(rows: Sequence[Row], sort: str, down: bool, sorts: Sequence[str]) -> list[Row]:
    """As they were where `sort` is nothing that can be sorted by."""
    if sort not in sorts:
        return list(rows)
    known = sorted((row for row in rows if row[sort] not in (None, "")), key=lambda row: row[sort], reverse=down)
    return known + [row for row in rows if row[sort] in (None, "")]
