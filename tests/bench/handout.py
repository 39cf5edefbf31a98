"""Freezing a briefing of 12 scenes, and its pages as PDF and as slides, over HTTP as a presenter asks for them.

Each round asks for other regions, so that no answer of a round is remembered from the one before.
"""

import http.client
import json
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from data.briefer import Briefer
from data.briefing.scene import Emphasis, Scene
from data.clock import Clock
from data.commands.briefings import make
from data.engine import make_engine, writing
from data.schema import region
from data.scope import Scope
from data.settings import Settings
from tests.bench.figures import tell
from tests.server import serving

SCENES, ROUNDS = 12, 5
PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/", ("kpi", "trend")),
    ("/", ("ranking", "grid")),
    ("/events", ("backlog", "agencies", "rates")),
    ("/events", ("breakdown", "heat")),
    ("/risk", ("warnings", "stations", "typhoon")),
    ("/studies", ("speed", "ahead")),
)
VISITOR = Briefer(who="visitor", name="bench", role="visitor", scope=Scope.guest(), makes=True)
HEADERS = {"Content-Type": "application/json"}


def measure(database: Path) -> None:
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copy(database, Path(folder) / "handout.db"))
        codes = _briefings(copy)
        with serving(copy, YITU_DEMO_FEED="false", YITU_DEMO_CLOCK="false") as url:
            froze = [_timed(url, f"{code}/freeze", {}) for code in codes]
            tell(f"freeze of {SCENES} scenes, nothing remembered", "s", froze, target=3)
            for kind in ("pdf", "pptx"):
                spent = [_timed(url, f"{code}/handout", {"kind": kind, "notes": True}) for code in codes]
                target = 20 if kind == "pdf" else None
                tell(f"{kind} of {SCENES} frozen scenes", "s", spent, target=target)
            live = [_timed(url, f"{code}/handout", {"kind": "pdf", "live": True}) for code in codes]
            tell(f"pdf of {SCENES} live scenes", "s", live, target=20)


def _briefings(database: Path) -> list[str]:
    """One a round, each of regions of its own."""
    engine = make_engine(f"sqlite:///{database}")
    now = Clock(engine, Settings(database_url=f"sqlite:///{database}", demo_clock=False, _env_file=None)).now()
    with engine.connect() as connection:
        places = list(connection.scalars(select(region.c.code).where(region.c.level <= 3).order_by(region.c.id)))
    with writing(engine) as connection:
        codes = [make(connection, "bench", _scenes(places, n), VISITOR, now) for n in range(ROUNDS)]
    engine.dispose()
    return codes


def _scenes(places: list[str], number: int) -> list[Scene]:
    scenes = []
    for n in range(SCENES):
        page, panels = PAGES[n % len(PAGES)]
        window = ("today", "7d", "30d")[n % 3]
        path = f"{page}?region={places[(number * SCENES + n) % len(places)]}&window={window}"
        emphasis = Emphasis(panels=panels)
        scenes.append(Scene(path=path, title=f"scene {n}", notes="notes " * 40, emphasis=emphasis))
    return scenes


def _timed(url: str, path: str, body: dict[str, Any]) -> float:
    """Until the last byte is here."""
    there = urlsplit(url)
    connection = http.client.HTTPConnection(there.hostname or "", there.port)
    began = time.perf_counter()
    connection.request("POST", f"/briefing/data/{path}", body=json.dumps(body), headers=HEADERS)
    answer = connection.getresponse()
    text = answer.read().decode()
    spent = time.perf_counter() - began
    connection.close()
    if answer.status != 200 or '"failed"' in text:
        raise RuntimeError(f"{path}: {answer.status} {text[:300]}")
    return spent
