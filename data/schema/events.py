"""Events, their history, their photos. The cube over them is in `data/schema/cube.py`."""

from sqlalchemy import Column, ColumnElement, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, and_

from data.life.late import LATE
from data.schema.base import metadata
from data.times import Moment

# What was reported never changes; the rest is the fold of the event's history (`data/life/fold.py`).
event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False),
    Column("title", String(96), nullable=False),
    Column("text", Text),
    Column("category", String(24), nullable=False),  # first level of the category tree
    Column("leaf", String(32), nullable=False),  # the finest category known
    Column("source", String(16), nullable=False),
    Column("line", String(32)),  # the hotline or express line it came in by (`intake_line`), where one is told
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("place", String(64), nullable=False),
    Column("placed", String(8), nullable=False),  # exact: where it is; region: somewhere in the region around
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("reported_at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Column("seq", SmallInteger, nullable=False),  # steps in the history; every move asks for the one it saw
    Column("stage", String(12), nullable=False),
    Column("grade", String(1), nullable=False),  # S A B C, gravest first
    Column("filed_at", Moment),
    Column("assigned_at", Moment),
    Column("handling_at", Moment),
    Column("answered_at", Moment),
    Column("verified_at", Moment),
    Column("closed_at", Moment),
    Column("rated_at", Moment),
    Column("ended_at", Moment),  # closed, rejected or merged: not open since; whatever is open has none
    Column("agency", String(32)),
    Column("first_agency", String(32)),
    Column("loop", String(8), nullable=False),  # inner: the grid's own; outer: departments
    Column("clock", String(8), nullable=False),  # what its deadline counts: working or natural hours
    Column("deadline_at", Moment, nullable=False),
    Column("warn_at", Moment, nullable=False),
    Column("promised_s", Integer),  # seconds of its clock that the express line it went by promised
    Column("suspended_at", Moment),
    Column("left_s", Integer),  # seconds of its clock left when it was suspended
    Column("supervised", SmallInteger, nullable=False, server_default="0"),
    Column("reopened", SmallInteger, nullable=False, server_default="0"),
    Column("returned", SmallInteger, nullable=False, server_default="0"),
    Column(
        "reports", SmallInteger, nullable=False, server_default="1"
    ),  # how many reports it stands for, merged ones included
    Column("into_id", Integer),  # the event it was merged into
    Column("restarted_at", Moment),  # when it was last reopened: stays before count no more
    Column("rewound_at", Moment),  # when it last went back: an earlier moment is read from the history
    Column("rating", SmallInteger),
    Column("visited", SmallInteger),  # return visit: 1 answered, 0 in vain
    # Past its time when last looked at (`data/life/late.py`); what time alone has made late since, the sweep marks.
    *(Column(name, SmallInteger, nullable=False, server_default="0") for name in LATE),
    Column("mark_at", Moment),  # when time alone marks it next
    Column("called_agency", String(32)),  # 吹哨: who was called to the place
    Column("called_due_at", Moment),
    Column("arrived_at", Moment),  # 报到
    Index(None, "code", unique=True),
    # Lists narrow by category and source without a look at the row.
    Index(None, "reported_at", "cell_id", "category", "source"),
    Index(None, "cell_id", "reported_at", "category", "source"),
    Index(None, "leaf", "reported_at", "cell_id"),
    Index(None, "agency", "reported_at", "cell_id"),
)


def _partial(name: str, where: ColumnElement[bool], *columns: str) -> None:
    """An index of few of the events."""
    Index(f"ix_event_{name}", *(event.c[column] for column in columns), sqlite_where=where, postgresql_where=where)


OPEN = event.c.ended_at.is_(None)
GRAVE = event.c.grade.in_(("S", "A"))
_LISTED = ("stage", "category", "source", "grade", "agency", "leaf", "deadline_at", "warn_at", "suspended_at")
_partial("open_reported", OPEN, "reported_at", "cell_id", *_LISTED)
_partial("open_deadline", OPEN, "deadline_at", "cell_id", "warn_at", "suspended_at", "category", "agency", "grade")
_partial("mark_at", event.c.mark_at.is_not(None), "mark_at")
_partial("supervised", and_(OPEN, event.c.supervised > 0), "cell_id")
_partial("grave", GRAVE, "grade", "reported_at", "cell_id")
_partial("vague", event.c.placed == "region", "cell_id", "reported_at", "category", "source")
_partial("line", event.c.line.is_not(None), "reported_at", "cell_id", "line")
_partial("merged", event.c.stage == "merged", "reported_at", "cell_id")
_partial("rewound", event.c.rewound_at.is_not(None), "rewound_at")
CALLED = and_(OPEN, event.c.called_due_at.is_not(None), event.c.arrived_at.is_(None))  # and not come yet
_partial("called", CALLED, "called_due_at", "cell_id")

event_history = Table(  # append-only: triggers refuse to change a step, or to remove one of an event that is there
    "event_history",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("seq", SmallInteger, primary_key=True),
    Column("move", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text),
    Column("change", Text),  # JSON: what the move set; moments as epoch seconds
    sqlite_with_rowid=False,
)

ASKED = event_history.c.move.in_(("whistle", "supervise"))
Index("ix_event_history_asked", event_history.c.at, sqlite_where=ASKED, postgresql_where=ASKED)

PASSED_ON = event_history.c.move.in_(("return", "reassign"))
Index(
    "ix_event_history_passed",
    event_history.c.at,
    event_history.c.event_id,
    sqlite_where=PASSED_ON,
    postgresql_where=PASSED_ON,
)

DIRECT = event_history.c.move == "direct"
Index(
    "ix_event_history_direct",
    event_history.c.at,
    event_history.c.event_id,
    sqlite_where=DIRECT,
    postgresql_where=DIRECT,
)

LOWERED = event_history.c.move == "hand_back"
Index(
    "ix_event_history_lowered",
    event_history.c.at,
    event_history.c.event_id,
    sqlite_where=LOWERED,
    postgresql_where=LOWERED,
)

RAISED = event_history.c.move == "escalate"
Index(
    "ix_event_history_raised",
    event_history.c.at,
    event_history.c.event_id,
    sqlite_where=RAISED,
    postgresql_where=RAISED,
)

event_photo = Table(
    "event_photo",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer, ForeignKey("event.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, index=True),  # SHA-256 of the stored file, which is named by it
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("taken_at", Moment),  # as its camera said; the file itself tells nothing any more
    Column("lon", Float),
    Column("lat", Float),
)

event_link = Table(  # what belongs together without being the same: a root case and the repeats it is to end
    "event_link",
    metadata,
    Column("kind", String(12), primary_key=True),  # LINK_KINDS
    Column("from_id", Integer, ForeignKey("event.id"), primary_key=True),
    Column("to_id", Integer, ForeignKey("event.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Index(None, "to_id", "kind"),
    sqlite_with_rowid=False,
)

event_number = Table(
    "event_number",
    metadata,
    Column("day", Integer, primary_key=True),  # local day; n codes are given out
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
