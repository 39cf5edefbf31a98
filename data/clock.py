"""The city's clock. In the demo it runs from the demo's own moment, and only while the server runs."""

import json
import time
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from data.commands.facts import put_fact
from data.schema import event, house_fact
from data.settings import Settings

KEY = "demo_clock"
REREAD = 5.0  # seconds after which another process may have set the clock
Origin = tuple[datetime, datetime | None]  # the moment shown, and since when it runs; None: it stands


class Clock:
    """`now()` in UTC. The demo clock is a row (`shown`, `since`), so that all processes of a house agree."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._demo = engine, settings.demo
        self._origin: Origin | None = None
        self._read_at = -REREAD

    def now(self) -> datetime:
        """Real time; in the demo, `shown` plus what has passed `since` the start, or `shown` itself while stopped."""
        origin = self._read() if self._demo else None
        if origin is None:
            return datetime.now(UTC)
        shown, since = origin
        return shown if since is None else shown + (datetime.now(UTC) - since)

    def holds_demo(self) -> bool:
        """Whether the database lives on simulated data, whatever the settings say."""
        return self._read() is not None

    def _read(self) -> Origin | None:
        if time.monotonic() - self._read_at > REREAD:
            try:
                with self._engine.connect() as connection:
                    text = connection.scalar(select(house_fact.c.value).where(house_fact.c.key == KEY))
            except SQLAlchemyError:
                return None
            self._read_at, self._origin = time.monotonic(), _origin(text) if text else None
        return self._origin


def _origin(text: str) -> Origin:
    fact = json.loads(text)
    return datetime.fromisoformat(fact["shown"]), fact["since"] and datetime.fromisoformat(fact["since"])


def set_demo_clock(engine: Engine, anchor: datetime, *, running: bool) -> datetime:
    """Start or stop the demo clock at `anchor`, or at the newest event when the demo has gone past it."""
    with engine.begin() as connection:
        newest = connection.scalar(select(event.c.reported_at).order_by(event.c.reported_at.desc()).limit(1))
        shown = max(anchor, newest) if newest else anchor
        since = datetime.now(UTC).isoformat() if running else None
        put_fact(connection, KEY, json.dumps({"shown": shown.isoformat(), "since": since}))
    return shown
