"""What the world calls an event or a warning, of which a test knows the number of the house."""

from sqlalchemy import Connection, select

from data.queries.codes import TABLES


def called(where, number: int, kind: str = "event") -> str:
    """`where`: a house, an engine or a connection."""
    of = TABLES[kind].c
    if isinstance(where, Connection):
        return where.scalar(select(of.code).where(of.id == number)) or ""
    with getattr(where, "engine", where).connect() as connection:
        return called(connection, number, kind)


def on(where, number: int, kind: str = "event") -> str:
    """As addresses of the desk have it."""
    return f"{kind}-{called(where, number, kind)}"
