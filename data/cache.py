"""Answers, remembered by what changed: key = query + arguments + scope + revisions, single-flight."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import structlog
from flask import Flask
from flask_caching import Cache

from data import counters
from data.settings import Settings

T = TypeVar("T")
MOST = 20_000  # answers that a process keeps
log = structlog.get_logger()


class Answers:
    """A memory of answers over flask-caching: in this process, or shared through Redis."""

    def __init__(self, cache: Cache, seconds: int, shared: bool) -> None:
        self._cache, self._seconds, self._shared = cache, seconds, shared
        self._locks: dict[str, threading.Lock] = {}
        self._newest: OrderedDict[tuple[Hashable, ...], str] = (
            OrderedDict()
        )  # what is asked → under which key it is kept
        self._guard = threading.Lock()

    @classmethod
    def on(cls, server: Flask, settings: Settings) -> "Answers":
        kind: dict[str, Any] = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": MOST}
        if settings.redis_url:
            kind = {
                "CACHE_TYPE": "RedisCache",
                "CACHE_REDIS_URL": settings.redis_url,
                "CACHE_KEY_PREFIX": f"yitu-exercise:{settings.exercise}:" if settings.exercise else "yitu:",
            }
        return cls(Cache(server, config=kind), settings.cache_seconds, bool(settings.redis_url))

    def recall(
        self, name: str, key: tuple[Hashable, ...], find: Callable[[], T], seconds: int = 0, moves: int = 0
    ) -> T:
        """The answer to `name` under `key`; found once, however many ask at the same time. Never None.

        `seconds` is how long it may live when shorter than usual. The last `moves` parts of the key only move on: an
        answer under earlier ones is let go when there is a new one. Without its cache the house still answers, slower.
        """
        text = f"{name}|{key!r}"
        if (known := self._get(text)) is not None:
            counters.HITS.labels(name).inc()
            return known
        with self._alone(text) as known:
            if known is not None:
                counters.HITS.labels(name).inc()
                return known
            counters.MISSES.labels(name).inc()
            answer = find()
            self._set(text, answer, seconds or self._seconds)
            if moves:
                self._instead((name, *key[:-moves]), text)
            return answer

    def _instead(self, asked: tuple[Hashable, ...], text: str) -> None:
        """Nobody asks for what it replaces again; of things not asked for lately it is not known what that was."""
        with self._guard:
            before = self._newest.pop(asked, None)
            self._newest[asked] = text
            if len(self._newest) > MOST:
                self._newest.popitem(last=False)
        if before not in (None, text):
            self._drop(str(before))

    def _get(self, text: str) -> Any:
        try:
            return self._cache.get(text)
        except Exception as error:  # whatever the cache's client raises: the house answers without it
            return self._away(error)

    def _set(self, text: str, value: Any, seconds: int) -> None:
        try:
            self._cache.set(text, value, timeout=seconds)
        except Exception as error:
            self._away(error)

    def _drop(self, text: str) -> None:
        try:
            self._cache.delete(text)
        except Exception as error:
            self._away(error)

    def _away(self, error: Exception) -> None:
        counters.CACHE_FAILURES.inc()
        log.warning("cache does not answer", error=repr(error))

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
    def _alone(self, text: str) -> Iterator[Any]:
        """One finder at a time: gives what another has found meanwhile, or None to the one who shall find."""
        with self._guard:
            lock = self._locks.setdefault(text, threading.Lock())
        with lock:
            flag, mine = text + "|finding", False
            try:
                known = self._get(text)
                if known is None and self._shared:
                    mine, known = self._turn(text, flag)
                yield known
            finally:
                if mine:
                    self._drop(flag)
                with self._guard:
                    self._locks.pop(text, None)

    def _turn(self, text: str, flag: str, longest: float = 2.0) -> tuple[bool, Any]:
        """Between processes: whoever sets the flag first finds; the others wait for the answer, but not for ever."""
        give_up = time.monotonic() + longest
        while time.monotonic() < give_up:
            try:
                if self._cache.add(flag, "1", timeout=5):
                    return True, None
            except Exception as error:
                self._away(error)
                return False, None
            time.sleep(0.005)
            if (known := self._get(text)) is not None:
                return False, known
        return False, None
