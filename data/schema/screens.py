"""大屏: kiosks and the groups they stand in, what a group shows in turn, and what has taken a screen over.

Times of the turn are milliseconds since 1970 of real time, whatever the city's clock says: screens share them.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

rotation = Table(
    "rotation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # whose warnings its conditions ask for
    Column("day_from", SmallInteger),  # minute of the day from which it is light; empty: the skin follows no clock
    Column("night_from", SmallInteger),
    Column("made_by", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
)

rotation_page = Table(
    "rotation_page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rotation_id", Integer, ForeignKey("rotation.id"), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("path", String(1000), nullable=False),  # page and View, as "/risk?region=…"
    Column("seconds", SmallInteger, nullable=False),
    Column("condition", String(12), nullable=False),  # CONDITIONS; "" always
    Column("skin", String(8), nullable=False),  # "" as the rotation has it
    Index(None, "rotation_id", "position"),
)

screen_group = Table(  # screens of one room, in step; a screen alone is a group of one
    "screen_group",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("lone", Boolean, nullable=False),  # of one screen that stands alone
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("rotation_id", Integer, ForeignKey("rotation.id")),
    Column("pinned", String(1000), nullable=False),  # one page instead of the rotation; "" none
    Column("show", String(32), nullable=False, server_default=""),  # code of the briefing's show it follows; "" none
    Column("page_id", Integer),  # the page of the turn that began at `since`
    Column("among", Text, nullable=False),  # JSON: ids of the pages that take turns now
    Column("spent", Integer, nullable=False),  # ms that page had been shown before
    Column("since", BigInteger, nullable=False),  # ms; in the future while an alarm holds the turn
    Column("paused", Boolean, nullable=False),
    Column("turned_at", BigInteger, nullable=False),  # ms of the last change that was no passing of time
    Column("heard_warning", Integer, nullable=False),  # ids of the last alarms that were looked at
    Column("heard_event", Integer, nullable=False),
)

screen = Table(
    "screen",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of its token
    Column("session", String(64), unique=True),  # SHA-256 of what the cookie of the last entry holds
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("departments", Text, nullable=False),  # JSON, as of an account
    Column("group_id", Integer, ForeignKey("screen_group.id"), nullable=False, index=True),
    Column("profile", String(16), nullable=False),  # PROFILES
    Column("distance", String(8), nullable=False, server_default=""),  # of readers, in heights; "" as the server has it
    Column("ahead", SmallInteger, nullable=False, server_default="0"),  # pages of the turn before its group's
    Column("sound", Boolean, nullable=False),
    Column("alarmed", Boolean, nullable=False),  # whether alarms take it over
    Column("keys", Boolean, nullable=False),  # whether its own keyboard turns pages
    Column("reloads", Integer, nullable=False),  # moves when the desk asks it to load anew
    Column("made_by", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("entered_at", Moment),
    Column("seen_at", Moment),
    Column("address", String(45), nullable=False),
    Column("health", Text, nullable=False),  # JSON, as it told of itself
)

screen_takeover = Table(
    "screen_takeover",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("screen_id", Integer, ForeignKey("screen.id"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),  # warning, event
    Column("ref", Integer, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("sound", Boolean, nullable=False),
    Column("begun_at", BigInteger, nullable=False),  # ms: since when that screen has been taken over on end
    Column("until", BigInteger, nullable=False),  # ms; at most so long
    Column("ended_at", BigInteger),  # ms; before `until`
    Column("ended_by", String(64)),  # who acknowledged it; "" when its cause was over
)
