"""The line between a browser and its server, as a program that can be cut: nothing passes, and nobody is told."""

import selectors
import socket
import time
from contextlib import suppress
from threading import Thread

from tests.server import free_port

PIECE = 65_536


class Cable:
    """`url` leads to `port` here while it is whole; what is sent while it is cut arrives once it is mended."""

    def __init__(self, port: int) -> None:
        self._there = port
        self._ends: dict[socket.socket, socket.socket] = {}
        self._cut = False
        self._selector = selectors.DefaultSelector()
        self._door = socket.create_server(("127.0.0.1", free_port()), backlog=100)
        self._selector.register(self._door, selectors.EVENT_READ)
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._open = True
        self._carrier = Thread(target=self._carry, daemon=True)
        self._carrier.start()

    def cut(self) -> None:
        self._cut = True

    def mend(self) -> None:
        self._cut = False

    def close(self) -> None:
        self._open = False
        self._carrier.join(5)
        for one in (*self._ends, self._door, self._selector):
            one.close()

    def _carry(self) -> None:
        while self._open:
            for key, _mask in [] if self._cut else self._selector.select(0.05):
                if key.fileobj is self._door:
                    self._join(self._door.accept()[0])
                elif key.fileobj in self._ends:
                    self._pass_on(key.fileobj)
            if self._cut:
                time.sleep(0.05)

    def _join(self, here: socket.socket) -> None:
        there = socket.create_connection(("127.0.0.1", self._there))
        for one, other in ((here, there), (there, here)):
            self._ends[one] = other
            self._selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, one: socket.socket) -> None:
        other = self._ends[one]
        with suppress(OSError):
            if piece := one.recv(PIECE):
                return other.sendall(piece)
        for end in (one, other):
            self._selector.unregister(end)
            del self._ends[end]
            end.close()
        return None
