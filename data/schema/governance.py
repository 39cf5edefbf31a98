"""Who answers for what: the category tree, the agencies, the responsibility list (权责清单), the lines in."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

category = Table(
    "category",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("parent", String(32)),
    Column("level", SmallInteger, nullable=False),  # 1 2 3
    Column("top", String(24), nullable=False),  # its ancestor of level 1, or itself
    Column("name", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("way", String(8)),  # WAYS: direct or raise; empty: as the category above, then by the grade
)

agency = Table(
    "agency",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("kind", String(12), nullable=False),  # grid town department outside
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("provenance", String(16), nullable=False),
)

intake_line = Table(  # what a case came in by: a hotline that 12345 took over, or an express line (直通车)
    "intake_line",
    metadata,
    Column("code", String(32), primary_key=True),  # of a hotline its number
    Column("kind", String(8), nullable=False),  # LINE_KINDS
    Column("name", String(64), nullable=False),
    Column("mode", String(8)),  # LINE_MODES; of hotlines
    Column("owner", String(64), nullable=False),
    Column("since", Date, nullable=False),  # taken over, or open, from then on
    Column("agency", String(32), ForeignKey("agency.code")),  # whom an express line goes to; empty: by the list
    Column("hours", Float),  # promised from report to close; empty: as the list says
    Column("provenance", String(16), nullable=False),
)

steward = Table(  # 管家: grid staff for all that live in a grid, people of a department for those of a trade
    "steward",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),  # STEWARD_KINDS
    Column("name", String(64), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("category", String(32)),  # of any level; of industry stewards
    Column("agency", String(32), ForeignKey("agency.code")),  # whose people they are; of industry stewards
    Column("served", Integer),  # households or enterprises they look after, where known
    Column("provenance", String(16), nullable=False),
    Index(None, "region_id", "kind"),
)

steward_visit = Table(  # 走访: where a steward called, and what he found there
    "steward_visit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("steward", String(32), nullable=False),  # no foreign key: who leaves the register leaves his visits behind
    Column("kind", String(8), nullable=False),  # STEWARD_KINDS, as he was then
    Column("agency", String(32)),  # of industry stewards: whose people may know of it
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # his, or where in it he called
    Column("lo", Integer, nullable=False),  # its cells
    Column("hi", Integer, nullable=False),
    Column("day", Integer, nullable=False),  # local, date.toordinal()
    Column("whom", String(64), nullable=False),
    Column("found", Text, nullable=False),  # empty: nothing was amiss
    Column("solved_day", Integer),  # dealt with by himself
    Column("event_id", Integer, ForeignKey("event.id")),  # what it has become
    Column("actor", String(64), nullable=False),  # who put it down
    Column("recorded_at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "day", "lo", "hi", "kind", "steward"),  # counted within it
    Index(None, "lo", "day"),
    Index(None, "event_id"),
)
AMISS = steward_visit.c.found != ""
Index("ix_steward_visit_found", steward_visit.c.day, steward_visit.c.lo, sqlite_where=AMISS, postgresql_where=AMISS)

responsibility = Table(
    "responsibility",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("category", String(32), nullable=False),  # of any level; the finest that fits counts
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # the smallest around the event counts
    Column("grade", String(1), nullable=False),  # S A B C, or * for all
    Column("agency", String(32), ForeignKey("agency.code"), nullable=False),
    Column("hours", Float),  # allowed from report to close; empty: by the city's limits
    Column("basis", String(96), nullable=False),  # the norm behind it
    Index(None, "category", "region_id"),
)
