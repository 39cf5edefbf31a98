"""Where responders are in an exercise: nobody knows where they will be, so they stand where the city saw them last.

What a position was worth in the city it is worth at the start: a fresh one is played on from there, as old as the play
has it, until a phone tells another; an old one is old. None of them is of the real time.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, type_coerce, update

from data.commands.revisions import bump
from data.queries.responders import STALE
from data.schema import responder

PLAYED = "played"  # of POSITION_SOURCES
EVERY_S = 600  # seconds of the exercise after which a played position is told again
_R = responder.c


def set_out(connection: Connection, now: datetime, begins: datetime) -> None:
    """Positions of the city at `now` become those of the exercise that begins then. None lies ahead of its clock."""
    later = int((begins - now).total_seconds())
    moved = {"provenance": "simulated", "seen_at": type_coerce(_R.seen_at, BigInteger) + later}
    connection.execute(update(responder).where(_R.seen_at >= now - STALE).values(seen_by=PLAYED))
    connection.execute(update(responder).values(moved))
    connection.execute(update(responder).where(_R.seen_at > begins).values(seen_at=begins))


def tell_on(connection: Connection, at: datetime) -> None:
    """Who has told nothing of himself is still where he was played to be."""
    if int(at.timestamp()) % EVERY_S == 0:
        connection.execute(update(responder).where(_R.seen_by == PLAYED, _R.seen_at < at).values(seen_at=at))
        bump(connection, "responders")
