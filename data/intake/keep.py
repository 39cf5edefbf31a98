"""The quarantine: what could not be taken waits here with the reason (`retaking.py` says what becomes of it)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from data.commands.revisions import bump
from data.intake.record import FAULTS, Fault
from data.intake.words import DOORS
from data.schema import quarantine as kept

__all__ = ["DOORS", "FAULTS", "LEDGERS", "THINGS", "kept_row", "quarantine", "storable"]
THINGS, LEDGERS = "things", "ledgers"  # the doors of rows that are no events


def quarantine(
    connection: Connection,
    *,
    door: str,
    origin: str,
    raw: Mapping[str, Any] | str,
    fault: Fault,
    now: datetime,
    profile: str = "",
    batch_id: int | None = None,
    row: int | None = None,
) -> int:
    """Keep `raw` as it came; returns its number. `profile` says how it is read (empty: as our own JSON)."""
    values = kept_row(door=door, origin=origin, raw=raw, fault=fault, now=now, profile=profile) | {
        "batch_id": batch_id,
        "row": row,
    }
    bump(connection, "intake")
    return int(connection.scalar(insert(kept).values(values).returning(kept.c.id)) or 0)


def kept_row(
    *, door: str, origin: str, raw: Mapping[str, Any] | str, fault: Fault, now: datetime, profile: str
) -> dict[str, Any]:
    """The row of the quarantine table, for those who write many at once."""
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    return {
        "door": door,
        "origin": origin[:64],
        "profile": profile,
        "raw": storable(text),
        "fault": fault.code if fault.code in FAULTS else "malformed",
        "reason": storable(str(fault)),
        "at": now,
        "state": "waiting",
    }


def storable(text: str) -> str:
    """PostgreSQL keeps no NUL and no half of a surrogate pair; both stay visible."""
    return text.replace("\x00", "\\u0000").encode("utf-8", "backslashreplace").decode("utf-8")
