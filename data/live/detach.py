"""A stream leaves its thread: the connection is taken over from the server, which goes on to the next request.

gunicorn's threaded worker gives the socket to the application and lets it go when StopIteration is raised. It would
still shut the connection down, so its descriptor is put on another socket first, and ours is a copy of the first.
"""

import os
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from socket import socket, socketpair
from typing import Any
from wsgiref.handlers import format_date_time

from flask import Response

SOCKET = "gunicorn.socket"
Take = Callable[[socket, bytes], None]


def can_detach(environ: dict[str, Any]) -> bool:
    """Only a plain socket of HTTP/1: what is encrypted in this process stays with who encrypts it."""
    return type(environ.get(SOCKET)) is socket and environ.get("HTTP_VERSION") != "2"


class Detaching(Response):
    """An answer whose head is written here and whose body is written by whoever takes the socket."""

    def taken_by(self, take: Take) -> "Detaching":
        self._take = take
        return self

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        sock = taken_over(environ[SOCKET])
        self._take(sock, self._head(environ))
        raise StopIteration

    def _head(self, environ: dict[str, Any]) -> bytes:
        headers = self.get_wsgi_headers(environ)
        headers.remove("Content-Length")
        headers["Date"] = format_date_time(time.time())
        headers["Connection"] = "close"  # the body ends with the connection
        lines = [f"HTTP/1.1 {self.status_code} {HTTPStatus(self.status_code).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.to_wsgi_list()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


def taken_over(theirs: socket) -> socket:
    """The connection as a socket of ours; `theirs` is left with one that leads nowhere."""
    ours = theirs.dup()
    here, there = socketpair()
    os.dup2(here.fileno(), theirs.fileno(), inheritable=False)
    here.close()
    there.close()
    ours.setblocking(False)
    return ours
