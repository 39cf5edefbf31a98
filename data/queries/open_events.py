"""Open events one by one: as they stand, or as they stood."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from data.queries.few import STILL_OPEN
from data.queries.past import State, clipped, folded, unsure
from data.queries.regions import Region, inside
from data.queries.reported import cell_column
from data.queries.slices import ALL, Slice
from data.schema import event
from data.words import OPEN_STAGES


def open_states(
    connection: Connection, here: Region, at: datetime | None, now: datetime, one: Slice, since: datetime | None = None
) -> list[State]:
    """The open events of a region as they stand, or as they stood at `at`, those reported `since` then."""
    e = event.c
    if at is None:
        rows = connection.execute(select(event).where(STILL_OPEN, inside(e.cell_id, here), *one.events(None)))
        return [dict(row) for row in rows.mappings()]
    # What had ended by then and was not reopened since, had ended then.
    lasting = or_(e.ended_at.is_(None), e.ended_at > at)
    place = (
        [inside(e.cell_id, here)] if since is None else [inside(cell_column(here.level), here), e.reported_at >= since]
    )
    known = (*place, e.reported_at <= at, lasting)
    rows = connection.execute(select(event, unsure(at).label("unsure")).where(*known))
    states = [clipped(dict(row), at) for row in rows.mappings() if not row["unsure"]]
    states += folded(connection, known, at)
    fits = [one_ for one_ in states if one_["stage"] in OPEN_STAGES]
    return [state for state in fits if one == ALL or state[one.dim] == one.key]
