"""The follower: after a commit of readings, forecasts or warnings the slow rules are held where something was told.

It does so off the thread of the door. What comes while it looks is seen to
together in its next round; between rounds it rests four times as long as the last one took, so that it never has more
than a fifth of a processor.
"""

import time
from collections import Counter
from datetime import datetime, timedelta
from threading import Event, Thread

import structlog

from data.commands.slow_watch import due, follow, told_since
from data.engine import reading, writing
from data.house import House
from data.live.bell import bell
from data.queries.revisions import revisions

LOOK_S = 0.5  # other processes (MQTT, files) ring no bell here: so often it looks for itself
TOPICS = ("readings", "warnings")  # forecasts move the second, as warnings of other offices do
REST = 4  # times as long as a round took
UNSEEN = timedelta(seconds=5)  # readings are committed no later than so long after the moment they bear

log = structlog.get_logger(__name__)


class Follower(Thread):
    """Outlives any error, a lost database too: the sweep holds the same rules once a minute."""

    def __init__(self, house: House) -> None:
        super().__init__(name="follow", daemon=True)
        self._house, self._woken, self._stopping = house, Event(), Event()
        self._seen, self._since = self._revision(), house.clock.now()
        bell(house.engine).listeners.append(self._woken.set)

    def run(self) -> None:
        while not self._stopping.is_set():
            self._woken.wait(LOOK_S)
            self._woken.clear()
            began = time.monotonic()
            try:
                self.round()
            except Exception as error:  # the next round may do better; the log tells why this one did not
                log.exception("a round was cut short", rounds="follow", error=str(error))
            self._stopping.wait((time.monotonic() - began) * REST)

    def round(self) -> Counter[str]:
        """Hold what was touched since the round before; the moves made."""
        now_at = self._revision()
        moved = [one != other for one, other in zip(now_at, self._seen, strict=True)]
        if not any(moved):
            return Counter()
        now, since = self._house.clock.now(), self._since
        made = follow_since(self._house, since - UNSEEN, now, readings=moved[0], words=moved[1])
        self._seen, self._since = now_at, now
        return made

    def stop(self) -> None:
        """Ask the thread to end; it does after its current round."""
        self._stopping.set()
        self._woken.set()

    def _revision(self) -> tuple[int, ...]:
        with reading(self._house.engine) as connection:
            known = revisions(connection)
        return tuple(known.get(topic, 0) for topic in TOPICS)


def start_follower(house: House) -> Follower:
    """Running, for this house. Several processes may each have one: what one has done, the others leave."""
    follower = Follower(house)
    follower.start()
    return follower


def follow_since(
    house: House, since: datetime, now: datetime, *, readings: bool = True, words: bool = True
) -> Counter[str]:
    """Looks first, and makes writers wait only where something is to be done."""
    with reading(house.engine) as connection:
        told = told_since(connection, since, readings=readings, words=words)
        if not due(connection, told, now):
            return Counter()
    with writing(house.engine) as connection:
        made = follow(connection, told, now)
    if made:
        log.info("followed", **made)
    return made
