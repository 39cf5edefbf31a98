"""Screens that are pushed to: `screens.py URL N` connects them, prints `ready`, and then, for each revision of the
events, the moment (seconds since 1970) at which the last of them was told."""

import json
import selectors
import socket
import sys
import time
from urllib.parse import urlsplit


def main() -> None:
    where, n = urlsplit(sys.argv[1]), int(sys.argv[2])
    waiting = selectors.DefaultSelector()
    for number in range(n):
        sock = socket.create_connection((where.hostname, where.port))
        sock.sendall(f"GET /api/v1/live HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: text/event-stream\r\n\r\n".encode())
        waiting.register(sock, selectors.EVENT_READ, number)
    heard: dict[int, int] = {}  # screen -> the revision of events it knows
    rests: dict[int, bytes] = {}
    known = None
    while True:
        for key, _mask in waiting.select():
            got = key.fileobj.recv(65536)
            assert got, f"screen {key.data} lost its stream"
            *events, rests[key.data] = (rests.get(key.data, b"") + got).split(b"\n\n")
            for event in events:
                if b"event: revisions" in event:
                    heard[key.data] = json.loads(event.partition(b"data: ")[2])["events"]
        if len(heard) == n and len(set(heard.values())) == 1 and (now := next(iter(heard.values()))) != known:
            print("ready" if known is None else time.time(), flush=True)
            known = now


if __name__ == "__main__":
    main()
