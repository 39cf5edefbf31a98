"""An empty little city on either engine, for tests that bring their own events."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from data.clock import Clock, set_demo_clock
from data.engine import make_engine
from data.house import House, open_house
from data.schema import metadata
from data.settings import Settings
from tests.databases import copied, template
from tests.spine import plant_spine


@contextmanager
def blank_house(kind: str, folder: Path, postgres: str | None = None) -> Iterator[House]:
    """A house with the tables and a spine of 32 cells, no events; `postgres`: the server's maintenance database."""
    if kind == "sqlite":
        (folder / "blank.db").write_bytes(_file())
        with _opened(f"sqlite:///{folder / 'blank.db'}") as house:
            yield house
        return
    server = str(postgres)
    with copied(server, _template(server)) as url, _opened(url) as house:
        yield house


@cache
def _file() -> bytes:
    """The SQLite file of that city."""
    with TemporaryDirectory() as folder:
        _fill(f"sqlite:///{folder}/blank.db")
        return Path(folder, "blank.db").read_bytes()


@cache
def _template(postgres: str) -> str:
    return template(postgres, "blank", _fill)


def _fill(url: str) -> None:
    engine = make_engine(url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
    engine.dispose()


def played(house: House, now: datetime) -> House:
    """The same city as a demo that stands at this moment: its visitors may act."""
    set_demo_clock(house.engine, now, running=False)
    settings = house.settings.model_copy(update={"demo": True})
    return replace(house, settings=settings, clock=Clock(house.engine, settings))


@contextmanager
def _opened(url: str) -> Iterator[House]:
    settings = Settings(city="990000", database_url=url, demo=False, log_level="ERROR", _env_file=None)
    house = open_house(settings, Flask("blank"))
    yield house
    house.engine.dispose()
