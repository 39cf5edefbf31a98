"""Forms over a million people of one town: five conditions, ten fields, from the click to the last byte of the sheet;
and all of them, without a condition, ordered by a field: a page, the one after, and one far down.

The ground is laid once, into var/bench-forms.db.
"""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from sqlalchemy import func, select

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
PEOPLE, LAID = 1_000_000, 100_000
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


def measure() -> None:
    """Of the ledger of all, and by a field that only one ledger keeps."""
    ground(DATABASE, PEOPLE)
    app = create_app(Settings(database_url=f"sqlite:///{DATABASE}", demo=True, _env_file=None))
    with app.test_client() as client:
        for name, where, kind in (
            ("five conditions", SOME, "xlsx"),
            ("five conditions, one on a field without a column", MORE, "xlsx"),
            ("five conditions", SOME, "csv"),
        ):
            took, rows = zip(*(_filled(client, where, kind) for _n in range(AGAIN)), strict=True)
            tell(f"form over {PEOPLE:,} people, {name}, {rows[0]:,} bytes of {kind}", "s", list(took), target=2)
        _ordered(client)


def _ordered(client) -> None:
    """A page of all of them costs the same however far down it stands."""
    for by, target in ORDERS.items():
        took: list[float] = []
        after = ""
        for _n in range(AGAIN):
            seconds, after = _page(client, by, after)
            took.append(seconds)
        tell(f"a page of {PEOPLE:,} people by {by}, no condition", "s", took, target=target)


def _page(client, by: str, after: str) -> tuple[float, str]:
    fields = ",".join(f"person.{one}" for one in FIELDS.split())
    asked = {"ledger": "residents", "fields": fields, "sort": by, "limit": "100"} | ({"after": after} if after else {})
    began = time.perf_counter()
    answer = client.get(f"/api/v1/forms?{urlencode(asked)}")
    seconds = time.perf_counter() - began
    assert answer.status_code == 200, answer.get_data()[:400]
    return seconds, answer.json["next"]


def _filled(client, where: list[list[str]], kind: str) -> tuple[float, int]:
    fields = ",".join(f"person.{one}" for one in FIELDS.split())
    asked = {"ledger": "residents", "fields": fields, "format": kind, "where": json.dumps(where)}
    began = time.perf_counter()
    answer = client.get(f"/api/v1/forms?{urlencode(asked)}")
    body = answer.get_data()
    assert answer.status_code == 200, body[:400]
    return time.perf_counter() - began, len(body)


def ground(path: Path, people: int) -> None:
    """A city whose first town has so many people in its ledgers."""
    path.parent.mkdir(exist_ok=True)
    engine = make_engine(f"sqlite:///{path}")
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
