"""Events and warnings by their codes, which is how all the world names them: their numbers stay in the house."""

import re
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from data.schema import event, warning

TABLES = {"event": event, "warning": warning}
NONE = 0  # a number that nothing has
CODES = {"event": re.compile(r"E[0-9]{8}-[0-9]{4,8}"), "warning": re.compile(r"W[0-9]{8}-[0-9]{4,8}")}

SUBJECTS = re.compile("|".join(f"{kind}-{code.pattern}" for kind, code in CODES.items()))


def number_of(connection: Connection, kind: str, code: str) -> int:
    """The number of what this code names; NONE for one that nothing has.

    No scope is asked about: whoever looks the number up does, and finds as little for a code of elsewhere as for one
    that there is not.
    """
    of = TABLES[kind].c
    return connection.scalar(select(of.id).where(of.code == code)) or NONE


def numbers_of(connection: Connection, asked: Mapping[str, str | None]) -> dict[str, int]:
    """{"event": number} or {"warning": number} of what is asked for by code."""
    return {name: number_of(connection, name, said) for name in TABLES if (said := asked.get(name)) is not None}


def subject_numbers(connection: Connection, subject: str) -> dict[str, int] | None:
    """The same of "event-E20240725-1234567" or "warning-W20240725-123456"; None for what names neither."""
    if not SUBJECTS.fullmatch(subject):
        return None
    kind, _dash, code = subject.partition("-")
    return {kind: number_of(connection, kind, code)}


def codes_by_number(connection: Connection, kind: str, numbers: Collection[int]) -> dict[int, str]:
    of = TABLES[kind].c
    return dict(connection.execute(select(of.id, of.code).where(of.id.in_(numbers))).all()) if numbers else {}
