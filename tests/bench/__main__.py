"""`make bench`: every promised figure, one JSON line each; `python -m tests.bench demo`, `millions`, `readings`,
`exposure`, `risk_map`, `push`, `rest`, `dispatch`, `desks`, `codes`, `briefing`, `handout`, `indicators`,
`economy`, `coordination`, `departments`, `forms`, `lists`, `sources` or `reports` for a part.

The demo city is kept in var/bench.db between runs. BENCH_EVENTS, BENCH_ENGINES, BENCH_DAYS, BENCH_PAIRS and
BENCH_PEOPLE make it less.
"""

import json
import os
import platform
import sys
import time

from data.engine import make_engine
from data.ready import make_ready
from data.settings import ROOT, Settings
from tests.bench import (
    briefing,
    codes,
    coordination,
    departments,
    desks,
    dispatch,
    economy,
    exposure,
    forms,
    handout,
    indicators,
    lists,
    millions,
    push,
    queries,
    readings,
    reports,
    rest,
    risk_map,
    served,
    sources,
    wall,
)
from tests.bench.figures import tell
from tests.server import free_port, serving, start, wait_until_served

DATABASE = ROOT / "var" / "bench.db"


def main() -> None:
    chosen = sys.argv[1:] or [
        "demo",
        "exposure",
        "risk_map",
        "push",
        "rest",
        "dispatch",
        "desks",
        "codes",
        "briefing",
        "handout",
        "indicators",
        "coordination",
        "departments",
        "economy",
        "forms",
        "lists",
        "sources",
        "millions",
        "readings",
        "reports",
    ]
    if "demo" in chosen:
        _demo_city()
    if "exposure" in chosen:
        _demo_city()
        exposure.measure(f"sqlite:///{DATABASE}")
    if "risk_map" in chosen:
        _demo_city()
        with serving(DATABASE, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
            risk_map.measure(url)
    if "coordination" in chosen:
        _demo_city()
        coordination.measure(DATABASE)
    if "departments" in chosen:
        _demo_city()
        departments.measure(DATABASE)
    if "forms" in chosen:
        forms.measure()
    if "lists" in chosen:
        _demo_city()
        lists.measure(DATABASE)
    if "sources" in chosen:
        _demo_city()
        sources.measure(DATABASE)
    if "push" in chosen:
        _demo_city()
        push.measure(DATABASE)
    if "rest" in chosen:
        _demo_city()
        rest.measure(DATABASE)
    if "dispatch" in chosen:
        _demo_city()
        dispatch.measure(f"sqlite:///{DATABASE}")
    if "desks" in chosen:
        _demo_city()
        desks.measure(DATABASE)
    if "codes" in chosen:
        _demo_city()
        codes.measure(DATABASE)
    if "briefing" in chosen:
        _demo_city()
        with serving(DATABASE, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
            briefing.measure(url)
    if "handout" in chosen:
        _demo_city()
        handout.measure(DATABASE)
    if "indicators" in chosen:
        _demo_city()
        indicators.measure(f"sqlite:///{DATABASE}")
    if "reports" in chosen:
        _demo_city()
        with serving(DATABASE, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
            reports.measure(f"sqlite:///{DATABASE}", url)
    if "economy" in chosen:
        _demo_city()
        with serving(DATABASE, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
            economy.measure(f"sqlite:///{DATABASE}", url)
    if "millions" in chosen:
        millions.measure()
    if "readings" in chosen:
        readings.measure()


def _demo() -> None:
    _demo_city()
    queries.measure(f"sqlite:///{DATABASE}")
    _later_start()
    with serving(DATABASE, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
        served.measure(url)
        wall.measure(url)


def _demo_city() -> None:
    """Make what is not there yet, and say on what machine."""
    began, absent = time.perf_counter(), not DATABASE.exists()
    engine = make_engine(f"sqlite:///{DATABASE}")
    make_ready(engine, Settings(database_url=f"sqlite:///{DATABASE}", _env_file=None))
    engine.dispose()
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    print(json.dumps(machine | ({"city and demo made in s": round(time.perf_counter() - began, 1)} if absent else {})))


def _later_start() -> None:
    """From starting the server on a ready database to its first healthy answer."""
    spent = []
    for _ in range(3):
        port, began = free_port(), time.perf_counter()
        process = start(port, YITU_DATABASE_URL=f"sqlite:///{DATABASE}", YITU_DEMO_FEED="false")
        wait_until_served(f"http://127.0.0.1:{port}", process)
        spent.append(time.perf_counter() - began)
        process.terminate()
        process.wait()
    tell("later start to served", "s", spent, target=5, at=1)


if __name__ == "__main__":
    main()
