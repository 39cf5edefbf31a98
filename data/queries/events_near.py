"""What was reported around a place lately: for the page of a thing of the registers."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from data.life.likeness import distance
from data.queries.duplicates import AROUND_M, EXACT, near
from data.scope import Scope

BACK = timedelta(days=30)
SHOWN = 8
Row = dict[str, Any]


def events_near(
    connection: Connection, scope: Scope, place: tuple[float, float], now: datetime
) -> tuple[list[Row], int]:
    """The newest of the last 30 days within 300 m, each with its `metres`, and how many there are.

    What only names a region lies nowhere, and is left out.
    """
    rows = near(connection, scope, place, (now - BACK, now), EXACT)
    found = [row | {"metres": distance(place, (row["lon"], row["lat"]))} for row in rows]
    here = [row for row in found if row["metres"] <= AROUND_M]
    return here[:SHOWN], len(here)
