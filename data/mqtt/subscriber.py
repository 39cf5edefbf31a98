"""Listening to a broker so that nothing is lost: a message is acknowledged when its readings are committed.

With QoS 1 and a session that the broker keeps (clean_session false), what was received and not acknowledged comes
again, to this process or the one after it. What comes twice is known by station, quantity and moment and changes
nothing. One thread does everything, so an acknowledgement can never reach another connection than its message came by.
"""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import paho.mqtt.client as paho
import structlog
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy.exc import SQLAlchemyError

from data.counters import MQTT_BATCH, MQTT_CONNECTED, MQTT_READINGS
from data.errors import BadInput
from data.house import House
from data.mqtt.batch import Message, scope_for, take_batch
from data.mqtt.profile import Profile
from data.mqtt.topics import filter_of

MOST = 500  # messages of a batch
LONGEST_WAIT = 0.2  # seconds from the first message of a batch until it is committed
QUIET = 0.01  # seconds without a message that end a batch: a broker may send no more before we acknowledge
IDLE = 0.5  # seconds of waiting for a first message
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before connecting again
ONLINE, OFFLINE = "online", "offline"
REFUSED = ("Bad user name or password", "Not authorized", "Client identifier not valid")

log = structlog.get_logger()


class Subscriber:
    """One connection to one broker. `run` goes on until `stop` says so; broker and database may go and come back."""

    def __init__(self, house: House, profile: Profile, username: str = "", password: str = "") -> None:
        self.house, self.profile = house, profile
        self.scope = scope_for(house, profile)
        self.client = self._client(username, password)
        self.waiting: list[Message] = []
        self.began = self.last = 0.0  # when the first and the last of those waiting came
        self.online = self.known = False  # now, and ever
        self.refused = ""
        self.pause = FIRST_PAUSE

    def run(self, stop: Callable[[], bool]) -> None:
        """Listen until `stop()`. BadInput when the broker has never let us in."""
        while not stop():
            if self._connected():
                self._listen(stop)
            if self.refused:
                raise BadInput(f"the broker refuses us: {self.refused}")
            if not stop():
                self._forget()
                self._rest(self.pause, stop)
                self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self._leave()

    def _client(self, username: str, password: str) -> paho.Client:
        broker = self.profile.broker
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id=broker.client, clean_session=False, manual_ack=True)
        if username:
            client.username_pw_set(username, password or None)
        if broker.tls is not None:
            client.tls_set(broker.tls.ca or None, broker.tls.cert or None, broker.tls.key or None)
        if self.profile.status_topic:
            client.will_set(self.profile.status_topic, OFFLINE, qos=1, retain=True)
        client.on_connect, client.on_disconnect = self._on_connect, self._on_disconnect
        client.on_subscribe, client.on_message = self._on_subscribe, self._heard
        return client

    def _connected(self) -> bool:
        """Whether the broker took the call; its answer comes while listening."""
        broker = self.profile.broker
        try:
            self.client.connect(broker.host, broker.port, broker.keepalive)
        except (OSError, ValueError) as error:
            log.warning("the broker does not answer", host=broker.host, port=broker.port, error=str(error))
            return False
        return True

    def _listen(self, stop: Callable[[], bool]) -> None:
        """Until the connection ends, the database fails or `stop()`."""
        while not stop():
            if self.client.loop(QUIET if self.waiting else IDLE) != paho.MQTT_ERR_SUCCESS:
                return
            if self.waiting and self._due() and not self._commit():
                return
        if self.waiting:
            self._commit()

    def _due(self) -> bool:
        """Whether the batch is full, old enough, or the broker has gone quiet."""
        now = time.monotonic()
        return len(self.waiting) >= MOST or now - self.began >= LONGEST_WAIT or now - self.last >= QUIET

    def _commit(self) -> bool:
        """Commit those waiting, then acknowledge them. Whether the database was there."""
        batch, self.waiting = self.waiting, []
        try:
            with MQTT_BATCH.time():
                taken = take_batch(self.house, self.profile, self.scope, batch)
        except SQLAlchemyError as error:
            log.error("readings could not be kept; the broker will send them again", error=str(error), n=len(batch))
            return False
        for message in batch:
            self.client.ack(message.number, message.qos)
        self.pause = FIRST_PAUSE
        for outcome, n in taken.counts.items():
            MQTT_READINGS.labels(outcome).inc(n)
        return True

    def _heard(self, _client: paho.Client, _data: object, got: paho.MQTTMessage) -> None:
        self.last = time.monotonic()
        if not self.waiting:
            self.began = self.last
        now = self.house.clock.now()
        self.waiting.append(Message(got.topic, bytes(got.payload), got.qos, got.mid, now, got.retain))

    def _on_connect(self, client: paho.Client, _data: object, flags: object, code: object, _more: object) -> None:
        self.waiting = []
        if getattr(code, "is_failure", False):
            if str(code) in REFUSED and not self.known:
                self.refused = str(code)
            log.warning("the broker refused the connection", reason=str(code))
            return
        self.known = True
        wanted: list[tuple[str, int]] = [(filter_of(one.topic), one.qos) for one in self.profile.topics]
        client.subscribe(wanted)
        log.info("connected", host=self.profile.broker.host, kept=getattr(flags, "session_present", None))

    def _on_subscribe(self, client: paho.Client, _data: object, _id: int, codes: Sequence[Any], _more: object) -> None:
        """From now on everything comes to us; others are told so."""
        if denied := [one.topic for one, code in zip(self.profile.topics, codes, strict=False) if code.is_failure]:
            log.error("the broker does not let us listen", topics=denied)
        self.online = True
        MQTT_CONNECTED.set(1)
        if self.profile.status_topic:
            client.publish(self.profile.status_topic, ONLINE, qos=1, retain=True)

    def _on_disconnect(self, _client: paho.Client, _data: object, _flags: object, code: object, _more: object) -> None:
        self.online = False
        MQTT_CONNECTED.set(0)
        log.warning("the connection to the broker ended", reason=str(code))

    def _forget(self) -> None:
        """Hang up. What is not acknowledged belongs to the broker still: it comes again."""
        self.waiting = []
        self.online = False
        MQTT_CONNECTED.set(0)
        with suppress(OSError, ValueError):
            self.client.disconnect()

    def _leave(self) -> None:
        """Say so and go: an orderly end sends no last will."""
        if self.online and self.profile.status_topic:
            self.client.publish(self.profile.status_topic, OFFLINE, qos=1, retain=True)
            self.client.loop(IDLE)
        self._forget()

    def _rest(self, seconds: float, stop: Callable[[], bool]) -> None:
        """Pause, a little more or less than told so that many subscribers do not come at once."""
        until = time.monotonic() + seconds * random.uniform(0.8, 1.2)
        while not stop() and time.monotonic() < until:
            time.sleep(0.05)
