"""The engine: SQLite in WAL mode by default, PostgreSQL by URL; foreign keys on in both, every commit on the disk."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from psycopg import OperationalError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError

from data.errors import CityError
from data.live.bell import bell
from data.turns import turns

IDLE_S = 2.0  # seconds in the pool after which a connection may have been cut


def make_engine(url: str) -> Engine:
    """An engine for `url`. The folder of a SQLite file is made when it is missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10, hide_parameters=True)
        event.listen(engine, "checkin", _laid_down)
        event.listen(engine, "checkout", _still_there)
        bell(engine)
        return engine
    if parsed.get_backend_name() != "sqlite":
        raise CityError(f"{parsed.get_backend_name()} is not supported: use sqlite:/// or postgresql://")
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 15}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    bell(engine)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction for commands.

    SQLite has one writer at a time: those of this process take turns here, because waiting for its file lock means
    sleeping, ever longer, while others slip in.
    """
    with turn(engine), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for queries alone. On PostgreSQL each sees what is committed when it begins, as it would within a
    transaction of the usual kind, whose BEGIN and ROLLBACK are two messages for nothing."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


def briefly(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction for one brief command; on SQLite several may share a commit (`data/turns.py`)."""
    return turns(engine).sharing(engine) if engine.dialect.name == "sqlite" else engine.begin()


@contextmanager
def soon(engine: Engine, wait_s: float) -> Iterator[Connection]:
    """As `writing`, but TimeoutError when others of this process write for that long."""
    with turn(engine, wait_s), engine.begin() as connection:
        yield connection


def turn(engine: Engine, wait_s: float = -1) -> AbstractContextManager[None]:
    """Whose turn it is to write, among the threads of this process."""
    return turns(engine).alone(wait_s) if engine.dialect.name == "sqlite" else nullcontext()


def _laid_down(_raw: Any, record: Any) -> None:
    record.info["yitu_since"] = time.monotonic()


def _still_there(raw: Any, record: Any, _proxy: Any) -> None:
    """A connection that has lain about is asked whether it still stands; one just used is not asked each time."""
    if time.monotonic() - record.info.get("yitu_since", time.monotonic()) > IDLE_S:
        try:
            raw.execute("SELECT 1")
            raw.rollback()
        except OperationalError as error:
            raise DisconnectionError from error  # the pool then makes a new one


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "mmap_size=268435456",
        "wal_autocheckpoint=100000",  # pages; before that `data/journal.py` takes them over beside the writers
    ):
        connection.execute(f"PRAGMA {pragma}")
