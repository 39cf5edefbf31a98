"""The engine: SQLite in WAL mode by default, PostgreSQL by URL; foreign keys on in both, every commit on the disk."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from data.errors import CityError
from data.live.bell import bell
from data.turns import turns


def make_engine(url: str) -> Engine:
    """An engine for `url`. The folder of a SQLite file is made when it is missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_size=10, pool_pre_ping=True, hide_parameters=True
        )
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


def briefly(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction for one brief command; on SQLite several may share a commit (`data/turns.py`)."""
    return turns(engine).sharing(engine) if engine.dialect.name == "sqlite" else engine.begin()


def turn(engine: Engine) -> AbstractContextManager[None]:
    """Whose turn it is to write, among the threads of this process."""
    return turns(engine).alone() if engine.dialect.name == "sqlite" else nullcontext()


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
