"""The city that ships, made once in a run: bare, and with a smaller year of events for the journeys.

`python -m tests.reference FOLDER` makes both: the journeys have them made while they begin elsewhere.
"""

import sys
from pathlib import Path

from data.engine import make_engine
from data.ready import make_ready, seed_demo
from data.settings import Settings
from tests.databases import sqlite_once, tables

EVENTS = 30_000


def reference(folder: Path) -> Path:
    """Outside the demo."""
    return sqlite_once(folder / "reference.db", _bare, tables(folder))


def _bare(url: str) -> None:
    engine = make_engine(url)
    make_ready(engine, Settings(database_url=url, demo=False, _env_file=None))
    engine.dispose()


def lived(folder: Path) -> Path:
    """Its demo; the clock stands at its anchor."""
    return sqlite_once(folder / "city.db", _fill, reference(folder))


def _fill(url: str) -> None:
    settings = Settings(database_url=url, _env_file=None)
    engine = make_engine(url)
    seed_demo(engine, settings, events=EVENTS)
    engine.dispose()


if __name__ == "__main__":
    lived(Path(sys.argv[1]))
