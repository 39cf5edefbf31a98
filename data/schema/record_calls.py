"""Smart visits (智能走访): a change of a record that somebody should go and look at, and what he found there."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

record_call = Table(
    "record_call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("record_id", Integer, ForeignKey("record.id"), nullable=False, index=True),
    Column("subject", String(16), nullable=False),  # enterprise house
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),  # whose territory
    Column("why", String(12), nullable=False),  # WHYS
    Column("field", String(48), nullable=False),  # what changed; "": it is new
    Column("before", Text),
    Column("after", Text),
    Column("sensed_at", Moment, nullable=False),
    Column("due_day", Integer, nullable=False),  # local, date.toordinal()
    Column("state", String(8), nullable=False),  # open done void
    Column("outcome", String(8), nullable=False),  # OUTCOMES; "" before
    Column("tags", Text, nullable=False),  # JSON: CALL_TAGS that were ticked
    Column("words", Text, nullable=False),
    Column("event_code", String(24), nullable=False),  # of the appeal that came of it; "" none
    Column("done_at", Moment),
    Column("actor", String(64), nullable=False),  # who went there; "" before
    Column("role", String(16), nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "state", "cell_id"),
)
