"""Server-sent events as text (HTML Living Standard 9.2), and the id that says up to which alarm a screen was told."""

import hashlib
import re
from typing import Any

import orjson

from data.queries.alarms_told import Position

RETRY_MS = 2_000  # what a client that is not ours shall wait before it comes again
ID = re.compile(r"([0-9a-f]{8})-(\d{1,15})-(\d{1,15})")
BEGIN = f"retry: {RETRY_MS}\n\n".encode()


def frame(event: str, data: dict[str, Any], sign: str) -> bytes:
    """One event; JSON has no line breaks."""
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (sign.encode(), event.encode(), orjson.dumps(data))


def sign_of(house: int, position: Position) -> str:
    """`1a2b3c4d-17-5`: of which database, and the last alarm of each kind."""
    return f"{_database(house)}-{position.warning}-{position.event}"


def position_of(sign: str, house: int) -> Position | None:
    """None for what is no id, or one of another database: then there is nothing to go on from."""
    found = ID.fullmatch(sign.strip())
    if not found or found[1] != _database(house):
        return None
    return Position(int(found[2]), int(found[3]))


def _database(house: int) -> str:
    return hashlib.blake2b(b"live", digest_size=4, key=str(house).encode()).hexdigest()
