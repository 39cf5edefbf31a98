"""汇报: briefings and their scenes in order, what a frozen one has stored, and the shows that are being given of them.

Moments of briefings are of the city's clock, those of shows of the machine's: who briefs looks at a watch.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

briefing = Table(
    "briefing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),  # of its addresses: drawn by lot
    Column("title", String(96), nullable=False),
    Column("owner", String(80), nullable=False),  # who: "account:…", or the visitors of a demo
    Column("owner_name", String(64), nullable=False),
    Column("shared_roles", Text, nullable=False),  # JSON: roles that also see, give and copy it
    Column("scope", Text, nullable=False),  # JSON: what its maker may see; who sees less of the city does not see it
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("frozen_at", Moment),  # as of when the answers of its scenes are stored; empty: live
    Column("revision", Integer, nullable=False),
    Index(None, "owner"),
)

briefing_scene = Table(
    "briefing_scene",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("briefing_id", Integer, ForeignKey("briefing.id"), nullable=False),
    Column("n", Integer, nullable=False),  # its number in the briefing, whatever its place; never given twice
    Column("position", SmallInteger, nullable=False),  # 0, 1, …
    Column("path", String(1000), nullable=False),  # page and query: "/?region=…"
    Column("title", String(96), nullable=False),  # the caption; *…* is its one accented number
    Column("sentence", String(240), nullable=False),
    Column("notes", Text, nullable=False),
    Column("minutes", Float, nullable=False),
    Column("emphasis", Text, nullable=False),  # JSON: {panels: [keys], regions: [codes], marks: [GeoJSON features]}
    Column("transition", String(8), nullable=False),  # TRANSITIONS
    Index(None, "briefing_id", "n", unique=True),
    Index(None, "briefing_id", "position"),
)

briefing_answer = Table(  # what a panel said when the briefing was frozen
    "briefing_answer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scene_id", Integer, ForeignKey("briefing_scene.id"), nullable=False),
    Column("panel_key", String(32), nullable=False),
    Column("as_of", Moment, nullable=False),
    Column("answer", Text, nullable=False),  # JSON
    Index(None, "scene_id", "panel_key", unique=True),
)

briefing_show = Table(  # a briefing that is given: audience, presenter and telephones follow its state
    "briefing_show",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("briefing_id", Integer, ForeignKey("briefing.id"), nullable=False, index=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("pin", Integer, nullable=False),  # which PIN counts now: a number that is signed, see data/briefing/pin.py
    Column("state", Text, nullable=False),  # JSON, see data/briefing/state.py
    Column("revision", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", String(80), nullable=False),
    Column("ended_at", Moment),
)
