"""The cube over events: whoever reads it first counts what moves have left word of, so that no number recounts events.

A row is about the events reported in a region in a period: `grain` d is the local day `day`, m the month that
begins on it. `dim` says by what they are split: all, category, leaf, source, grade, agency or line; `key` is its value.
Regions are not foreign keys here: every row is made from the regions around an event's cell, which is one.
"""

from sqlalchemy import BigInteger, Column, Integer, SmallInteger, String, Table, Text

from data.dwell import BUCKETS
from data.life.late import LATE
from data.schema.base import metadata
from data.words import LINKS, OPEN_STAGES, STAGES

STANDING = {stage: f"open_{stage}" for stage in OPEN_STAGES}
MEASURES = (
    *STAGES,  # how many reached each stage
    "rejected",
    "merged",
    "assigned_known",  # of the assigned, those whose moment is known: who brings a case may tell its end only
    "answered_known",
    "prompt",  # assigned within the time for it (即时分转)
    "answered_on_time",  # answered before the deadline (按时反馈)
    "on_time",  # closed before the deadline
    "satisfied",  # rated 4 or 5
    "visited",  # return visits tried
    "visited_ok",  # return visits answered (有效回访)
    "returned",
    "reopened",
    "supervised",
    "rating_sum",
    "paused",  # open, and their clock stands still
    *STANDING.values(),  # open, by the stage they are at now
    *LATE,  # past their time when last looked at, and still open
)
STAYS = tuple(LINKS)[1:]  # links one stays in front of
STAY_COLUMNS = {link: tuple(f"{link}_{n:02d}" for n in range(BUCKETS)) for link in STAYS}  # by bucket of the stay
HOURS = tuple(f"h{n:02d}" for n in range(24))

event_sum = Table(
    "event_sum",
    metadata,
    Column("region_id", Integer, primary_key=True),
    Column("dim", String(8), primary_key=True),
    Column("grain", String(1), primary_key=True),
    Column("day", Integer, primary_key=True),  # date.toordinal()
    Column("key", String(32), primary_key=True),
    *(
        Column(name, BigInteger if name == "rating_sum" else Integer, nullable=False, server_default="0")
        for name in MEASURES
    ),
    sqlite_with_rowid=False,
)

event_dwell = Table(  # how long they stayed before each link: a histogram, so that medians add up
    "event_dwell",
    metadata,
    Column("region_id", Integer, primary_key=True),
    Column("dim", String(8), primary_key=True),
    Column("grain", String(1), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("n", Integer, nullable=False, server_default="0"),  # stays in all
    *(Column(name, Integer, nullable=False, server_default="0") for names in STAY_COLUMNS.values() for name in names),
    sqlite_with_rowid=False,
)

event_hour = Table(
    "event_hour",
    metadata,
    Column("region_id", Integer, primary_key=True),
    Column("grain", String(1), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("weekday", SmallInteger, primary_key=True),  # 0 Monday … 6 Sunday
    *(
        Column(name, Integer, nullable=False, server_default="0") for name in HOURS
    ),  # reported in that hour of the local day
    sqlite_with_rowid=False,
)

event_due = Table(  # open events by the hour of their deadline: what is overdue is a sum of hours past
    "event_due",
    metadata,
    Column("region_id", Integer, primary_key=True),
    Column("dim", String(8), primary_key=True),
    Column("key", String(32), primary_key=True),
    Column("hour", Integer, primary_key=True),  # epoch seconds // 3600
    Column("ticking", Integer, nullable=False, server_default="0"),
    Column("paused", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

event_uncounted = Table(  # changes of events that the cube does not hold yet: whoever reads it first counts them
    "event_uncounted",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("event_id", Integer, nullable=False),  # no foreign key: it was checked when the event was written
    Column("before", Text),  # the event's columns that the cube counts, as JSON; null: it is new
    Column("after", Text, nullable=False),
)
