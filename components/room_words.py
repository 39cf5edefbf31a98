"""Words and marks of rooms, the same in lists, in a room and on the pages of its subject."""

from typing import Any

from components.markup import Safe, tag
from data.language import gettext as _
from data.room_words import CONCLUSION_STATES, ROOM_FORMS, ROOM_STATES

Row = dict[str, Any]
MARKS = {"noted": "mark-late", "asked": "mark-stage", "late": "mark-over", "void": "mark-late"}


def form_text(row: Row) -> str:
    return _(ROOM_FORMS[row["form"]])


def state_mark(row: Row) -> Safe:
    on = row["state"] == "open"
    return tag("span", _(ROOM_STATES[row["state"]]), "mark mark-stage" if on else "mark")


def conclusion_mark(state: str) -> Safe:
    return tag("span", _(CONCLUSION_STATES[state]), f"mark {MARKS.get(state, '')}".strip())


def subject_way(row: Row) -> str:
    """Where the page of its event or warning is."""
    return f"/events/{row['subject_code']}" if row["event_id"] else f"/warnings/{row['subject_code']}"


def draft_way(row: Row) -> str:
    """Where the screens to talk before are drafted: of its event, or of the day while it is about a warning."""
    return f"/drafts?template=incident&event={row['subject_code']}" if row["event_id"] else "/drafts?template=daily"
