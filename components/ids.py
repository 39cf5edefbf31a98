"""Every id that crosses a file boundary."""

VIEW = "view"  # Store: the query string that is shown now
REVISIONS = "revisions"  # Store: {topic: revision, "minute": n}
FOLLOWS = "follows"  # Store: what makes each panel redraw
CLOCK = "clock"  # Interval: the one clock
MAP = "map"
INSET = "inset"
SPOT = "spot"  # the small map of one event, or of a report
EVENT = "event"  # Store: {id, at, lang} of the event whose page this is
EVENT_ASKED = "event-asked"  # Store: what its page is to show: {id, at, lang, role, number, stamp}
EVENT_DRAWN = "event-drawn"  # Store: {part: html}
EVENT_MOVE = "event-move"  # Store: a move a person asks for
EVENT_MOVED = "event-moved"  # Store: what became of it
WARNING = "warning"  # Store: {id, at, lang} of the warning whose page this is
WARNING_ASKED = "warning-asked"  # Store: what its page is to show, as of events
WARNING_DRAWN = "warning-drawn"  # Store: {part: html}
WARNING_MOVE = "warning-move"  # Store: a move a person asks for
WARNING_MOVED = "warning-moved"  # Store: what became of it
LIST = "event-list"  # the grid of events
LIST_RENEWED = "event-list-renewed"  # Store: for which view and revision its rows were last asked for
LIST_TURNS = "event-list-turns"  # Store: where each of its blocks begins
THINGS = "things-list"  # the grid of things
THINGS_RENEWED = "things-list-renewed"  # Store: for which view and revision its rows were last asked for
THINGS_TURNS = "things-list-turns"  # Store: where each of its blocks begins
THING = "thing"  # Store: {layer, code, lang} of the thing whose page this is
THING_ASKED = "thing-asked"  # Store: what its page is to show: that, {role, number, stamp}
THING_DRAWN = "thing-drawn"  # Store: {part: html}
THING_MOVE = "thing-move"  # Store: a change a person asks for
THING_MOVED = "thing-moved"  # Store: what became of it
DRAFT = "draft"  # Store: a report being written
DRAFT_SEEN = "draft-seen"  # Store: its place and what it may repeat
SENT = "sent"  # Store: a report to be taken in
TAKEN = "taken"  # Store: what became of it
KEPT = "kept"  # Store: what of the quarantine is to be shown
KEPT_DRAWN = "kept-drawn"  # Store: {part: html}
VERDICT = "verdict"  # Store: a row to be replayed or dropped
SETTLED = "settled"  # Store: what became of it

Id = dict[str, str]


def asked_id(slot: str) -> Id:
    """The Store that says what the panels of a slot are to show: {panel: key}, only those that moved."""
    return {"type": "asked", "slot": slot}


def drawings_id(slot: str) -> Id:
    """The Store that holds the answer: {panel: drawing}."""
    return {"type": "drawings", "slot": slot}


def chart_id(panel: str) -> Id:
    """The Plotly chart of a panel's own page."""
    return {"type": "chart", "panel": panel}
