"""An empty little city on either engine, for tests that bring their own events."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from data.engine import make_engine
from data.house import House, open_house
from data.schema import metadata
from data.settings import Settings
from tests.spine import plant_spine

_number = itertools.count()


@contextmanager
def blank_house(kind: str, folder: Path, postgres: str | None = None) -> Iterator[House]:
    """A house with the tables and a spine of 32 cells, no events; `postgres`: the server's maintenance database."""
    if kind == "sqlite":
        with _opened(f"sqlite:///{folder / 'blank.db'}") as house:
            yield house
        return
    name = f"blank{next(_number)}"
    admin = create_engine(str(postgres), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(str(postgres)).set(database=name).render_as_string(hide_password=False)
    with _opened(url) as house:
        yield house
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@contextmanager
def _opened(url: str) -> Iterator[House]:
    settings = Settings(city="990000", database_url=url, demo=False, log_level="ERROR", _env_file=None)
    engine = make_engine(url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
    engine.dispose()
    house = open_house(settings, Flask("blank"))
    yield house
    house.engine.dispose()
