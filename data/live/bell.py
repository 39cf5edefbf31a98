"""The bell of a database: in each process it rings after a commit that moved a topic, never before and for no rollback.

It says that something moved, not what: whoever hears it looks at the revisions by a connection of his own. On
PostgreSQL the other processes hear it by NOTIFY, which `bump` leaves with the commit.
"""

from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event

CHANNEL = "yitu_live"
_MOVED, _RINGS = "yitu_moved", "yitu_rings"  # in a connection's info: topics of this transaction; it committed
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


def moved(connection: Connection, topics: Iterable[str]) -> None:
    """Note that topics move with this transaction."""
    connection.info.setdefault(_MOVED, set()).update(topics)


def has_moved(connection: Connection, *topics: str) -> bool:
    """Whether this transaction moves one of the topics: what it reads of them is not yet true for others."""
    return not connection.info.get(_MOVED, frozenset()).isdisjoint(topics)


def _hang(engine: Engine, rings: Bell) -> None:
    def before_commit(connection: Connection) -> None:
        if connection.info.pop(_MOVED, None):
            connection.info[_RINGS] = True

    def after(info: dict[Any, Any]) -> None:
        if info.pop(_RINGS, False):
            rings.ring()

    event.listen(engine, "commit", before_commit)
    event.listen(engine, "rollback", lambda connection: connection.info.pop(_MOVED, None))
    event.listen(engine, "begin", lambda connection: after(connection.info))  # one that goes on after its commit
    event.listen(engine, "checkin", lambda _raw, record: after(record.info))
