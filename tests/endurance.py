"""`make endurance`: does a wall that runs for weeks grow? Rotations and pushes in quick time, one JSON line a figure.

ROTATIONS (2,000) and PUSHES (20,000) make it more or less. A fifth of the rotations change the page, each in a frame
that is thrown away afterwards, as the screens of a wall do; the others change the View in place. Each sample is told
when it is taken, and what is stopped (Ctrl+C, SIGTERM) tells the growth until then.
"""

import json
import os
import signal
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread

import psutil
from playwright.sync_api import CDPSession, Page
from sqlalchemy import Engine

from data.commands.revisions import bump
from data.engine import make_engine, writing
from tests.bench.__main__ import DATABASE, _demo_city
from tests.bench.figures import say
from tests.browser import chromium, wait_drawn, wait_for
from tests.server import free_port, start, wait_until_served

MOST = 5.0  # percent of growth after the warm-up
LOOKS = 12  # samples after the warm-up
PATIENT = 180  # s for a view to be drawn: this is about growth, on a machine that may be busy
CROWD = 16  # threads of the server
REST = 800  # ms until the map has come to rest and what it left is gone
VIEWS = (
    {"region": "", "metric": "", "window": "", "skin": ""},
    {"region": "350304", "metric": "", "window": "", "skin": ""},
    {"region": "350302", "metric": "risk", "window": "", "skin": "light"},
    {"region": "350304100", "metric": "", "window": "30d", "skin": ""},
)
PAGES = ("/risk", "/events?window=7d", "/?region=350304")
PUSH = """async ([n, pace]) => {
  const told = (await (await fetch("/api/v1/revisions")).json()).revisions;
  const channel = new BroadcastChannel("yitu-live");
  for (let k = 1; k <= n; k += 1) {
    const data = { ...told, events: told.events + k, warnings: told.warnings + k };
    channel.postMessage({ event: "revisions", data, id: "", link: "up" });
    if (k % 20 === 0) await new Promise((go) => setTimeout(go, pace));
  }
  channel.close();
}"""
FRAME = """(path) => new Promise((shown) => {
  const frame = Object.assign(document.createElement("iframe"), { src: path, width: 1600, height: 900 });
  frame.style.cssText = "position:fixed;inset:0;opacity:0;pointer-events:none";
  const look = () => {
    const panels = [...(frame.contentDocument?.querySelectorAll("[data-panel]") ?? [])];
    if (!panels.length || panels.some((one) => one.dataset.state === "loading")) return void setTimeout(look, 50);
    frame.remove();
    shown();
  };
  document.body.append(frame);
  look();
})"""


@dataclass(frozen=True)
class Wear:
    """What a wall and its server hold."""

    heap: float
    nodes: float
    listeners: float
    memory: float
    handles: float


FIGURES = {
    "heap": ("JS heap", "MB"),
    "nodes": ("DOM nodes", "nodes"),
    "listeners": ("listeners", "listeners"),
    "memory": ("server memory", "MB"),
    "handles": ("file handles of the server", "handles"),
}


