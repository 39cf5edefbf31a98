"""From a reading that is posted to its warning in the list of warnings: over HTTP, while readings come in steadily."""

import http.client
import json
import threading
import time
from datetime import UTC, datetime

PER_SECOND = 500
SECONDS = 60
SOAKED = 61.0  # cm of water on a road: red by the shipped rules
DRY = 0.0
PAUSE = 0.02  # from one look at the warnings to the next


def post_batch(port: int, key: str, rows: list[dict[str, object]]) -> float:
    """Post them in one request; readings taken a second, from writing the body to the answer."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    connection.request("POST", "/api/v1/readings", json.dumps({"readings": rows}), headers)
    answer = connection.getresponse()
    told = json.load(answer)
    spent = time.perf_counter() - began
    connection.close()
    assert answer.status == 200, told
    return len(rows) / spent


class Flow:
    """Posts PER_SECOND readings every second. One gauge in each is under water, and looked for among the warnings."""

    def __init__(self, port: int, key: str, codes: list[str], wet: list[str]) -> None:
        self.port, self.codes, self.wet = port, codes, wet
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.posted: dict[str, float] = {}  # by station: when its reading was about to be sent
        self.seen: dict[str, float] = {}
        self.taken = 0
        self.over = threading.Event()

    def run(self) -> tuple[list[float], float]:
        """Seconds from post to sight of each, and the readings taken a second."""
        looker = threading.Thread(target=self._look)
        looker.start()
        began = time.perf_counter()
        for n in range(SECONDS):
            self._post(n)
            time.sleep(max(0.0, began + n + 1 - time.perf_counter()))
        lasted = time.perf_counter() - began
        self._wait()
        looker.join()
        spent = [self.seen.get(code, float("inf")) - at for code, at in self.posted.items()]
        return spent, self.taken / lasted

    def _post(self, n: int) -> None:
        at = datetime.now(UTC).isoformat()
        some = [self.codes[(n * PER_SECOND + one) % len(self.codes)] for one in range(PER_SECOND - 1)]
        rows = [{"station": code, "at": at, "value": DRY} for code in some]
        rows.append({"station": self.wet[n], "at": at, "value": SOAKED})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.posted[self.wet[n]] = time.perf_counter()
        connection.request("POST", "/api/v1/readings", json.dumps({"readings": rows}), self.headers)
        answer = connection.getresponse()
        told = json.load(answer)
        connection.close()
        assert answer.status == 200, told
        self.taken += PER_SECOND

    def _look(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.over.is_set():
            connection.request(
                "GET", "/api/v1/warnings?state=all&field=waterlog&colour=1&limit=20", headers=self.headers
            )
            found = json.load(connection.getresponse())
            now = time.perf_counter()
            for row in found["warnings"]:
                self.seen.setdefault(row["station_code"], now)
            time.sleep(PAUSE)
        connection.close()

    def _wait(self) -> None:
        """Until all are seen, 10 seconds at most."""
        until = time.perf_counter() + 10
        while len(self.seen) < len(self.posted) and time.perf_counter() < until:
            time.sleep(PAUSE)
        self.over.set()
