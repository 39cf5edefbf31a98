"""Coordinated visits (涉企检查, 进校园): what departments filed, what became of each, what was found or asked for.

A plan is filed once for several subjects; a call is one visit to one of them, the unit that is decided on. Who is
called on is told by source and code (`enterprise:EN00000001`, `school:SC0001`): there is no register beside the ledgers
(decision 0031).
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

SUBJECT = 72  # characters of what a subject is named by


def _subject() -> list[Column[object]]:
    """Whom it is about, as it was told then."""
    return [
        Column("kind", String(32), nullable=False),
        Column("subject", String(SUBJECT), nullable=False),
        Column("name", String(96), nullable=False),
        Column("trade", String(32), nullable=False),
        Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    ]


coordination_plan = Table(
    "coordination_plan",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("agency", String(32), nullable=False),
    Column("items", Text, nullable=False),  # codes, blanks between
    Column("words", Text, nullable=False),
    Column("people", SmallInteger, nullable=False),
    Column("basis", String(200), nullable=False),
    Column("first_day", Integer, nullable=False),  # local, date.toordinal(), as all days here
    Column("last_day", Integer, nullable=False),
    Column("why", Text, nullable=False),  # special leave is asked for
    Column("actor", String(64), nullable=False),
    Column("filed_at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
)

coordination_call = Table(
    "coordination_call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(28), nullable=False, unique=True),
    Column("plan_id", Integer, ForeignKey("coordination_plan.id"), nullable=False, index=True),
    *_subject(),
    Column("agency", String(32), nullable=False),
    Column("planned_day", Integer, nullable=False),
    Column("day", Integer, nullable=False),  # as it stands now; of one that is done, when it was
    Column("state", String(10), nullable=False),  # STATES
    Column("way", String(8), nullable=False),  # WAYS; empty before it is decided on
    Column("joint_id", Integer),  # those with the same one are one visit: the number of one of them
    Column("seq", Integer, nullable=False),  # states it has had; a move asks for the last
    Column("news", SmallInteger, nullable=False),  # 1: a decision that its department has not noted
    Column("objected", SmallInteger, nullable=False),
    Column("answer", String(10), nullable=False),  # ANSWERS, of the subject
    Column("wished_day", Integer),
    Column("opinion", Text, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(
        "ix_coordination_call_counted",
        *("kind", "day", "cell_id", "state", "way", "joint_id", "agency", "subject", "news"),
    ),
    Index(None, "subject", "day"),
    Index(None, "joint_id"),
)

coordination_step = Table(  # who did what and when, and why; never changed afterwards
    "coordination_step",
    metadata,
    Column("call_id", Integer, ForeignKey("coordination_call.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("move", String(10), nullable=False),  # STEPS
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("day", Integer),  # that it was moved to, or is wished
    sqlite_with_rowid=False,
)

coordination_file = Table(  # photos of a self-check, kept as those of events
    "coordination_file",
    metadata,
    Column("call_id", Integer, ForeignKey("coordination_call.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("added_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

coordination_finding = Table(
    "coordination_finding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("call_id", Integer, ForeignKey("coordination_call.id"), nullable=False, index=True),
    *_subject(),
    Column("agency", String(32), nullable=False),
    Column("item", String(32), nullable=False),
    Column("words", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("danger", SmallInteger, nullable=False),  # 1: to be mended, and on the list until it is
    Column("state", String(8), nullable=False),  # DANGER_STATES; closed at once where there is no danger
    Column("due_day", Integer),
    Column("mended", Text, nullable=False),  # what its subject says it did
    Column("closed_day", Integer),
    Column("seq", Integer, nullable=False),
    Column("event", String(32), nullable=False),  # code of what it has become; a demo's events come and go
    Column("provenance", String(16), nullable=False),
    Index(None, "kind", "state", "cell_id"),
    Index(None, "kind", "day", "cell_id"),
    Index(None, "subject"),
)

coordination_push = Table(  # a hot problem, told to those it is likely at
    "coordination_push",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("item", String(32), nullable=False),
    Column("trade", String(32), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("n", Integer, nullable=False),  # at how many subjects it was found
    Column("words", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "kind", "at"),
)

coordination_receipt = Table(
    "coordination_receipt",
    metadata,
    Column("push_id", Integer, ForeignKey("coordination_push.id"), primary_key=True),
    Column("subject", String(SUBJECT), primary_key=True),
    Column("name", String(96), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("read_at", Moment),
    Column("checked_at", Moment),  # it says that it has looked at itself
    Index(None, "subject"),
    sqlite_with_rowid=False,
)

coordination_demand = Table(  # what a subject asks for
    "coordination_demand",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    *_subject(),
    Column("want", String(32), nullable=False),
    Column("topic", String(32), nullable=False),
    Column("words", Text, nullable=False),
    Column("state", String(8), nullable=False),  # DEMAND_STATES
    Column("forwarded", String(32), nullable=False),  # the agency that the centre has passed it on to
    Column("seq", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "kind", "state", "cell_id"),
    Index(None, "subject"),
)

coordination_offer = Table(  # how a department answers it
    "coordination_offer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("demand_id", Integer, ForeignKey("coordination_demand.id"), nullable=False, index=True),
    Column("agency", String(32), nullable=False),
    Column("words", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("call", String(28), nullable=False),  # code of the visit that it has become
    Column("actor", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
