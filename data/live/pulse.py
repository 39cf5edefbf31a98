"""What screens are told of the state of the house: which revision each topic has, and the city's minute."""

import hashlib
import json
import time
from zlib import crc32

from flask import has_request_context
from sqlalchemy import Connection

from data.acting import looking
from data.exercise.kept import Kept, all_kept, opened
from data.exercise.steer import standing
from data.house import House
from data.queries.revisions import HOUSE, revisions
from data.scope import EVERY_CELL, Scope
from data.troubles import TROUBLES

OTHERS = "exercises"  # a topic of what other servers of this machine do: it moves when an exercise does
Told = dict[str, int]


def told(house: House, connection: Connection, scope: Scope) -> Told:
    """{topic: revision} as this asker may know it, `minute` (since 1970 by the city's clock) and `sign`: ms of now."""
    return for_scope(revisions(connection), scope) | {"minute": minute(house)} | signed()


def at_first(house: House) -> Told | None:
    """The same for the page that this request opens; None where nothing may be told yet, or the database is away."""
    if not has_request_context():
        return None
    try:
        with house.engine.connect() as connection:
            return told(house, connection, looking(house))
    except TROUBLES:
        return None


def for_scope(known: Told, scope: Scope) -> Told:
    """Who sees only part of the city learns that a topic moved, and not how often: its number is no count to him."""
    shown = {topic: n for topic, n in known.items() if topic != HOUSE}
    if EVERY_CELL in scope.cells and scope.every_department:
        return shown
    return {topic: _veiled(known.get(HOUSE, 0), topic, n) for topic, n in shown.items()}


def minute(house: House) -> int:
    return int(house.clock.now().timestamp()) // 60


def signed() -> Told:
    return {"sign": time.time_ns() // 1_000_000}


def of_exercises(house: House) -> Told:
    """A number that changes with the exercises a city keeps, which have databases of their own."""
    if house.settings.exercise:
        return {}
    kept = all_kept(house.settings)
    return {OTHERS: crc32(json.dumps([_state(one) for one in kept]).encode())} if kept else {}


def _state(one: Kept) -> list[object]:
    if not one.serving:
        return [one.code, False]
    try:
        with opened(one) as engine, engine.connect() as connection:
            stands = standing(connection)
    except TROUBLES:
        return [one.code, None]
    return [one.code, True, stands.state, stands.speed, stands.waiting, int(stands.now.timestamp()) // 60]


def _veiled(house: int, topic: str, n: int) -> int:
    """Below 2^48, which JavaScript holds exactly; the same in every process of the house."""
    return int.from_bytes(hashlib.blake2b(f"{topic}|{n}".encode(), digest_size=6, key=str(house).encode()).digest())
