"""Rounds: work that a server does again and again, in a thread of its own."""

from collections.abc import Callable
from threading import Event, Thread

import structlog

log = structlog.get_logger(__name__)


class Rounds(Thread):
    """Does its work every few seconds; outlives any error, a lost database too, since the next round may succeed."""

    def __init__(self, name: str, work: Callable[[], object], seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._seconds, self._stopping = work, seconds, Event()

    def run(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                self._work()
            except Exception as error:  # the next round may do better; the log tells why this one did not
                log.exception("a round was cut short", rounds=self.name, error=str(error))

    def stop(self) -> None:
        """Ask the thread to end; it does after its current round."""
        self._stopping.set()
