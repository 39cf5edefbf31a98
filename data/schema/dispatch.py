"""Who can be sent, who is on duty, by which plans; orders, their tasks and receipts, and every message about them.

`state` of an order, a task and a message is the last word of an append-only history (`dispatch_step`, `message_log`).
Moments are of the city's clock; those that say "server" are of the machine's, which no demo and no drill turns.
"""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

responder = Table(
    "responder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("name", String(64), nullable=False),  # a numbered role, as 抢险队-012
    Column("kind", String(12), nullable=False),  # RESPONDER_KINDS
    Column("agency", String(32)),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False, index=True),  # home
    Column("skills", String(128), nullable=False),  # SKILLS, a space between
    Column("capacity", Integer, nullable=False),  # people that come
    Column("phone", String(20)),  # masked by clearance (`data/things/masks.py`)
    Column("lon", Float, nullable=False),  # last position, WGS-84
    Column("lat", Float, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("seen_by", String(12), nullable=False),  # POSITION_SOURCES
    Column("state", String(8), nullable=False),  # idle or off; who has a task that is not over is busy
    Column("battery", SmallInteger),  # percent, of what flies and tells it
    Column("provenance", String(16), nullable=False),
)

duty = Table(  # rosters: who holds the desk of a region, or of one of its agencies
    "duty",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("agency", String(32)),
    Column("who", String(64), nullable=False),  # as it is shown
    Column("login", String(64)),  # the account that he signs in with; empty: a numbered role of a demo or a drill
    Column("role", String(8), nullable=False),  # DUTY_ROLES
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "until", "region_id"),
)

