"""智能走访: what changes in a record sends somebody there, in the same transaction; once while he has not been."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.ledgers.fields import Field, Value
from data.record_call_words import DAYS, FOUNDED, LATELY, SENSED
from data.schema import record_call
from data.times import day_number, local

C = record_call.c
Row = Mapping[Any, Any]


def sense(connection: Connection, row: Row, changed: Mapping[Field, tuple[Value, Value]], now: datetime) -> None:
    """`changed`: {field: (before, after)} of a record as it was."""
    for one, (before, after) in changed.items():
        if one.code in SENSED and after is not None:
            whys = SENSED[one.code]
            if why := whys.get(str(after), whys.get("")):
                told = {"field": one.code, "before": None if before is None else str(before), "after": str(after)}
                call(connection, row, why, told, now)


def sense_new(connection: Connection, row: Row, values: Mapping[Field, Value], now: datetime) -> None:
    """Of a record that nobody knew: only what was founded lately; a first file of all of them sends nobody."""
    founded = next((value for one, value in values.items() if one.code == FOUNDED), None)
    if isinstance(founded, str) and 0 <= day_number(now) - date.fromisoformat(founded).toordinal() <= LATELY:
        call(connection, row, "new", {"field": "", "before": None, "after": founded}, now)


def call(connection: Connection, row: Row, why: str, told: dict[str, Any], now: datetime) -> None:
    """One that waits for the same field says from now on what changed last; its day stays."""
    same = (C.record_id == row["id"], C.field == told["field"], C.state == "open")
    known = connection.scalar(select(C.id).where(*same).limit(1))
    if known is not None:
        news = {"why": why, "after": told["after"], "sensed_at": now}
        connection.execute(update(record_call).where(C.id == known).values(news))
        return
    fixed = {"record_id": row["id"], "subject": row["subject"], "cell_id": row["cell_id"], "why": why}
    fixed |= {"code": next_code(connection, C.code, f"U{local(now):%Y%m%d}-"), "sensed_at": now}
    fixed |= {"due_day": day_number(now) + DAYS, "state": "open", "provenance": row["provenance"]}
    blank = {"outcome": "", "tags": "[]", "words": "", "event_code": "", "done_at": None, "actor": "", "role": ""}
    connection.execute(insert(record_call).values(**fixed, **told, **blank))
