"""The cockpit as operators run it, in a process of its own, on a free port of this machine."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(port: int, **settings: str) -> subprocess.Popen[bytes]:
    """Start gunicorn as `make run` does; settings are environment variables."""
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)} | settings
    command = [sys.executable, "-m", "gunicorn", "--config", "serve.py"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_until_served(url: str, process: subprocess.Popen[bytes], seconds: float = 240) -> dict[str, object]:
    """The health document, once there is one; raises when the server has died."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}; start it by hand to see why")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer in {seconds} s")


def going(group: int) -> list[int]:
    """The processes of this group that have not ended."""
    found = []
    for one in psutil.process_iter():
        with suppress(OSError, psutil.Error):  # ended while we looked
            if os.getpgid(one.pid) == group and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one.pid)
    return found


def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait for it; TimeoutError where it does not come true."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"not true in {seconds} s")
        time.sleep(0.05)


@contextmanager
def serving(database: Path, **settings: str) -> Iterator[str]:
    """URL of a served demo city on this database; the city and the demo are made when they are missing."""
    port = free_port()
    own = {"YITU_DATABASE_URL": f"sqlite:///{database}", "YITU_LOG_LEVEL": "WARNING"}
    process = start(port, **(own | settings))
    try:
        wait_until_served(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
