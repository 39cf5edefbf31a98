"""SQLite's journal is taken over into the database file beside the writers: whoever commits need not wait for that."""

from sqlalchemy import Engine

from data.house import House
from data.rounds import Rounds

SECONDS = 1  # between two rounds; one with nothing to take over costs nothing


def start_journal(house: House) -> Rounds | None:
    """A running timer for this house, where there is such a journal; several processes may each have one."""
    if house.engine.dialect.name != "sqlite":
        return None
    rounds = Rounds("journal", lambda: take_over(house.engine), SECONDS)
    rounds.start()
    return rounds


def take_over(engine: Engine) -> int:
    """Write what is committed into the file, in the way of nobody; how many pages wait still."""
    with engine.connect() as connection:
        _busy, written, taken = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
    return int(written) - int(taken)
