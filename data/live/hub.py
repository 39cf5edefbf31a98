"""The hub: one thread in each process that learns of new revisions and alarms and tells every screen there is.

What it tells it has read from the database, by a connection of its own: so nothing is told before its commit, and
nothing that was rolled back. Bells and messages of other processes only make it look at once; it looks anyway with
every beat, so that a lost message costs seconds and no news.
"""

import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Collection
from contextlib import suppress
from threading import Lock, Thread
from typing import Protocol

import structlog
from flask import Flask
from prometheus_client import Gauge

from data.counters import LIVE_PLACES
from data.errors import TooMany, TooManyOfOne
from data.house import EXTENSION, House
from data.language import gettext as _
from data.live.bell import bell
from data.live.frames import frame
from data.live.listeners import listen
from data.live.places import Detached, Place
from data.live.telling import Telling
from data.troubles import TROUBLES

BEAT_S = 5.0  # between two signs of life, and two looks that nobody asked for
PACE_S = 0.25  # at least, between two tellings: what comes faster comes together
TURN_S = 2.0  # at least, between two tellings of nothing but a new minute: an exercise's may be short
TICK_S = 1.0
KEY = "yitu-live"

_making = Lock()
log = structlog.get_logger(__name__)


class Tells(Protocol):
    """What a hub tells its places: read for all at once, then to each what is new to him."""

    accounts_moved: bool

    def turned(self) -> bool: ...
    def look(self, places: Collection[Place], *, others: bool) -> None: ...
    def frames(self, place: Place) -> list[bytes]: ...
    def sign(self, place: Place) -> str: ...


class Hub(Thread):
    def __init__(
        self, house: House, telling: Tells, *, name: str = "live", pace: float = PACE_S, gauge: Gauge = LIVE_PLACES
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._house, self._telling, self._pace, self._gauge = house, telling, pace, gauge
        self._places: set[Place] = set()
        self._coming: deque[Place] = deque()
        self._leaving: deque[Place] = deque()
        self.taken, self._guard = 0, Lock()  # places, those that are about to be seated too
        self._of: Counter[str] = Counter()  # places by who has them
        self._selector = selectors.DefaultSelector()
        self._wakes, self._waker = socket.socketpair()
        for end in (self._wakes, self._waker):
            end.setblocking(False)
        self._selector.register(self._wakes, selectors.EVENT_READ)
        self._called = False
        self._looked_at = self._beaten_at = self._turned_at = 0.0

    def wake(self) -> None:
        """Something may have moved: look now. Never waits."""
        self._called = True
        with suppress(OSError):  # full: it wakes anyway
            self._waker.send(b"\0")

    def reserve(self, place: Place, who: str, most: int, each: int) -> None:
        """A place for one more. TooMany when `most` are taken, TooManyOfOne when `who` has `each` of them."""
        with self._guard:
            if self.taken >= most:
                raise TooMany(_("推送连接已满"))
            if self._of[who] >= each:
                raise TooManyOfOne(_("同一账号或地址的推送连接过多"))
            self.taken += 1
            self._of[who] += 1
            place.who = who
            self._gauge.set(self.taken)
            if not self.is_alive():
                bell(self._house.engine).listeners.append(self.wake)
                listen(self._house.engine, self._house.settings, self.wake)
                self.start()

    def join_in(self, place: Place) -> None:
        """From now on he is told; first of how everything stands."""
        self._coming.append(place)
        self.wake()

    def leave(self, place: Place) -> None:
        self._leaving.append(place)
        self.wake()

    def run(self) -> None:
        while True:
            try:
                self._round()
            except Exception as error:  # the next round may do better; the log tells why this one did not
                log.exception("a round of telling was cut short", error=repr(error))
                time.sleep(TICK_S)

    def _round(self) -> None:
        self._wait()
        while self._coming:
            self._seat(self._coming.popleft())
        while self._leaving:
            self._drop(self._leaving.popleft())
        now = time.monotonic()
        beat = now - self._beaten_at >= BEAT_S
        if not self._places or not (self._called or beat or self._turned(now)):
            return
        if not beat and now - self._looked_at < self._pace:
            return  # waited for by _wait
        self._called, self._looked_at = False, now
        self._look(beat)

    def _wait(self) -> None:
        """For a socket, a call, or the time of the next tick; nobody listening, for as long as it takes."""
        now = time.monotonic()
        rest = max(0.0, self._looked_at + self._pace - now) if self._called else TICK_S
        for key, mask in self._selector.select(rest if self._places else None):
            if key.data is None:
                with suppress(OSError):
                    self._wakes.recv(4096)
            elif (mask & selectors.EVENT_READ and key.data.gone()) or not key.data.flush():
                self._drop(key.data)
            else:
                self._watch(key.data)

    def _turned(self, now: float) -> bool:
        """Whether the city's minute is another than was told."""
        if now - self._turned_at < TURN_S or not self._telling.turned():
            return False
        self._turned_at = now
        return True

    def _look(self, beat: bool) -> None:
        """Without its database the house says nothing at all: screens notice the silence and say so."""
        try:
            self._telling.look(self._places, others=beat)
        except TROUBLES as error:
            log.warning("screens are told nothing", error=str(error))
            self._beaten_at = time.monotonic()
            return
        for place in list(self._places):
            self._tell(place, beat)
        if beat:
            self._beaten_at = time.monotonic()

    def _tell(self, place: Place, beat: bool) -> None:
        moved = self._telling.accounts_moved
        if (moved or time.monotonic() >= place.check_at) and not place.still(soon=moved):
            return self._drop(place)
        told = self._telling.frames(place)
        if not told and beat:
            told = [frame("beat", {}, self._telling.sign(place))]
        if told and not place.send(b"".join(told)):
            return self._drop(place)
        return self._watch(place)

    def _seat(self, place: Place) -> None:
        self._places.add(place)
        if isinstance(place, Detached) and place.sock is not None:
            self._selector.register(place.sock, selectors.EVENT_READ | selectors.EVENT_WRITE, place)

    def _watch(self, place: Place) -> None:
        """For its end always; for room to write only while something waits."""
        if isinstance(place, Detached) and place.sock is not None and place in self._places:
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if place.waiting else 0)
            if self._selector.get_key(place.sock).events != wanted:
                self._selector.modify(place.sock, wanted, place)

    def _drop(self, place: Place) -> None:
        if place not in self._places:
            return
        self._places.discard(place)
        if place.sock is not None:
            self._selector.unregister(place.sock)
        place.end()
        with self._guard:
            self.taken -= 1
            self._of[place.who] -= 1
            if not self._of[place.who]:
                del self._of[place.who]
            self._gauge.set(self.taken)


def hub_of(server: Flask) -> Hub:
    """The hub of this process; it stands still until the first screen comes."""
    with _making:
        if KEY not in server.extensions:
            house: House = server.extensions[EXTENSION]
            server.extensions[KEY] = Hub(house, Telling(house))
        hub: Hub = server.extensions[KEY]
        return hub
