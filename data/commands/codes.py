"""Codes that do not count: the running number of a day, turned into another one by a number of the house's own.

Who sees a few of them learns nothing of how many there are: they are stable, unique, and of one shape.
"""

import hashlib

from sqlalchemy import Column, Connection, func, select

from data.queries.revisions import HOUSE, revisions

SIDE, ROUNDS = 100, 6  # a number below SIDE² as two halves, mixed by turns (a Feistel network)
WHOLE = SIDE * SIDE


def next_code(connection: Connection, codes: Column[str], day: str) -> str:
    """`day` and a number behind it, four digits as long as they suffice.

    One that is there already, of another house or of before they were turned, is passed over.
    """
    house = revisions(connection).get(HOUSE, 0)
    n = int(connection.scalar(select(func.count()).where(codes.like(f"{day}%"))) or 0)
    while True:
        n += 1
        block, inside = divmod(n, WHOLE)
        code = f"{day}{block or ''}{turned(house, day, inside):04d}"
        if connection.scalar(select(codes).where(codes == code)) is None:
            return code


def turned(house: int, day: str, n: int) -> int:
    """Another number below WHOLE; of two numbers never the same."""
    left, right = divmod(n, SIDE)
    for step in range(ROUNDS):
        left, right = right, (left + _mixed(house, day, step, right)) % SIDE
    return left * SIDE + right


def _mixed(house: int, day: str, step: int, half: int) -> int:
    text = f"{day}|{step}|{half}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8, key=f"codes:{house}".encode()).digest())
