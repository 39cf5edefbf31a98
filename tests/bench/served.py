"""Cached answers over HTTP, as a client on this machine sees them."""

import http.client
import time
from urllib.parse import urlsplit

from components.registry import panels
from tests.bench.figures import tell

ROUNDS = 60


def measure(url: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    every = []
    for key in panels():
        path = f"/api/v1/panels/{key}.json?window=30d"
        _get(connection, path)
        spent = [_get(connection, path) for _ in range(ROUNDS)]
        every += spent
        tell(f"panel {key}, cached answer over HTTP", "ms", spent, target=8, at=0.5)
    tell("all panels, cached answer over HTTP", "ms", every, target=8, at=0.5)


def _get(connection: http.client.HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, path
    return (time.perf_counter() - began) * 1000
