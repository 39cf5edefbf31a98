"""The bell of a database: in each process it rings after a commit that moved a topic, never before and for no rollback.

It says that something moved, not what: whoever hears it looks at the revisions by a connection of his own. On
PostgreSQL the commit itself carries a NOTIFY to the other processes.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event

CHANNEL = "yitu_live"
_MOVED, _RINGS = "yitu_moved", "yitu_rings"  # in a connection's info: a topic moved in this transaction; it committed
_bells: WeakKeyDictionary[Engine, "Bell"] = WeakKeyDictionary()


class Bell:
    """Whoever listens is called in the thread that committed, so it must not wait for anything."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[], None]] = []

    def ring(self) -> None:
        for listen in self.listeners:
            listen()


def bell(engine: Engine) -> Bell:
    """That of this engine; hung at the first call."""
    if engine not in _bells:
        _bells[engine] = Bell()
        _hang(engine, _bells[engine])
    return _bells[engine]


def moved(connection: Connection) -> None:
    """Note that a topic moves with this transaction."""
    connection.info[_MOVED] = True


def _hang(engine: Engine, rings: Bell) -> None:
    def before_commit(connection: Connection) -> None:
        if connection.info.pop(_MOVED, False):
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"NOTIFY {CHANNEL}")  # leaves with the commit, once a transaction
            connection.info[_RINGS] = True

    def after(info: dict[Any, Any]) -> None:
        if info.pop(_RINGS, False):
            rings.ring()

    event.listen(engine, "commit", before_commit)
    event.listen(engine, "rollback", lambda connection: connection.info.pop(_MOVED, None))
    event.listen(engine, "begin", lambda connection: after(connection.info))  # one that goes on after its commit
    event.listen(engine, "checkin", lambda _raw, record: after(record.info))
