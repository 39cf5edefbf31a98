"""A batch of messages becomes readings in one transaction; what cannot be read waits in the quarantine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.commands.readings import Taken, take
from data.engine import writing
from data.house import House
from data.intake.record import Fault
from data.mqtt.payload import timed, told_in
from data.mqtt.profile import Profile
from data.queries.regions import region_of
from data.readings.told import Told
from data.scope import Scope

DOOR = "mqtt"
SHOWN = 4_000  # bytes of a payload that the quarantine keeps


@dataclass(frozen=True)
class Message:
    """As the broker gave it; `number` is the one to acknowledge, `received` by the house's clock."""

    topic: str
    payload: bytes
    qos: int
    number: int
    received: datetime
    retained: bool = False  # an old message that the broker gives to whoever subscribes


def scope_for(house: House, profile: Profile) -> Scope:
    """The cells whose stations the profile may write: those of its region, or of the city."""
    with house.engine.connect() as connection:
        here = region_of(connection, profile.region, Scope.guest())
    return Scope(cells=((here.lo, here.hi),), roles=("system",), clearance=1)


def take_batch(house: House, profile: Profile, scope: Scope, messages: Sequence[Message]) -> Taken:
    """Commit all of them; when this returns they may be acknowledged."""
    told: list[Told] = []
    unreadable: dict[int, Fault] = {}
    for message in messages:
        if message.retained and not timed(profile.topics, message.topic):
            continue  # nobody knows of when it is: it would count as new at every connection
        try:
            told += told_in(profile.topics, message.topic, message.payload, message.received)
        except Fault as fault:
            unreadable[len(told)] = fault
            told.append(Told("", "", None, _kept(message)))
    with writing(house.engine) as connection:
        return take(connection, told, origin_of(profile), scope, house.clock.now(), door=DOOR, unreadable=unreadable)


def origin_of(profile: Profile) -> str:
    return f"mqtt:{profile.name}"


def _kept(message: Message) -> dict[str, str]:
    return {"topic": message.topic, "payload": message.payload[:SHOWN].decode("utf-8", "backslashreplace")}
