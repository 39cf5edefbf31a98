"""The first start of a served city: it is filled apart from the server, whose doors then all answer."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import func, inspect, select

from data.commands.senders import add_sender
from data.engine import make_engine
from data.schema import event, gauge, station
from data.settings import ROOT
from tests.server import going, serving, until
from tests.toycity import TOY

SECONDS = 20  # in which any door answers, or hangs
RECIPE = "event_total: 600\n"
LOADED = """
import os, runpy, sys
runpy.run_path("serve.py")
loaded = {name.partition(".")[0] for name in sys.modules} & {"app", "data", "polars", "numpy"}
raise SystemExit(f"{loaded} {os.listdir('/proc/self/task')}" if loaded else 0)
"""


@dataclass
class Served:
    url: str
    database_url: str
    keys: dict[str, str]

    def ask(self, path: str, body: Any = None, who: str = "system") -> Any:
        """The answer, in time."""
        asked = Request(self.url + path, data=json.dumps(body).encode() if body is not None else None)
        asked.add_header("Authorization", f"Bearer {self.keys[who]}")
        asked.add_header("Content-Type", "application/json")
        with urlopen(asked, timeout=SECONDS) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def first(toy_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that was started where there was nothing, with a small demo and its feeds."""
    folder = tmp_path_factory.mktemp("first")
    shutil.copytree(toy_dir, folder / "cities")
    (folder / "cities" / TOY / "demo.yaml").write_text(RECIPE)
    url = f"sqlite:///{folder / 'first.db'}"
    own = {"YITU_CITY": TOY, "YITU_CITIES_DIR": str(folder / "cities"), "YITU_SECRET_KEY": "k" * 32}
    with serving(folder / "first.db", **own) as where:
        engine = make_engine(url)
        with engine.begin() as connection:
            now = datetime.now().astimezone()
            roles = ("system", "duty_officer")
            keys = {
                one: add_sender(connection, one, region_code="", source="hotline", role=one, now=now) for one in roles
            }
        engine.dispose()
        yield Served(where, url, keys)


def test_the_master_of_the_server_loads_nothing_that_has_threads():
    told = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, check=False, capture_output=True, text=True)
    assert told.stderr == ""


def test_every_panel_and_page_of_a_city_just_filled_is_drawn(first):
    for one in first.ask("/api/v1/panels"):
        first.ask(f"/api/v1/panels/{one['key']}.json")
    assert first.ask("/api/v1/events?limit=5")["events"]


def test_events_are_told_many_at_once_and_moved(first):
    rows = [
        {"title": f"积水{n}", "category": "flood", "lon": 119.13, "lat": 25.03, "external_id": str(n)}
        for n in range(500)
    ]
    assert first.ask("/api/v1/events", {"events": rows})["created"] == 500
    one = first.ask("/api/v1/events", rows[0] | {"external_id": "alone"})
    assert first.ask(f"{one['url']}/moves", {"move": "file"}, "duty_officer")["stage"] == "filed"
    assert first.ask("/api/v1/panels/funnel.json")["rows"]


def test_readings_by_the_thousand_are_judged_and_warned_of(first):
    engine = make_engine(first.database_url)
    with engine.connect() as connection:
        named = select(station.c.code, gauge.c.quantity).join_from(gauge, station)
        known = connection.execute(named.where(gauge.c.quantity == "rain")).all()
        now = datetime.fromisoformat(first.ask("/api/v1/stations")["now"])
    engine.dispose()
    moments = [(now - timedelta(minutes=n)).isoformat() for n in range(300)]
    rows = [
        {"station": one.code, "quantity": one.quantity, "at": at, "value": 1.2, "unit": "mm"}
        for at in moments
        for one in known
    ][:10_000]
    told = first.ask("/api/v1/readings", {"readings": rows})
    assert sum(n for n in told.values() if isinstance(n, int)) == len(rows)
    assert told["quarantined"] == 0
    assert any("rain" in json.dumps(one) for one in first.ask("/api/v1/warnings")["warnings"])


def test_a_start_that_is_broken_off_leaves_no_process_and_no_half_city(toy_dir, tmp_path):
    url = f"sqlite:///{tmp_path / 'broken.db'}"
    own = {"YITU_CITY": TOY, "YITU_CITIES_DIR": str(toy_dir), "YITU_DATABASE_URL": url}
    command = [sys.executable, "-m", "gunicorn", "--config", "serve.py"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | own | {"PORT": "0"}, start_new_session=True)
    try:
        until((tmp_path / "broken.db").exists, SECONDS)
        server.kill()
        server.wait(SECONDS)
        until(lambda: not going(server.pid), SECONDS)
    finally:
        for one in going(server.pid):
            os.kill(one, signal.SIGKILL)
    engine = make_engine(url)
    if inspect(engine).has_table("event"):
        with engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(event)) == 0
    engine.dispose()
