"""Live warnings of other offices, and of people here: what no rule of ours has raised."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from data.schema import region, warning, warning_region


class Over(NamedTuple):
    """A warning over the cells lo..hi."""

    lo: int
    hi: int
    field: str
    colour: int
    provenance: str


def others(connection: Connection, now: datetime) -> list[Over]:
    """Those that were live at the moment in the colour they have now, one for each region that they cover."""
    w = warning.c
    live = (w.rule.is_(None), w.raised_at <= now, or_(w.ended_at.is_(None), w.ended_at > now))
    about = (region.c.lo, region.c.hi, w.field, w.colour, w.provenance)
    whole = select(w.lo, w.hi, *about[2:]).where(*live, ~w.several)
    several = select(*about).join_from(warning, warning_region, warning_region.c.warning_id == w.id)
    several = several.join(region, region.c.id == warning_region.c.region_id).where(*live)
    return [Over(*row) for query in (whole, several) for row in connection.execute(query)]