plan = Table(  # 预案: the highest version is in force; an order keeps its own
    "plan",
    metadata,
    Column("code", String(48), primary_key=True),
    Column("version", SmallInteger, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("what", Text, nullable=False),  # JSON, see data/dispatch/plan.py
    Column("source", String(128), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    sqlite_with_rowid=False,
)

dispatch = Table(
    "dispatch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("key", String(160), nullable=False, unique=True),  # the same key again is the same order
    Column("digest", String(64), nullable=False),  # SHA-256 of what was asked under it
    Column("subject", String(24), nullable=False),  # "event:12" or "warning:5"
    Column("n", SmallInteger, nullable=False),  # the how-manieth order on its subject
    Column("event_id", Integer, ForeignKey("event.id")),
    Column("warning_id", Integer, ForeignKey("warning.id")),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # where its subject is
    Column("lo", Integer, nullable=False),  # cells of that region
    Column("hi", Integer, nullable=False),
    Column("plan", String(48)),
    Column("version", SmallInteger),
    Column("words", Text, nullable=False),
    Column("whistle", String(32)),  # 吹哨: the agency that is called with it
    Column("actor", String(64), nullable=False),  # as it is shown
    Column("actor_key", String(80), nullable=False, server_default=""),  # who it is: `Actor.who`
    Column("role", String(16), nullable=False),
    Column("holder", String(64), nullable=False),  # who sees it through: the actor, until handed over
    Column("holder_key", String(80), nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
    Column("state", String(12), nullable=False),  # DISPATCH_STATES
    Column("held_until", BigInteger, nullable=False),  # server, epoch milliseconds: until then it can be recalled
    Column("final_at", Moment),
    Column("ended_at", Moment),
    Column("late", SmallInteger, nullable=False, server_default="0"),  # how far up it was told that a draft waits
    Column("late_at", Moment),
    Column("provenance", String(16), nullable=False),
    Index(None, "subject", "n", unique=True),
    Index(None, "state", "held_until"),
    Index(None, "at"),
)

task = Table(
    "task",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("dispatch_id", Integer, ForeignKey("dispatch.id"), nullable=False, index=True),
    Column("responder_id", Integer, ForeignKey("responder.id"), nullable=False),
    Column("alone", SmallInteger, nullable=False),  # 1: its responder does nothing else meanwhile; 0: a desk
    Column("need", String(32), nullable=False),  # role of the plan, or a link of the chain
    Column("words", Text, nullable=False),  # what is to be done
    Column("why", Text, nullable=False),  # why this responder
    Column("km", Float),
    Column("minutes", Float),  # estimated
    Column("state", String(12), nullable=False),  # TASK_STATES
    Column("accept_by", Moment),
    Column("arrive_by", Moment),
    Column("done_by", Moment),  # known from the arrival on
    Column("sent_at", Moment),
    Column("delivered_at", Moment),
    Column("read_at", Moment),
    Column("accepted_at", Moment),
    Column("departed_at", Moment),
    Column("arrived_at", Moment),
    Column("done_at", Moment),
    Column("ended_at", Moment),  # done, refused, recalled or cancelled
    Column("reason", Text),  # of a refusal
    Column(
        "late", SmallInteger, nullable=False, server_default="0"
    ),  # how far up the lateness of its next receipt was told
    Column("late_at", Moment),
    Column("urged", SmallInteger, nullable=False, server_default="0"),  # 督办
    Column("lon", Float),  # where its responder last said to be
    Column("lat", Float),
    Index(None, "sent_at", "responder_id"),
)
ACTIVE = task.c.ended_at.is_(None)
BUSY = ACTIVE & (task.c.alone == 1)
# Nobody can be in two places: the database itself says so.
Index("ix_task_busy", task.c.responder_id, unique=True, sqlite_where=BUSY, postgresql_where=BUSY)
Index("ix_task_active", task.c.accept_by, sqlite_where=ACTIVE, postgresql_where=ACTIVE)

task_photo = Table(
    "task_photo",
    metadata,
    Column("task_id", Integer, ForeignKey("task.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),  # SHA-256 of the stored file
    Column("added_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

dispatch_step = Table(  # what happened to an order and its tasks; never changed afterwards
    "dispatch_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dispatch_id", Integer, ForeignKey("dispatch.id"), nullable=False, index=True),
    Column("task_id", Integer, ForeignKey("task.id")),
    Column("move", String(12), nullable=False),  # DISPATCH_MOVES
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),  # server
    Column("actor", String(64), nullable=False),
    Column("actor_key", String(80), nullable=False, server_default=""),  # `Actor.who`; empty of old steps
    Column("role", String(16), nullable=False),
    Column("words", Text),
    Column("key", String(160)),  # of a receipt: told again, it is the same one
    Index(None, "task_id", "key", unique=True),
)

talk_read = Table(  # 留言: as far as whom has read of a task, so that what is new can be marked
    "talk_read",
    metadata,
    Column("who", String(80), primary_key=True),  # `Actor.who`; empty: what stood before anybody's reading was kept
    Column("task_id", Integer, ForeignKey("task.id"), primary_key=True, autoincrement=False),
    Column("upto", Integer, nullable=False),  # the last of its steps that was read
    sqlite_with_rowid=False,
)

outbox = Table(  # written with the decision, sent when it is final
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", String(36), nullable=False, unique=True),  # by which a receiver knows it again
    Column("dispatch_id", Integer, ForeignKey("dispatch.id"), index=True),  # of an order; else of a case
    Column("task_id", Integer, ForeignKey("task.id")),
    Column("event_id", Integer, ForeignKey("event.id"), index=True),  # 柔性劝导: to somebody a case is about
    Column("channel", String(12), nullable=False),  # CHANNELS
    Column("kind", String(12), nullable=False),  # MESSAGE_KINDS
    Column("address", String(128), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(12), nullable=False),  # MESSAGE_STATES
    Column("attempts", SmallInteger, nullable=False),
    Column("due_at", Moment, nullable=False),  # server: not before
    Column("lease", Moment),  # server: until then somebody is sending it
    Column("error", Text),
    Index(None, "state", "due_at"),
)

message_log = Table(  # every try of every message, kept
    "message_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message", String(36), nullable=False, index=True),
    Column("channel", String(12), nullable=False),
    Column("address", String(128), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),  # server
    Column("attempt", SmallInteger, nullable=False),
    Column("outcome", String(12), nullable=False),  # sent failed withheld absent
    Column("words", Text),
)

drone_mission = Table(  # 派机: a drone sent to a point, and what it found; flying it is the business of others
    "drone_mission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("key", String(160), nullable=False, unique=True),  # the same key again is the same mission
    Column("responder_id", Integer, ForeignKey("responder.id"), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False, index=True),  # of the point
    Column("place", String(64), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("what", String(200), nullable=False),
    Column("km", Float, nullable=False),
    Column("minutes", Float, nullable=False),  # estimated
    Column("message", String(36), nullable=False, unique=True),  # what the flight platform was sent, in the outbox
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("found", String(8)),  # FOUND
    Column("words", Text),
    Column("fire_id", Integer, ForeignKey("event.id")),  # the record that a fire became
    Column("provenance", String(16), nullable=False),
)
FLYING = drone_mission.c.ended_at.is_(None)
Index(
    "ix_drone_mission_flying", drone_mission.c.responder_id, unique=True, sqlite_where=FLYING, postgresql_where=FLYING
)
