"""Who is here: when each session was last in use, written once a minute by the process that met it.

Nobody waits for that: a request leaves a mark in memory alone, which an open page does by itself, since whoever listens
to the stream is asked again and again who he is.
"""

from datetime import datetime, timedelta
from functools import partial

from flask import Flask
from sqlalchemy import bindparam, update

from data.accounts.sessions import digest_of, sittings
from data.engine import writing
from data.house import EXTENSION, House
from data.rounds import Rounds
from data.schema import account_session

SECONDS = 60.0
HERE = timedelta(minutes=3)  # who was met so lately is online: a round, and time for one that was late


def start_presence(server: Flask) -> Rounds:
    """A running round for this app; several processes may each have one."""
    rounds = Rounds("presence", partial(note_seen, server), SECONDS)
    rounds.start()
    return rounds


def note_seen(server: Flask) -> int:
    """Write down who was met since the last time; how many. Where nobody was, nothing is written."""
    met = sittings(server).met()
    home: House = server.extensions[EXTENSION]
    if met:
        seen = [{"whose": digest_of(token), "met": at} for token, at in sorted(met.items())]
        later = update(account_session).where(account_session.c.digest == bindparam("whose"))
        with writing(home.engine) as connection:
            connection.execute(later.values(seen_at=bindparam("met")), seen)
    return len(met)


def is_here(seen_at: datetime | None, now: datetime) -> bool:
    """By the server's clock."""
    return seen_at is not None and now - seen_at <= HERE
