"""The demo's responders go on telling where they are while the server runs; who was last seen long ago does not."""

from datetime import timedelta

from sqlalchemy import select, update

from data.commands.revisions import bump
from data.engine import writing
from data.house import House
from data.rounds import Rounds
from data.schema import responder

SECONDS = 60.0
EVERY = timedelta(minutes=5)


def start_responder_feed(house: House) -> Rounds:
    rounds = Rounds("responders", lambda: tell_positions(house), SECONDS)
    rounds.start()
    return rounds


def tell_positions(house: House) -> int:
    """Terminals tell again that they are where they were; how many."""
    now = house.clock.now()
    old = (responder.c.provenance == "simulated", responder.c.seen_by == "gps", responder.c.seen_at < now - EVERY)
    with house.engine.connect() as connection:
        if connection.scalar(select(responder.c.id).where(*old).limit(1)) is None:
            return 0
    with writing(house.engine) as connection:
        bump(connection, "responders")
        return connection.execute(update(responder).where(*old).values(seen_at=now)).rowcount
