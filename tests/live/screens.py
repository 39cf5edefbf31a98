"""A screen as a program: it keeps a stream open and remembers what it heard, and when."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Heard:
    at: float  # time.monotonic()
    event: str
    data: dict[str, Any]
    id: str


class Screen:
    """Connected until `close()`; `status`, `headers` are of the answer; `ended` is set when the server ends it."""

    def __init__(self, url: str, key: str = "", last: str = "") -> None:
        where = urlsplit(url)
        connection = http.client.HTTPConnection(where.netloc, timeout=60)
        more = {"Authorization": f"Bearer {key}"} if key else {}
        more |= {"Last-Event-ID": last} if last else {}
        connection.request("GET", "/api/v1/live", headers={"Accept-Encoding": "gzip, br", **more})
        self._sock = connection.sock
        self.answer = connection.getresponse()
        self.status, self.headers = self.answer.status, self.answer.headers
        self.heard: list[Heard] = []
        self.ended = threading.Event()
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        if self.status == 200:
            self._reader.start()
        else:
            self.answer.read()
            connection.close()

    def wait(self, event: str, fits: Callable[[dict[str, Any]], bool] = bool, seconds: float = 10) -> Heard:
        """The first of this kind that fits, told already or to come."""
        until = time.monotonic() + seconds
        with self._news:
            while True:
                found = [one for one in self.heard if one.event == event and fits(one.data)]
                if found:
                    return found[0]
                if not self._news.wait(until - time.monotonic()) and time.monotonic() >= until:
                    raise TimeoutError(f"no {event} within {seconds} s; heard {self.heard}")

    def all(self, event: str) -> list[dict[str, Any]]:
        with self._news:
            return [one.data for one in self.heard if one.event == event]

    @property
    def last(self) -> str:
        return self.heard[-1].id

    def close(self) -> None:
        """As a screen that is switched off."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._reader.join(5)

    def _read(self) -> None:
        told: dict[str, str] = {}
        try:
            for line in self.answer:
                name, _colon, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    told[name] = value
                elif "event" in told:
                    self._remember(told)
                    told = {}
        except OSError:
            pass
        self.answer.close()
        self.ended.set()

    def _remember(self, told: dict[str, str]) -> None:
        with self._news:
            self.heard.append(Heard(time.monotonic(), told["event"], json.loads(told["data"]), told["id"]))
            self._news.notify_all()
