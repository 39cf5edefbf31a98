"""A place at the stream: who has it, how far he has been told, and by which way bytes reach him."""

import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from socket import socket
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from data.live.frames import BEGIN
from data.live.pulse import Told
from data.queries.alarms_told import Position
from data.scope import Scope

CHECK_S = 15.0  # between two looks at whether the asker is still who he was
SOON_S = 1.5
MOST_WAITING = 256 * 1024  # bytes that may wait for a client; one that takes no more comes again
MOST_PIECES = 1_000
Asker = Callable[[], Scope | None]  # what he may see now; None for nobody


class Place:
    """Who may see something else than at first, or nothing any more, is told no more."""

    sock: socket | None = None
    who = ""  # as whom it was reserved

    def __init__(self, scope: Scope, asker: Asker, resumed: str = "") -> None:
        self.scope, self.asker, self.resumed = scope, asker, resumed
        self.known: Told = {}  # what he was told last
        self.show: str = ""
        self.shown: dict[str, Any] | None = None  # what he was told last of the show he follows
        self.position: Position | None = None
        self.check_at = time.monotonic() + CHECK_S

    def send(self, data: bytes) -> bool:
        """Whether he is still there to take it."""
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError

    def still(self, *, soon: bool = False) -> bool:
        """Whether he may go on listening. A database that does not answer ends nobody's stream.

        `soon`: look again shortly, since a process remembers for a second whose session is whose.
        """
        self.check_at = time.monotonic() + (SOON_S if soon else CHECK_S)
        try:
            return self.asker() == self.scope
        except SQLAlchemyError:
            return True


class Detached(Place):
    """A socket of its own, without a thread: the hub writes to all of them."""

    def __init__(self, scope: Scope, asker: Asker, resumed: str = "") -> None:
        super().__init__(scope, asker, resumed)
        self.waiting = bytearray()

    def hold(self, sock: socket, head: bytes) -> None:
        self.sock = sock
        self.waiting[:0] = head + BEGIN

    def send(self, data: bytes) -> bool:
        self.waiting += data
        return self.flush()

    def flush(self) -> bool:
        try:
            while self.waiting and self.sock is not None:
                del self.waiting[: self.sock.send(self.waiting)]
        except BlockingIOError:
            return len(self.waiting) <= MOST_WAITING
        except OSError:
            return False
        return True

    def gone(self) -> bool:
        """A client says nothing after its request: a readable socket has been closed at the other end."""
        try:
            return self.sock is None or not self.sock.recv(4096)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def end(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.close()


class Threaded(Place):
    """Where the server does not give its socket away (TLS in it, another server): a thread waits for what comes."""

    def __init__(self, scope: Scope, asker: Asker, resumed: str = "") -> None:
        super().__init__(scope, asker, resumed)
        self.pieces: SimpleQueue[bytes | None] = SimpleQueue()
        self.pieces.put(BEGIN)

    def send(self, data: bytes) -> bool:
        self.pieces.put(data)
        return self.pieces.qsize() <= MOST_PIECES

    def end(self) -> None:
        self.pieces.put(None)
