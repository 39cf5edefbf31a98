"""Push: an event is posted, and all screens on the machine are told; what that costs while nothing happens.

The screens are threads of a process of their own (`tests/bench/screens.py`), as browsers are.
"""

import http.client
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from data.commands.senders import add_sender
from data.engine import make_engine
from data.settings import Settings
from tests.bench.figures import say, tell
from tests.server import free_port, start, wait_until_served

SCREENS = 200
POSTS = 40
BETWEEN_S = 1.1
IDLE_S = 60
PANEL = "/api/v1/panels/funnel.json?window=30d"
REVISIONS = "/api/v1/revisions"


def measure(database: Path) -> None:
    """The demo city without its feed, its clock running, in one process of the server as it is started by hand."""
    engine = make_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        name = f"bench {time.time_ns()}"
        key = add_sender(connection, name, source="hotline", role="system", region_code="", now=datetime.now(UTC))
    engine.dispose()
    port = free_port()
    told = {"YITU_DATABASE_URL": f"sqlite:///{database}", "YITU_DEMO_FEED": "false"}
    process = start(port, **told)
    url = f"http://127.0.0.1:{port}"
    screens = None
    try:
        wait_until_served(url, process)
        time.sleep(30)  # what is warmed after the start is warm
        _ordinary(url, "no screens")
        screens = _screens(url)
        time.sleep(3)
        say(f"push: server with {SCREENS} idle screens, {IDLE_S} s", "% of a core", _cost(process.pid), target=5)
        _told(url, key, screens)
        _ordinary(url, f"{SCREENS} screens")
    finally:
        for one in (screens, process):
            if one is not None:
                one.terminate()
                one.wait()


def _screens(url: str) -> "subprocess.Popen[str]":
    """All connected, each has heard how everything stands."""
    command = [sys.executable, str(Path(__file__).with_name("screens.py")), url, str(SCREENS)]
    screens = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert screens.stdout is not None
    assert screens.stdout.readline().strip() == "ready"
    return screens


def _cost(pid: int) -> float:
    """CPU of the server and its workers, in percent of one core."""
    every = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    before = [one.cpu_times() for one in every]
    time.sleep(IDLE_S)
    spent = sum(
        now.user + now.system - was.user - was.system
        for now, was in zip([one.cpu_times() for one in every], before, strict=True)
    )
    return round(100 * spent / IDLE_S, 2)


def _told(url: str, key: str, screens: "subprocess.Popen[str]") -> None:
    """From sending the POST until the last screen was told; every second one is an alarm too."""
    spent, answered, place = [], [], _place(url)
    for n in range(POSTS):
        grave = {"grade": "S"} if n % 2 else {}
        body = {"title": "路面积水", "category": "flood", **place, **grave}
        began = time.time()
        _ask(url, "/api/v1/events", key, body)
        answered.append((time.time() - began) * 1000)
        spent.append((_last(screens, began) - began) * 1000)
        time.sleep(BETWEEN_S)
    tell("push: event POST answered", "ms", answered)
    tell(f"push: event POST to the last of {SCREENS} screens", "ms", spent, target=1000)


def _last(screens: "subprocess.Popen[str]", since: float) -> float:
    """The moment at which the last screen was told of the next revision; of what moved before, nobody asks."""
    assert screens.stdout is not None
    while (at := float(screens.stdout.readline())) < since:
        pass
    return at


def _ordinary(url: str, beside: str) -> None:
    """Ordinary requests, each on a connection of its own."""
    for path, name in ((PANEL, "a cached panel"), (REVISIONS, "the revisions")):
        spent = []
        for _ in range(60):
            began = time.perf_counter()
            _ask(url, path)
            spent.append((time.perf_counter() - began) * 1000)
        tell(f"push: {name} over HTTP beside {beside}", "ms", spent[1:])


def _place(url: str) -> dict[str, Any]:
    """The middle of the first county."""
    city = _ask(url, f"/api/v1/regions/{Settings(_env_file=None).city}")
    county = _ask(url, f"/api/v1/regions/{city['children'][0]['code']}")
    return {"lon": county["lon"], "lat": county["lat"]}


def _ask(url: str, path: str, key: str = "", body: dict[str, Any] | None = None) -> Any:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    assert answer.status < 300, (path, answer.status, told[:300])
    return json.loads(told)
