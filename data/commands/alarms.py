"""Alarms: what is so grave that screens are told of it at once. A command sounds them in its own transaction."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert

from data.schema import alarm

GRAVE = 2  # warnings: red and orange
GRAVEST = "S"  # events


def sound_warnings(connection: Connection, warnings: Iterable[tuple[int, int]], at: datetime) -> None:
    """`warnings`: (id, colour) of those that are new or graver than before; whoever calls holds the turn to write."""
    rows = [{"kind": "warning", "ref": ref, "level": colour, "at": at} for ref, colour in warnings if colour <= GRAVE]
    if rows:
        connection.execute(insert(alarm), rows)


def sound_event(connection: Connection, event_id: int, grade: str, at: datetime) -> None:
    """An event that is reported, or raised to a graver grade; whoever calls holds the turn to write."""
    if grade == GRAVEST:
        connection.execute(insert(alarm).values(kind="event", ref=event_id, level=1, at=at))
