"""Events and warnings by their codes: whoever only knows those of what he was told finds the number."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from data.schema import event, warning

TABLES = {"event": event, "warning": warning}
NONE = 0  # a number that nothing has


def numbers_of(connection: Connection, asked: Mapping[str, int | str | None]) -> dict[str, int]:
    """{"event": number} or {"warning": number} of what is asked for by number or code.

    A code that nothing has becomes NONE. No scope is asked about: whoever looks the number up does, and finds as
    little for a code of elsewhere as for one that there is not.
    """
    return {name: _number(connection, name, said) for name in TABLES if (said := asked.get(name)) is not None}


def _number(connection: Connection, name: str, said: int | str) -> int:
    if isinstance(said, int):
        return said
    of = TABLES[name].c
    return connection.scalar(select(of.id).where(of.code == said)) or NONE
