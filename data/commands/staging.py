"""Very many rows into SQLite: written beside it as a file by column, then taken over by one statement.

Binding values one by one costs ten times what SQLite needs to store them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import adbc_driver_sqlite
import polars as pl
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement
from sqlalchemy import Connection, Engine

from data.engine import turn

WORTH = 20_000  # rows from which the way round by a file is the shorter one
MOST = 9  # files SQLite attaches at once, but for one
_FOLDER, _FREE, _TAKEN = "staging folder", "staging names", "staging names taken"
_HASTE = ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF")  # of the file beside, which is thrown away


@dataclass(frozen=True)
class Beside:
    """Rows in a file that waits to be taken over under this name."""

    name: str
    path: Path
    columns: list[str]
    height: int
    same: Mapping[str, Any]  # what is the same in all of them: not written down row by row


@contextmanager
def staged(engine: Engine) -> Iterator[Connection]:
    """A transaction for very many rows, as `data.engine.writing` is one for a few.

    SQLite does not look after foreign keys meanwhile: who fills tables here has made sure of them by whole columns.
    """
    with (
        turn(engine),
        engine.connect() as connection,
        TemporaryDirectory(prefix="staging-", dir=_beside(engine)) as folder,
    ):
        connection.info.update({_FOLDER: Path(folder), _FREE: [f"staging{n}" for n in range(MOST)], _TAKEN: []})
        _trust(connection, True)
        try:
            with connection.begin():
                yield connection
        finally:
            for name in connection.info.pop(_TAKEN):
                connection.exec_driver_sql(f"DETACH {name}")
            connection.rollback()
            _trust(connection, False)
            del connection.info[_FOLDER], connection.info[_FREE]


def written(connection: Connection, rows: pl.DataFrame) -> pl.DataFrame | Beside:
    """The rows put down in a file where that is worth it, by whatever thread; else the rows themselves."""
    if _FREE not in connection.info or connection.dialect.name != "sqlite" or rows.height < WORTH:
        return rows
    try:
        name = connection.info[_FREE].pop()
    except IndexError:  # all taken
        return rows
    path = connection.info[_FOLDER] / f"{name}.db"
    same = {one.name: one[0] for one in rows if _one_value(one)}
    differing = rows.drop(same)
    _write(path, differing)
    return Beside(name, path, differing.columns, rows.height, same)


def _one_value(column: pl.Series) -> bool:
    return bool((column.eq_missing(column[0])).all())


def taken_over(connection: Connection, rows: Beside, name: str, then: str = "") -> None:
    """Insert the rows into the table of this name; `then` is what the statement ends with."""
    connection.exec_driver_sql(f"ATTACH ? AS {rows.name}", (str(rows.path),))
    connection.info[_TAKEN].append(rows.name)
    names, wanted = ", ".join((*rows.columns, *rows.same)), ", ".join((*rows.columns, *("?" for _ in rows.same)))
    command = f"INSERT INTO {name} ({names}) SELECT {wanted} FROM {rows.name}.new WHERE true {then}"
    connection.exec_driver_sql(command, tuple(rows.same.values()))


def _trust(connection: Connection, trust: bool) -> None:
    """Between transactions only, as SQLite has it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if trust else 'ON'}")
        connection.rollback()


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
