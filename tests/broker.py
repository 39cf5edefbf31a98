"""A real Mosquitto in a process of its own: it can be killed and started again, and keeps what was sent meanwhile."""

import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from tests.server import free_port

FOUND = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
KEPT = ["persistence true", "autosave_on_changes true", "autosave_interval 1"]  # after every change, on the disk


@dataclass
class Broker:
    """One broker on one port; `lines` are added to its configuration."""

    folder: Path
    lines: list[str] = field(default_factory=lambda: ["allow_anonymous true"])
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Broker":
        conf = self.folder / "mosquitto.conf"
        own = [f"listener {self.port} 127.0.0.1", f"persistence_location {self.folder}/", "user root", *KEPT]
        conf.write_text("\n".join([*own, "max_inflight_messages 1000", "max_queued_messages 0", *self.lines]) + "\n")
        self.process = subprocess.Popen(
            [str(FOUND), "-c", str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise TimeoutError("mosquitto does not listen")

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)
            self.process = None


@dataclass
class Station:
    """A sender of messages: each is on the broker's side when `send` returns."""

    port: int
    name: str = "station"
    client: Any = None

    def __enter__(self) -> "Station":
        connected = Event()
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id=self.name, clean_session=False)
        self.client.on_connect = lambda *_: connected.set()
        self.client.reconnect_delay_set(0.1, 0.5)
        self.client.connect("127.0.0.1", self.port)
        self.client.loop_start()
        assert connected.wait(10)
        return self

    def send(self, topic: str, *payloads: str | bytes, wait: bool = True) -> None:
        sent = [self.client.publish(topic, payload, qos=1) for payload in payloads]
        for one in sent if wait else ():
            one.wait_for_publish(20)
            assert one.is_published()

    def __exit__(self, *_: object) -> None:
        self.client.loop_stop()
        self.client.disconnect()
