"""The engine: SQLite in WAL mode by default, PostgreSQL by URL; foreign keys on in both."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

from data.errors import CityError


def make_engine(url: str) -> Engine:
    """An engine for `url`. The folder of a SQLite file is made when it is missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10, pool_pre_ping=True)
    if parsed.get_backend_name() != "sqlite":
        raise CityError(f"{parsed.get_backend_name()} is not supported: use sqlite:/// or postgresql://")
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 15})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "mmap_size=268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")
