"""Taking in one thing, however it is told of: read, placed, and handed to the command."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.clock import KEY as DEMO_CLOCK
from data.commands.facts import fact
from data.commands.things import Taken, take
from data.intake.crs import check_crs
from data.intake.record import Fault
from data.life.actor import Actor
from data.things.places import places_of
from data.things.told import told_of


def take_raw(
    connection: Connection,
    raw: Mapping[str, Any],
    way: str,
    actor: Actor,
    now: datetime,
    *,
    seq: int | None = None,
    reason: str | None = None,
) -> Taken:
    """`way` is `layer@crs`, each empty where the row names its own. Fault when it cannot be a thing."""
    layer, _at, crs = way.partition("@")
    named = str(raw.get("crs") or "wgs84") if isinstance(raw, Mapping) else ""
    check_crs(crs or named)
    told = told_of(raw, layer=layer, crs=crs or named)
    where = places_of(connection, [told], crs or named)[0]
    if isinstance(where, Fault):
        raise where
    return take(connection, told, where, actor, now, lived_here(connection), seq=seq, reason=reason)


def lived_here(connection: Connection) -> str:
    """The provenance of what does not name its own: simulated where the database lives on simulated data."""
    return "simulated" if fact(connection, DEMO_CLOCK) else "measured"
