"""Screens that poll: each asks every three seconds which topics moved, and then for a panel that follows events."""

import http.client
import random
import sys
import threading
import time

POLL = 3.0
PANELS = ("funnel", "ticker", "trend", "ranking", "kpi")


def read(port: int, n: int) -> None:
    dice = random.Random(n)
    time.sleep(dice.random() * POLL)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while True:
        for path in ("/healthz", f"/api/v1/panels/{dice.choice(PANELS)}.json?window={dice.choice(('today', '7d'))}"):
            connection.request("GET", path)
            connection.getresponse().read()
        time.sleep(POLL)


if __name__ == "__main__":
    for n in range(int(sys.argv[2])):
        threading.Thread(target=read, args=(int(sys.argv[1]), n), daemon=True).start()
    threading.Event().wait()
