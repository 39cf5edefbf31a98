"""Readings by MQTT through a real broker: nothing lost and nothing twice, whoever is killed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import orjson
import pytest
import trustme
import yaml
from sqlalchemy import func, insert, select, text

from data.errors import BadInput
from data.mqtt.profile import load_profile
from data.mqtt.subscriber import Subscriber
from data.schema import gauge, quarantine, reading, station
from tests.blank import blank_house
from tests.broker import FOUND, Broker, Station
from tests.server import ROOT

pytestmark = pytest.mark.skipif(FOUND is None, reason="mosquitto is not installed: make broker")
START = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=2)
STATUS = "yitu/state"


def told(minute, value=1.0):
    return orjson.dumps({"v": value, "t": (START + timedelta(minutes=minute)).isoformat()})


@pytest.fixture
def house(tmp_path):
    with blank_house("sqlite", tmp_path) as home:
        with home.engine.begin() as connection:
            row = dict(code="S1", name="测试雨量站", kind="rain", cell_id=1, lon=119.0, lat=25.4, rhythm_s=60)
            made = insert(station).values(row | dict(as_of=START, provenance="measured")).returning(station.c.id)
            number = connection.scalar(made)
            connection.execute(insert(gauge).values(station_id=number, quantity="rain", low=0, high=300))
        yield home


@pytest.fixture
def broker(tmp_path):
    folder = tmp_path / "broker"
    folder.mkdir()
    one = Broker(folder).start()
    yield one
    one.stop(signal.SIGKILL)


def write_profile(house, port, **more):
    path = house.settings.database_url.removeprefix("sqlite:///").removesuffix("blank.db") + "p.yaml"
    topics = [{"topic": "hydro/{station}/{quantity}", "fields": {"value": "v", "at": "t"}}]
    whole = {"name": "gauges", "status_topic": STATUS, "topics": topics}
    whole["broker"] = {"host": "127.0.0.1", "port": port, "client": "yitu-1", "keepalive": 5} | more
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump(whole, file)
    return path


@contextmanager
def listening(house, port, username="", password="", **more):
    over = Event()
    one = Subscriber(house, load_profile(Path(write_profile(house, port, **more))), username, password)
    thread = Thread(target=one.run, args=(over.is_set,))
    thread.start()
    try:
        yield one
    finally:
        over.set()
        thread.join(30)
    assert not thread.is_alive()


def kept(house):
    with house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(reading))


def until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def state_on(port):
    """What the status topic says to someone who comes now."""
    heard = []
    with Station(port, "watcher") as watcher:
        watcher.client.on_message = lambda _client, _data, got: heard.append(got.payload.decode())
        watcher.client.subscribe(STATUS, 1)
        until(lambda: heard, 120)
    return heard[-1]


def test_readings_arrive_and_others_are_told_whether_we_listen(house, broker):
    with listening(house, broker.port) as one, Station(broker.port) as gauges:
        until(lambda: one.online)
        gauges.send("hydro/S1/rain", *(told(n) for n in range(100)))
        until(lambda: kept(house) == 100)
        until(lambda: state_on(broker.port) == "online")
    assert state_on(broker.port) == "offline"


def test_what_is_sent_while_nobody_listens_comes_later_even_if_the_broker_was_killed(house, broker):
    with listening(house, broker.port) as one:
        until(lambda: one.online)
    with Station(broker.port) as gauges:
        gauges.send("hydro/S1/rain", *(told(n) for n in range(20)))
    time.sleep(1.5)
    broker.stop(signal.SIGKILL)
    broker.start()
    assert kept(house) == 0
    with listening(house, broker.port):
        until(lambda: kept(house) == 20)


def test_a_broker_that_is_killed_and_comes_back_loses_nothing(house, broker):
    with listening(house, broker.port) as one, Station(broker.port) as gauges:
        until(lambda: one.online)
        gauges.send("hydro/S1/rain", *(told(n) for n in range(10)))
        until(lambda: kept(house) == 10)
        broker.stop(signal.SIGKILL)
        until(lambda: not one.online)
        gauges.send("hydro/S1/rain", *(told(n) for n in range(10, 30)), wait=False)
        broker.start()
        until(lambda: kept(house) == 30, 40)


def test_a_database_that_is_away_for_a_while_loses_nothing(house, broker):
    with listening(house, broker.port) as one, Station(broker.port) as gauges:
        until(lambda: one.online)
        with house.engine.begin() as connection:
            connection.execute(text("ALTER TABLE reading RENAME TO hidden"))
        gauges.send("hydro/S1/rain", *(told(n) for n in range(10)))
        time.sleep(1)
        with house.engine.begin() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO reading"))
        until(lambda: kept(house) == 10, 30)


@pytest.fixture
def start(house):
    """Starts `flask mqtt run` as operators do; what still runs afterwards is ended."""
    running = []

    def begin(port):
        running.append(started(house, port))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait(20)


def started(house, port):
    own = {"YITU_DATABASE_URL": house.settings.database_url, "YITU_DEMO": "0", "YITU_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "flask", "--app", "app", "mqtt", "run", "--profile", write_profile(house, port)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=subprocess.DEVNULL)


def test_a_subscriber_killed_between_receiving_and_committing_loses_nothing_and_counts_nothing_twice(
    house, broker, start
):
    with listening(house, broker.port) as one:
        until(lambda: one.online)  # the broker knows us and keeps what comes
    with Station(broker.port) as gauges:
        gauges.send("hydro/S1/rain", *(told(n) for n in range(50)))
        first = start(broker.port)
        until(lambda: kept(house) == 50, 120)
        other = sqlite3.connect(house.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")  # now nothing can be committed
        gauges.send("hydro/S1/rain", *(told(n) for n in range(40, 90)))
        time.sleep(1)
        first.kill()
        first.wait(20)
        other.execute("ROLLBACK")
        other.close()
        assert kept(house) == 50
        second = start(broker.port)
        until(lambda: kept(house) == 90, 120)
        second.terminate()
        assert second.wait(20) == 0
    with house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(quarantine)) == 0
    assert state_on(broker.port) == "offline"


def test_the_last_will_tells_that_a_killed_subscriber_is_gone(broker, start):
    process = start(broker.port)
    until(lambda: state_on(broker.port) == "online", 120)
    process.kill()
    process.wait(20)
    until(lambda: state_on(broker.port) == "offline")


def test_what_cannot_be_read_waits_in_the_quarantine_and_holds_up_nothing(house, broker):
    with listening(house, broker.port) as one, Station(broker.port) as gauges:
        until(lambda: one.online)
        gauges.send("hydro/S1/rain", b"{", b"\xff\xfe", told(1), told(2, "wet"), told(3))
        gauges.send("hydro/S9/rain", told(1))
        until(lambda: kept(house) == 2)

        def waiting():
            with house.engine.connect() as connection:
                return connection.execute(select(quarantine)).mappings().all()

        until(lambda: len(waiting()) == 4)
    assert {(row["door"], row["origin"]) for row in waiting()} == {("mqtt", "mqtt:gauges")}
    assert sorted(row["fault"] for row in waiting()) == ["malformed", "malformed", "malformed", "station"]
    assert any("hydro/S1/rain" in row["raw"] for row in waiting())


def test_user_name_and_password_open_the_broker_and_wrong_ones_are_told(house, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir()
    tool = shutil.which("mosquitto_passwd")
    subprocess.run([tool, "-b", "-c", folder / "users", "yitu", "right"], check=True, capture_output=True)
    subprocess.run([tool, "-b", folder / "users", "station", "x"], check=True, capture_output=True)
    broker = Broker(folder, ["allow_anonymous false", f"password_file {folder / 'users'}"]).start()
    try:
        with listening(house, broker.port, "yitu", "right") as one:
            until(lambda: one.online)
        wrong = Subscriber(house, load_profile(Path(write_profile(house, broker.port))), "yitu", "wrong")
        with pytest.raises(BadInput, match="refuses"):
            wrong.run(lambda: False)
    finally:
        broker.stop(signal.SIGKILL)


# paho leaves the socket of a failed handshake to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_tls_is_spoken_with_a_broker_whose_certificate_we_trust_and_no_other(house, tmp_path):
    folder = tmp_path / "tls"
    folder.mkdir()
    ours, theirs = trustme.CA(), trustme.CA()
    ours.cert_pem.write_to_path(str(folder / "ca.pem"))
    theirs.cert_pem.write_to_path(str(folder / "other.pem"))
    server = ours.issue_cert("127.0.0.1")
    server.private_key_pem.write_to_path(str(folder / "key.pem"))
    for number, part in enumerate(server.cert_chain_pems):
        part.write_to_path(str(folder / "cert.pem"), append=number > 0)
    lines = [f"certfile {folder / 'cert.pem'}", f"keyfile {folder / 'key.pem'}", "allow_anonymous true"]
    broker = Broker(folder, lines).start()
    try:
        with listening(house, broker.port, tls={"ca": str(folder / "ca.pem")}) as one:
            until(lambda: one.online)
        with listening(house, broker.port, tls={"ca": str(folder / "other.pem")}) as one:
            time.sleep(2)
            assert not one.online
    finally:
        broker.stop(signal.SIGKILL)
