"""Very many rows into SQLite: written beside it as a file by column, then taken over by one statement.

Binding values one by one costs ten times what SQLite needs to store them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import adbc_driver_sqlite
import polars as pl
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement
from sqlalchemy import Connection, Engine

from data.engine import turn

WORTH = 20_000  # rows from which the way round by a file is the shorter one
MOST = 9  # files SQLite attaches at once, but for one
_FOLDER, _COUNT = "staging folder", "staging files"
_HASTE = ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF")  # of the file beside, which is thrown away


@contextmanager
def staged(engine: Engine) -> Iterator[Connection]:
    """A transaction for very many rows, as `data.engine.writing` is one for a few."""
    with (
        turn(engine),
        engine.connect() as connection,
        TemporaryDirectory(prefix="staging-", dir=_beside(engine)) as folder,
    ):
        connection.info.update({_FOLDER: folder, _COUNT: 0})
        try:
            with connection.begin():
                yield connection
        finally:
            for n in range(connection.info.pop(_COUNT)):
                connection.exec_driver_sql(f"DETACH staging{n}")
            del connection.info[_FOLDER]


def stage(connection: Connection, rows: pl.DataFrame) -> str | None:
    """The name of a table with these rows, to select from until the transaction ends; None when not worth it."""
    folder, n = connection.info.get(_FOLDER), connection.info.get(_COUNT, 0)
    if folder is None or connection.dialect.name != "sqlite" or rows.height < WORTH or n >= MOST:
        return None
    path = Path(folder) / f"{n}.db"
    _write(path, rows)
    connection.exec_driver_sql(f"ATTACH ? AS staging{n}", (str(path),))
    connection.info[_COUNT] = n + 1
    return f"staging{n}.new"


def _write(path: Path, rows: pl.DataFrame) -> None:
    driver = adbc_driver_sqlite._driver_path()
    with AdbcDatabase(driver=driver, uri=str(path)) as database, AdbcConnection(database) as beside:
        for pragma in _HASTE:
            with AdbcStatement(beside) as statement:
                statement.set_sql_query(pragma)
                statement.execute_query()
        beside.set_autocommit(False)
        with AdbcStatement(beside) as statement:
            statement.set_options(**{"adbc.ingest.target_table": "new"})
            statement.bind_stream(rows)
            statement.execute_update()
        beside.commit()


def _beside(engine: Engine) -> str | None:
    """The folder of the database: a disk that has room for it."""
    database = engine.url.database
    return (
        str(Path(database).parent)
        if engine.dialect.name == "sqlite" and database not in (None, "", ":memory:")
        else None
    )
