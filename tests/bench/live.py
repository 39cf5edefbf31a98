"""Live commands while screens read: create and move, each in a durable transaction of its own."""

import gc
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from data.commands.events import Report, report
from data.commands.moves import move
from data.engine import briefly
from data.house import House
from data.life.actor import Actor
from data.schema import region
from data.scope import Scope
from data.settings import Settings
from tests.bench.figures import say, tell
from tests.server import free_port, start, wait_until_served

SECONDS = 20
READERS = 20
WRITERS = 2
WAY = (("file", "duty_officer"), ("assign", "duty_officer"), ("accept", "agency"), ("answer", "agency"))
CLERKS = {role: Actor(name=role, role=role, scope=Scope.guest()) for role in ("grid_staff", "duty_officer", "agency")}


def measure(kind: str, house: House, settings: Settings) -> None:
    port = free_port()
    more = {"YITU_DATABASE_URL": settings.database_url, "YITU_DEMO_FEED": "false", "YITU_DEMO_CLOCK": "false"}
    server = start(port, **more)
    wait_until_served(f"http://127.0.0.1:{port}", server)
    readers = subprocess.Popen([sys.executable, str(Path(__file__).with_name("readers.py")), str(port), str(READERS)])
    gc.collect()
    gc.freeze()  # as `serve.py` does in each process that writes
    try:
        spent, seconds = _write(house)
    finally:
        for process in (readers, server):
            process.terminate()
            process.wait()
    tell(f"{kind}: live command while {READERS} readers poll", "ms", spent, target=25)
    say(
        f"{kind}: live commands sustained, {WRITERS} writers",
        "per s",
        round(len(spent) / seconds),
        target=200,
        least=True,
    )


def _write(house: House) -> tuple[list[float], float]:
    spent: list[float] = []
    began = time.perf_counter()
    writers = [threading.Thread(target=_cases, args=(house, n, began + SECONDS, spent)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return spent, time.perf_counter() - began


def _cases(house: House, n: int, until: float, spent: list[float]) -> None:
    """One case after the other, from report to answer."""
    now = house.clock.now()
    with house.engine.connect() as connection:
        leaf = (region.c.tree == "spine", region.c.level == 6, region.c.id % 997 == n)
        cells = connection.execute(select(region.c.id, region.c.lon, region.c.lat).where(*leaf)).all()
    turn = 0
    while time.perf_counter() < until:
        cell = cells[turn % len(cells)]
        turn += 1
        new = _report(cell, now)
        began = time.perf_counter()
        with briefly(house.engine) as connection:
            case = report(connection, new, CLERKS["grid_staff"], now)
        spent.append((time.perf_counter() - began) * 1000)
        for step, (name, role) in enumerate(WAY, start=1):
            given = {"reason": "已处置"} if name == "answer" else {}
            at = now + timedelta(seconds=step)
            began = time.perf_counter()
            with briefly(house.engine) as connection:
                move(connection, case, name, CLERKS[role], at, now, **given)
            spent.append((time.perf_counter() - began) * 1000)


def _report(cell: object, now: object) -> Report:
    where = {"cell_id": cell.id, "lon": cell.lon, "lat": cell.lat, "place": "合成地点"}
    kind = {"title": "路面积水", "category": "flood", "leaf": "flood", "source": "grid", "grade": "C"}
    return Report(**kind, **where, reported_at=now, provenance="simulated")
