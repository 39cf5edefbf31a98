"""Who has read a document, for its own department."""

from typing import Any

from sqlalchemy import Connection, select

from data.schema import document_read

READS = 400
Row = dict[str, Any]


def reads_of(connection: Connection, number: int) -> list[Row]:
    """One line for each reader and version: which pages, how often, when last."""
    query = select(document_read).where(document_read.c.document_id == number)
    found: dict[tuple[str, int], Row] = {}
    for row in connection.execute(query.order_by(document_read.c.id.desc()).limit(READS)).mappings():
        one = found.setdefault((row["who"], row["seq"]), dict(row) | {"pages": set(), "n": 0})
        one["pages"].add(row["page"])
        one["n"] += 1
    return list(found.values())
