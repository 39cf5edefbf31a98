"""Codes that do not count: the running number of a day, turned into another one by a secret of the database.

Who sees a few of them learns nothing of how many there are: they are stable, unique, of one shape, and the same
whether events come one by one or by the hundred thousand.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, Pool, func, select

from data.commands.facts import fact, put_fact

KEY = "codes"  # fact: the secret that turns the numbers, 32 digits of 16
ROUNDS = 8
Sides = tuple[int, int]  # a number below their product as two halves, mixed by turns (a Feistel network)
SHORT, MIDDLE, LONG = (100, 100), (1_000, 1_000), (2_500, 4_000)  # numbers of four, six and seven digits
TICKETS = (10_000, 10_000)
ORDER, KEPT = "control_order", "quarantine"  # what has tickets for names
Numbers = NDArray[np.int64]
Seal = Callable[[bytes], bytes]
_KEYS: WeakKeyDictionary[Pool, bytes] = WeakKeyDictionary()


def keep_key(connection: Connection, key: str = "") -> None:
    """Give the database its secret, once; a demo names its own, so that each of them has the same codes."""
    if fact(connection, KEY) is None:
        put_fact(connection, KEY, key or secrets.token_hex(16))
        _KEYS.pop(connection.engine.pool, None)


def key_of(connection: Connection) -> bytes:
    """Read once. A database that was given none turns its numbers too, as any other without one."""
    pool = connection.engine.pool
    if pool not in _KEYS:
        _KEYS[pool] = hashlib.blake2b((fact(connection, KEY) or "").encode(), digest_size=16).digest()
    return _KEYS[pool]


def next_code(connection: Connection, codes: Column[str], day: str) -> str:
    """`day` and a number behind it, four digits as long as they suffice.

    One that is there already, of another house or of before they were turned, is passed over.
    """
    key, whole = key_of(connection), SHORT[0] * SHORT[1]
    n = int(connection.scalar(select(func.count()).where(codes.like(f"{day}%"))) or 0)
    while True:
        n += 1
        block, inside = divmod(n, whole)
        code = f"{day}{block or ''}{turned(key, day, inside, SHORT):04d}"
        if connection.scalar(select(codes).where(codes == code)) is None:
            return code


def code_of(key: bytes, letter: str, day: int, n: int, sides: Sides) -> str:
    return codes_of(key, letter, [day], np.zeros(1, np.int64), np.array([n]), sides)[0]


def codes_of(key: bytes, letter: str, days: Sequence[int], place: Numbers, numbers: Numbers, sides: Sides) -> list[str]:
    """Letter, date, and the number turned; `place`: which of the days each number is of.

    As many digits as the sides have; a day with more than they hold, which none has seen, goes on with more.
    """
    heads = [f"{letter}{datetime.fromordinal(day):%Y%m%d}-" for day in days]
    tags = np.array([tag_of(head) for head in heads], np.uint64)[place]
    whole, tails = sides[0] * sides[1], all_turned(key, tags, numbers, sides)
    more, width = (numbers // whole).tolist(), len(str(whole)) - 1
    told = zip(place.tolist(), more, tails.tolist(), strict=True)
    return [f"{heads[head]}{block or ''}{tail:0{width}d}" for head, block, tail in told]


def turned(key: bytes, day: str, n: int, sides: Sides) -> int:
    """Another number below the product of the sides; of two numbers never the same."""
    return int(all_turned(key, np.array([tag_of(day)], np.uint64), np.array([n]), sides)[0])


def tag_of(day: str) -> int:
    """What makes one day's numbers another's."""
    return int.from_bytes(hashlib.blake2b(day.encode(), digest_size=8).digest())


def all_turned(key: bytes, tags: NDArray[np.uint64], numbers: Numbers, sides: Sides) -> Numbers:
    """`tags`: of the day of each number. Those beyond the product of the sides begin again."""
    (low, high), seal = sides, _sealing(key)
    left, right = np.divmod(np.asarray(numbers, np.int64) % (low * high), high)
    for step in range(ROUNDS):
        if step % 2:
            right = (right + _mixed(seal, tags, step, left, high)) % high
        else:
            left = (left + _mixed(seal, tags, step, right, low)) % low
    return left * high + right


def ticket_of(connection: Connection, what: str, number: int) -> int:
    return tickets(connection, what, [number])[number]


def tickets(connection: Connection, what: str, numbers: Iterable[int]) -> dict[int, int]:
    """{number of the house: what it is called outside} of what has no code, as an order to a gate."""
    those = np.array(list(numbers), np.int64)
    if not len(those):
        return {}
    tags = np.full(len(those), tag_of(what), np.uint64)
    told = all_turned(key_of(connection), tags, those, TICKETS)
    return dict(zip(those.tolist(), told.tolist(), strict=True))


def number_behind(connection: Connection, what: str, ticket: int) -> int:
    """The number that is called so; one that nothing has, where it is none."""
    low, high = TICKETS
    if not 0 <= ticket < low * high:
        return 0
    seal, tags = _sealing(key_of(connection)), np.array([tag_of(what)], np.uint64)
    left, right = np.divmod(np.array([ticket]), high)
    for step in reversed(range(ROUNDS)):
        if step % 2:
            right = (right - _mixed(seal, tags, step, left, high)) % high
        else:
            left = (left - _mixed(seal, tags, step, right, low)) % low
    return int(left[0]) * high + int(right[0])


def _sealing(key: bytes) -> Seal:
    """One block of AES each: nobody without the key foretells what comes of it."""
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update


def _mixed(seal: Seal, tags: NDArray[np.uint64], step: int, half: Numbers, below: int) -> Numbers:
    blocks = np.empty((len(half), 2), np.uint64)
    blocks[:, 0], blocks[:, 1] = tags, half + (step << 32)
    return (np.frombuffer(seal(blocks.astype("<u8").tobytes()), "<u8")[::2] % np.uint64(below)).astype(np.int64)
