"""The demo's vessels go on telling where they are while the server runs; one in forty does not."""

from datetime import UTC, timedelta

from sqlalchemy import select, update

from data.commands.revisions import bump
from data.engine import writing
from data.house import House
from data.rounds import Rounds
from data.schema import feature

SECONDS = 300.0
EVERY = timedelta(minutes=60)
QUIET = 40  # of so many, one has been silent since the register was made


def start_vessel_feed(house: House) -> Rounds:
    rounds = Rounds("vessels", lambda: tell_vessels(house), SECONDS)
    rounds.start()
    return rounds


def tell_vessels(house: House) -> int:
    """Terminals tell again that they are where they were; how many."""
    now = house.clock.now()
    f = feature.c
    mine = (f.layer == "vessel", f.provenance == "simulated", f.retired_at.is_(None))
    old = (now - EVERY).astimezone(UTC).isoformat(timespec="seconds")
    told = now.astimezone(UTC).isoformat(timespec="seconds")
    with house.engine.connect() as connection:
        rows = connection.execute(select(f.id, f.attributes).where(*mine, f.id % QUIET != 0)).all()
    late = [row for row in rows if str(row.attributes.get("position_at") or "") < old]
    if not late:
        return 0
    with writing(house.engine) as connection:
        bump(connection, "features")
        for row in late:
            change = {"attributes": row.attributes | {"position_at": told}}
            connection.execute(update(feature).where(f.id == row.id).values(change))
    return len(late)
