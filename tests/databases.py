"""Databases of tests: a template is filled once, each test gets a copy that is its own."""

import fcntl
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from data.database import upgrade
from data.engine import make_engine

UNSAFE = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit")  # no test pulls the plug
_number = itertools.count()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Whoever makes `path`, among the workers of a run; the others wait."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(path: Path, make: Callable[[Path], object]) -> Path:
    """What `make` makes at `path`, made by the first worker that asks. What was made by halves is never seen."""
    with alone(path):
        if not path.exists():
            half = path.with_name(f"half-{os.getpid()}-{path.name}")
            make(half)
            half.rename(path)
    return path


def sqlite_once(path: Path, fill: Callable[[str], None], of: Path | None = None) -> Path:
    """A SQLite file that `fill(url)` fills once in a run, from what `of` holds; closed by its last connection, it is
    one file."""
    return made_once(path, lambda half: fill(f"sqlite:///{shutil.copy(of, half) if of else half}"))


def tables(folder: Path) -> Path:
    """All tables as the migrations make them, in a SQLite file of this run: what is made of it runs none of them."""
    return sqlite_once(folder / "tables.db", lay_tables)


def lay_tables(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


@cache
def keeper(postgres: str) -> Engine:
    """The engine by which databases of this server are made and dropped: its connection stays."""
    return create_engine(postgres, isolation_level="AUTOCOMMIT", pool_size=1)


def admin(postgres: str, statement: str) -> None:
    with keeper(postgres).connect() as connection:
        connection.execute(text(statement))


def hurry(postgres: str) -> None:
    """Let nothing of this server wait for the disk."""
    for name in UNSAFE:
        admin(postgres, f"ALTER SYSTEM SET {name} = off")
    admin(postgres, "ALTER SYSTEM SET max_wal_size = '1GB'")
    admin(postgres, "SELECT pg_reload_conf()")


def database(postgres: str, name: str) -> str:
    """The URL of a database of this server."""
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


def template(postgres: str, name: str, fill: Callable[[str], None], of: str = "template1") -> str:
    """The name of a database that `fill(url)` fills, from what `of` holds."""
    admin(postgres, f"CREATE DATABASE {name} TEMPLATE {of} STRATEGY FILE_COPY")
    fill(database(postgres, name))
    return name


@contextmanager
def copied(postgres: str, template: str = "template1") -> Iterator[str]:
    """URL of a copy of that database, dropped in the end."""
    name = f"copy{next(_number)}"
    admin(postgres, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield database(postgres, name)
    admin(postgres, f"DROP DATABASE {name} WITH (FORCE)")