class Endurance:
    """A page that is pushed to and rotates, and the process that serves it."""

    def __init__(self, page: Page, server: int) -> None:
        self.page, self._server = page, psutil.Process(server)
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Performance.enable")
        self._stopped = False

    def stop(self, *_signal: object) -> None:
        """After the rotation that is under way."""
        self._stopped = True

    def rotate(self, n: int) -> None:
        if n % 5 == 4:
            self.page.evaluate(FRAME, PAGES[n // 5 % len(PAGES)])
            return
        view = VIEWS[n % 5]
        self.page.evaluate("(view) => cockpit.view.go(view)", view)
        wait_drawn(self.page, view["region"], PATIENT)

    def home(self) -> None:
        self.page.evaluate("(view) => cockpit.view.go(view)", VIEWS[0])
        wait_drawn(self.page, VIEWS[0]["region"], PATIENT)

    def push(self, many: int) -> None:
        """As the tab that keeps the stream passes them on; twenty at once."""
        self.page.evaluate(PUSH, [many, 20])

    def wear(self) -> Wear:
        """Always of the same view: another has other areas and points, and so other listeners."""
        self.home()
        self.page.wait_for_timeout(REST)
        wait_for(self.page, "() => !cockpit.pending?.size && !cockpit.map?.underWay.size", seconds=PATIENT)
        for _ in range(2):
            self._session.send("HeapProfiler.collectGarbage")
        held = {one["name"]: one["value"] for one in self._session.send("Performance.getMetrics")["metrics"]}
        every = [self._server, *self._server.children(recursive=True)]
        memory = sum(one.memory_full_info().uss for one in every) / 2**20
        browser = (held["JSHeapUsedSize"] / 2**20, held["Nodes"], held["JSEventListeners"])
        return Wear(*browser, memory, sum(one.num_fds() for one in every))

    def run(self, rotations: int, pushes: int) -> Iterator[tuple[int, Wear]]:
        """Rotations so far and a sample: the first when it has warmed up, the others evenly after it."""
        looks = {rotations * step // LOOKS for step in range(2, LOOKS + 1)}
        each = max(1, pushes // rotations)
        for n in range(rotations):
            if self._stopped:
                return
            self.push(each)
            self.rotate(n)
            if n + 1 in looks:
                yield n + 1, self.wear()


def crowd(url: str) -> None:
    """Warm: as many at once as the server has threads, so that it holds what a busy moment makes it hold."""
    asks = [f"{url}/api/v1/panels/funnel.json?at=2024-07-20T04:{n:02d}:00Z" for n in range(2 * CROWD)]
    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(lambda one: urllib.request.urlopen(one, timeout=PATIENT).read(), asks))


Opened = Callable[[Page, str, int, Engine], Endurance]  # page, address, process and database of the server


def growth(seen: list[Wear]) -> dict[str, tuple[float, float, float]]:
    """{what: (at the beginning, at the end, percent)}; each the median of a third of the samples."""
    third = max(1, len(seen) // 3)
    first, last = ([asdict(one) for one in part] for part in (seen[:third], seen[-third:]))
    ends = {what: [statistics.median(one[what] for one in part) for part in (first, last)] for what in FIGURES}
    return {what: (a, b, 100 * (b - a) / a) for what, (a, b) in ends.items()}


@contextmanager
def committing(database: Path) -> Iterator[Engine]:
    """Another process that writes all the while, so that the server has its own pushes to tell."""
    engine, enough = make_engine(f"sqlite:///{database}"), Event()

    def write() -> None:
        while not enough.wait(0.05):
            with writing(engine) as connection:
                bump(connection, "events")

    writer = Thread(target=write, daemon=True)
    writer.start()
    yield engine
    enough.set()
    writer.join(10)
    engine.dispose()


def main(opened: Opened) -> None:
    rotations, pushes = int(os.environ.get("ROTATIONS", 2_000)), int(os.environ.get("PUSHES", 20_000))
    _demo_city()
    port = free_port()
    told = {"YITU_DATABASE_URL": f"sqlite:///{DATABASE}", "YITU_DEMO_FEED": "false", "YITU_DEMO_CLOCK": "false"}
    process, url = start(port, **told), f"http://127.0.0.1:{port}"
    seen: list[Wear] = []
    try:
        wait_until_served(url, process)
        crowd(url)
        with chromium() as browser, committing(DATABASE) as engine:
            wall = opened(browser.new_page(viewport={"width": 1920, "height": 1080}), url, process.pid, engine)
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, wall.stop)
            _lived(wall, rotations, pushes, seen)
    finally:
        process.terminate()
        process.wait()
        if seen:
            _told(seen)


def _wall(page: Page, url: str, server: int, _engine: Engine) -> Endurance:
    page.goto(url)
    wait_drawn(page, seconds=PATIENT)
    return Endurance(page, server)


def _lived(wall: Endurance, rotations: int, pushes: int, seen: list[Wear]) -> None:
    began = time.monotonic()
    for done, one in wall.run(rotations, pushes):
        seen.append(one)
        pushed = done * max(1, pushes // rotations)
        line = {"rotations": done, "pushes": pushed, "s": round(time.monotonic() - began)}
        print(json.dumps(line | {what: round(value, 1) for what, value in asdict(one).items()}), flush=True)


def _told(seen: list[Wear]) -> None:
    for what, (begin, end, percent) in growth(seen).items():
        name, unit = FIGURES[what]
        say(f"endurance: {name} at the beginning", unit, round(begin, 1))
        say(f"endurance: {name} at the end", unit, round(end, 1))
        say(f"endurance: {name}, growth", "%", round(percent, 2), target=MOST)


if __name__ == "__main__":
    main(_wall)
