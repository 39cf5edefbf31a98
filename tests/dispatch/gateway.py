"""A real machine that takes messages: checks their signature, counts them by id, fails when told to."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from data.control.hand import signature

SECRET = "a secret of some length"


@dataclass
class Gateway:
    """`heard`: {message id: how often}; `answers`: statuses to give first, 200 afterwards."""

    url: str
    heard: Counter[str] = field(default_factory=Counter)
    told: list[dict[str, object]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@contextmanager
def gateway() -> Iterator[Gateway]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signed = signature(SECRET, self.headers["X-Yitu-Time"], body) == self.headers["X-Yitu-Signature"]
            status = found.answers.pop(0) if found.answers else 200 if signed else 401
            if status == 200:
                told = json.loads(body)
                found.heard[told["id"]] += 1
                found.told.append(told)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    found = Gateway(f"http://127.0.0.1:{server.server_port}/orders")
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
