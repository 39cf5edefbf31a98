"""The city's clock. In the demo it runs from the demo's own moment, and only while the server runs.

An exercise has a clock of the same kind that may run faster, and never past what has been played (`until`).
"""

import json
import time
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from data.commands.facts import put_fact
from data.schema import event, house_fact
from data.settings import Settings

KEY = "demo_clock"
REREAD = 5.0  # seconds after which another process may have set the clock
NEVER = float("-inf")  # when it was read, where it never was


class Origin(NamedTuple):
    """The moment shown, and since when it runs (None: it stands), how fast, and up to when."""

    shown: datetime
    since: datetime | None
    speed: float = 1.0
    until: datetime | None = None

    def at(self, now: datetime) -> datetime:
        """What the clock shows at `now` of real time."""
        if self.since is None:
            return self.shown
        here = self.shown + (now - self.since) * self.speed
        return min(here, self.until) if self.until else here

    def written(self) -> str:
        plain = {"shown": self.shown.isoformat(), "since": self.since and self.since.isoformat()}
        more = {"speed": self.speed, "until": self.until and self.until.isoformat()}
        return json.dumps(plain | {name: value for name, value in more.items() if value not in (1.0, None)})


class Clock:
    """`now()` in UTC. The demo clock is a row (`shown`, `since`), so that all processes of a house agree."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._demo = engine, settings.demo or bool(settings.exercise)
        self._reread = 0.0 if settings.exercise else REREAD
        self._origin: Origin | None = None
        self._read_at = NEVER

    def now(self) -> datetime:
        """Real time; in the demo, `shown` plus what has passed `since` the start, or `shown` itself while stopped."""
        origin = self._read() if self._demo else None
        return datetime.now(UTC) if origin is None else origin.at(datetime.now(UTC))

    def holds_demo(self) -> bool:
        """Whether the database lives on simulated data, whatever the settings say.

        While it does not answer, as it last said. SQLAlchemyError where it has never yet: nobody knows, and a guess
        would turn visitors away for good.
        """
        return self._read(guess=False) is not None

    def _read(self, *, guess: bool = True) -> Origin | None:
        if time.monotonic() - self._read_at > self._reread:
            try:
                with self._engine.connect() as connection:
                    text = connection.scalar(select(house_fact.c.value).where(house_fact.c.key == KEY))
            except SQLAlchemyError:
                if not guess and self._read_at == NEVER:
                    raise
                return self._origin
            self._read_at, self._origin = time.monotonic(), read_origin(text) if text else None
        return self._origin


def read_origin(text: str) -> Origin:
    told = json.loads(text)
    since, until = (told.get(name) and datetime.fromisoformat(told[name]) for name in ("since", "until"))
    return Origin(datetime.fromisoformat(told["shown"]), since, told.get("speed", 1.0), until)


def set_demo_clock(engine: Engine, anchor: datetime, *, running: bool) -> datetime:
    """Start or stop the demo clock at `anchor`, or at the newest event when the demo has gone past it."""
    with engine.begin() as connection:
        newest = connection.scalar(select(event.c.reported_at).order_by(event.c.reported_at.desc()).limit(1))
        shown = max(anchor, newest) if newest else anchor
        since = datetime.now(UTC) if running else None
        put_fact(connection, KEY, Origin(shown, since).written())
    return shown
