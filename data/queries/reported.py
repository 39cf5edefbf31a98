"""Which events a question is about: reported inside a region and a span. Every read of the event table starts here."""

from sqlalchemy import ColumnElement

from data.queries.regions import Region, inside
from data.schema import event
from data.windows import Span

WIDE_LEVEL = 3


def reported(here: Region, span: Span) -> tuple[ColumnElement[bool], ...]:
    """Conditions on the event table for one region."""
    return inside(cell_column(here.level), here), event.c.reported_at >= span.since, event.c.reported_at <= span.until


def cell_column(level: int) -> ColumnElement[int]:
    """The event's cell, for a search in a region of this level.

    Two ranges, but an index can follow only one: from the town up the days are the narrower, so the cell is made an
    expression that no index serves; below, the cells are.
    """
    return event.c.cell_id + 0 if level <= WIDE_LEVEL else event.c.cell_id
