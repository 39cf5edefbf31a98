"""A year of demo events: deterministic, with whole histories, and what the city will report next."""

from datetime import datetime

from sqlalchemy import Connection

from data.commands import cube
from data.commands.revisions import bump
from data.demo.events_drafts import draft
from data.demo.events_lines import seed_lines
from data.demo.events_store import clear, store
from data.demo.governance import seed_governance
from data.demo.stewards import seed_stewards
from data.demo.visits import seed_visits


def seed_events(connection: Connection, recipe_events: int, anchor: datetime, seed: int) -> None:
    """Replace all events by `recipe_events` simulated ones of the year before `anchor`, and what follows it."""
    clear(connection)
    seed_governance(connection)
    seed_lines(connection)
    seed_stewards(connection)
    store(connection, draft(connection, recipe_events, anchor, seed), anchor)
    seed_visits(connection, anchor, seed)
    cube.rebuild(connection)
    bump(connection, "events")
