"""Whose turn it is to write to SQLite, which has one writer at a time; brief commands share a commit.

A commit waits for the disk. Whoever finds another brief command waiting leaves the transaction open for it, and both
return when the last of them has committed: as durable as alone, and half the waiting. PostgreSQL does so by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

MOST = 8  # commands that share a commit: the first of them waits for all


class Group:
    """Commands in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.size, self.ended, self.error = 0, Event(), None  # type: tuple[int, Event, BaseException | None]
        self.connection = engine.connect()
        self.connection.exec_driver_sql("BEGIN IMMEDIATE")  # else a savepoint would be a transaction of its own

    def end(self) -> None:
        """Commit, and let everyone know how that went."""
        try:
            self.connection.commit()
        except BaseException as error:
            self.error = error
        finally:
            self.connection.close()
            self.ended.set()

    def wait(self) -> None:
        """Until the commit; what it raised, everyone in the group raises."""
        self.ended.wait()
        if self.error is not None:
            raise self.error


class Turns:
    """The writers of one database among the threads of this process."""

    def __init__(self) -> None:
        self._turn, self._count = Lock(), Lock()
        self.waiting = 0
        self._group: Group | None = None

    @contextmanager
    def alone(self, wait_s: float = -1) -> Iterator[None]:
        """The turn, with no transaction open. TimeoutError when it does not come in time."""
        if not self._turn.acquire(timeout=wait_s):
            raise TimeoutError("others write")
        try:
            self._close()
            yield
        finally:
            self._turn.release()

    @contextmanager
    def sharing(self, engine: Engine) -> Iterator[Connection]:
        """A transaction for a brief command. When this returns it is committed, perhaps together with others."""
        with self._brief():
            group = self._group = self._group or Group(engine)
            try:
                yield from self._member(group)
            finally:
                if not self.waiting or group.size >= MOST or group.connection.closed:
                    self._close()
        group.wait()

    def _member(self, group: Group) -> Iterator[Connection]:
        """The first has the transaction to itself; what one of the others undoes is only its own."""
        group.size += 1
        if group.size == 1:
            try:
                yield group.connection
            except BaseException:
                group.connection.rollback()
                self._group = None
                group.end()
                raise
        else:
            with group.connection.begin_nested():
                yield group.connection

    @contextmanager
    def _brief(self) -> Iterator[None]:
        with self._count:
            self.waiting += 1
        with self._turn:
            with self._count:
                self.waiting -= 1
            yield

    def _close(self) -> None:
        if self._group is not None:
            group, self._group = self._group, None
            group.end()


_turns: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()


def turns(engine: Engine) -> Turns:
    """Those of this engine."""
    return _turns.setdefault(engine, Turns())
