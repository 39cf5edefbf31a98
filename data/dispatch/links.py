"""Links to a task's page in the field: signed and good for some days, so that a phone needs no account."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Connection

from data.commands.facts import fact, swap_fact
from data.engine import writing
from data.house import House

KEY = "field_secret"  # fact: what signs the links of this database
SALT = "field"
GOOD = timedelta(days=3)


def link_to(house: House, task: str, wall: datetime) -> str:
    """The address of a task's page; "" where the house has no address of its own."""
    if not house.settings.public_url or not task:
        return ""
    return f"{house.settings.public_url.rstrip('/')}/field/{token_of(house, task, wall)}"


def token_of(house: House, task: str, wall: datetime) -> str:
    """What proves that its bearer was sent this task."""
    until = int((wall + GOOD).timestamp())
    return str(signer(house).dumps([task, until]))


@dataclass(frozen=True)
class Link:
    """A signed link: to which task, and until when it is good."""

    task: str
    until: datetime

    def over(self, wall: datetime) -> bool:
        return wall >= self.until


def link_of(house: House, token: str) -> Link | None:
    """What a link says, good or too old; None for one that is forged."""
    try:
        task, until = signer(house).loads(token)
        return Link(task, datetime.fromtimestamp(until, UTC)) if isinstance(task, str) else None
    except (BadData, ValueError, TypeError, OverflowError):
        return None


def signer(house: House, salt: str = SALT) -> URLSafeSerializer:
    """What signs links of one purpose: none is good for another."""
    with house.engine.connect() as connection:
        secret = fact(connection, KEY)
    if secret is None:
        with writing(house.engine) as connection:
            secret = _made(connection)
    return URLSafeSerializer(secret, salt=salt)


def _made(connection: Connection) -> str:
    swap_fact(connection, KEY, None, secrets.token_urlsafe(32))
    return str(fact(connection, KEY))
