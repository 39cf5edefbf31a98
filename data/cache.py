"""Answers, remembered by what changed: key = query + arguments + scope + revisions, single-flight."""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask
from flask_caching import Cache

from data import counters
from data.settings import Settings

T = TypeVar("T")


class Answers:
    """A memory of answers over flask-caching: in this process, or shared through Redis."""

    def __init__(self, cache: Cache, seconds: int, shared: bool) -> None:
        self._cache, self._seconds, self._shared = cache, seconds, shared
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    @classmethod
    def on(cls, server: Flask, settings: Settings) -> "Answers":
        kind: dict[str, Any] = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 20_000}
        if settings.redis_url:
            kind = {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": settings.redis_url, "CACHE_KEY_PREFIX": "yitu:"}
        return cls(Cache(server, config=kind), settings.cache_seconds, bool(settings.redis_url))

    def recall(self, name: str, key: tuple[Hashable, ...], find: Callable[[], T]) -> T:
        """The answer to `name` under `key`; found once, however many ask at the same time. Never None."""
        text = f"{name}|{key!r}"
        if (known := self._cache.get(text)) is not None:
            counters.HITS.labels(name).inc()
            return known
        with self._alone(text):
            if (known := self._cache.get(text)) is not None:
                counters.HITS.labels(name).inc()
                return known
            counters.MISSES.labels(name).inc()
            answer = find()
            self._cache.set(text, answer, timeout=self._seconds)
            return answer

    def alive(self) -> bool:
        """Whether the cache takes and gives back a value."""
        try:
            self._cache.set("alive", "yes", timeout=60)
            return self._cache.get("alive") == "yes"
        except Exception:  # whatever the cache's client raises, the answer is no
            return False

    def clear(self) -> None:
        self._cache.clear()

    @contextmanager
    def _alone(self, text: str) -> Iterator[None]:
        with self._guard:
            lock = self._locks.setdefault(text, threading.Lock())
        with lock:
            try:
                if self._shared:
                    self._wait_turn(text + "|finding")
                yield
            finally:
                if self._shared:
                    self._cache.delete(text + "|finding")
                with self._guard:
                    self._locks.pop(text, None)

    def _wait_turn(self, flag: str, longest: float = 2.0) -> None:
        """Between processes: whoever sets the flag first finds; the others wait for it, but not for ever."""
        give_up = time.monotonic() + longest
        while not self._cache.add(flag, 1, timeout=5) and time.monotonic() < give_up:
            time.sleep(0.005)
