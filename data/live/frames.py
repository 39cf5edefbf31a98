"""Server-sent events as text (HTML Living Standard 9.2), and the id that says up to which alarm a screen was told."""

import hashlib
import re
from typing import Any

import orjson

from data.queries.alarms_told import Position

RETRY_MS = 2_000  # what a client that is not ours shall wait before it comes again
ID = re.compile(r"([0-9a-f]{8})-([0-9a-f]{12})([0-9a-f]{24})")
WIDTH = 6  # bytes of each number
BEGIN = f"retry: {RETRY_MS}\n\n".encode()


def frame(event: str, data: dict[str, Any], sign: str) -> bytes:
    """One event; JSON has no line breaks."""
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (sign.encode(), event.encode(), orjson.dumps(data))


def sign_of(house: int, position: Position) -> str:
    """Of which database, and the last alarm of each kind: sealed, since their numbers are counted across the city.

    The same position has the same id. The seal is its own check: an id that was changed is none.
    """
    plain = b"".join(number.to_bytes(WIDTH) for number in position)
    seal = _keyed(house, b"seal" + plain, 6)
    return f"{_database(house)}-{seal.hex()}{_hidden(house, seal, plain).hex()}"


def position_of(sign: str, house: int) -> Position | None:
    """None for what is no id, or one of another database: then there is nothing to go on from."""
    found = ID.fullmatch(sign.strip())
    if not found or found[1] != _database(house):
        return None
    seal, hidden = bytes.fromhex(found[2]), bytes.fromhex(found[3])
    plain = _hidden(house, seal, hidden)
    if _keyed(house, b"seal" + plain, 6) != seal:
        return None
    return Position(int.from_bytes(plain[:WIDTH]), int.from_bytes(plain[WIDTH:]))


def _hidden(house: int, seal: bytes, text: bytes) -> bytes:
    """There and back."""
    return bytes(one ^ other for one, other in zip(text, _keyed(house, b"hide" + seal, len(text)), strict=True))


def _database(house: int) -> str:
    return _keyed(house, b"live", 4).hex()


def _keyed(house: int, text: bytes, size: int) -> bytes:
    return hashlib.blake2b(text, digest_size=size, key=str(house).encode()).digest()
