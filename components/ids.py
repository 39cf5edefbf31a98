"""Every id that crosses a file boundary."""

VIEW = "view"  # Store: the query string that is shown now
REVISIONS = "revisions"  # Store: {topic: revision, "minute": n, "sign": ms}; the stream moves it
FOLLOWS = "follows"  # Store: what makes each panel redraw
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
AREA_ASKED = "area-asked"  # Store: the area picked on the page of risks: {view, area, stamp}
AREA_DRAWN = "area-drawn"  # Store: {stamp, parts, outline} or {stamp, refused}
HAND = "hand"  # Store: an order to a gate or pump, or what came of one
HANDED = "handed"  # Store: what became of it
THEME_ACT = "theme-act"  # Store: what somebody does on a page of themes
THEME_ACTED = "theme-acted"  # Store: what became of it
TICK = "tick"  # Store: an item of a check list that was ticked
TICKED = "ticked"  # Store: what became of it
LIST = "event-list"  # the grid of events
LIST_RENEWED = "event-list-renewed"  # Store: for which view and revision its rows were last asked for
LIST_TURNS = "event-list-turns"  # Store: where each of its blocks begins
THINGS = "things-list"  # the grid of things
THINGS_RENEWED = "things-list-renewed"  # Store: for which view and revision its rows were last asked for
THINGS_TURNS = "things-list-turns"  # Store: where each of its blocks begins
FORMS = "form-list"  # the grid of a form's rows
FORMS_RENEWED = "form-list-renewed"  # Store: for which view and revision they were last asked for
FORMS_TURNS = "form-list-turns"  # Store: where each of its blocks begins
THING = "thing"  # Store: {layer, code, lang} of the thing whose page this is
THING_ASKED = "thing-asked"  # Store: what its page is to show: that, {role, number, stamp}
THING_DRAWN = "thing-drawn"  # Store: {part: html}
THING_MOVE = "thing-move"  # Store: a change a person asks for
THING_MOVED = "thing-moved"  # Store: what became of it
NEW_PLACE = "new-thing-place"  # Store: where a new thing shall stand, as filled in
NEW_SEEN = "new-thing-seen"  # Store: where that is
NEW_THING = "new-thing"  # Store: the form of a new thing as sent
NEW_TAKEN = "new-thing-taken"  # Store: its code, or what is wrong with which field
DRAFT = "draft"  # Store: a report being written
DRAFT_SEEN = "draft-seen"  # Store: its place and what it may repeat
SENT = "sent"  # Store: a report to be taken in
TAKEN = "taken"  # Store: what became of it
KEPT = "kept"  # Store: what of the quarantine is to be shown
KEPT_DRAWN = "kept-drawn"  # Store: {part: html}
VERDICT = "verdict"  # Store: a row to be replayed or dropped
SETTLED = "settled"  # Store: what became of it
EXERCISE_ASKED = "exercise-asked"  # Store: what its bar is to show: {lang, stamp}
EXERCISE_DRAWN = "exercise-drawn"  # Store: {html, now, speed}
EXERCISE_ACT = "exercise-act"  # Store: what the director does
EXERCISE_ACTED = "exercise-acted"  # Store: what became of it
FOOTING_ASKED = "footing-asked"  # Store: what the bar of footings is to show: {lang, stamp}
FOOTING_DRAWN = "footing-drawn"  # Store: {html}
EXERCISES = "exercises"  # Store: what the page of exercises is to show
EXERCISES_DRAWN = "exercises-drawn"  # Store: {part: html}
EXERCISE_START = "exercise-start"  # Store: {code, speed, lang, sign} of one that is to be started
EXERCISE_STARTED = "exercise-started"  # Store: {sign, refused}
SUBJECT = "subject"  # Store: "event-<code>" or "warning-<code>", what the desk of dispatch has chosen; "" for nothing
ORDER_COLUMN = "order-column"  # the right column of the desk of dispatch
QUEUE_ASKED = "queue-asked"  # Store: what of the queue is to be shown: {view, chip, stamp}
QUEUE_DRAWN = "queue-drawn"  # Store: {parts: {part: html}} or {refused}
CASE_ASKED = "case-asked"  # Store: the subject that is to be shown: {view, on, stamp}
CASE_DRAWN = "case-drawn"  # Store: {parts: {part: html}, map} or {refused}
ORDER_ASKED = (
    "order-asked"  # Store: what the right column is to show: {on, picked, role, number, plan, added, find, stamp}
)
ORDER_DRAWN = "order-drawn"  # Store: {on, parts: {part: html}, wall} or {refused}
ORDER_ACT = "order-act"  # Store: what a person does with orders and tasks
ORDER_ACTED = "order-acted"  # Store: what became of it
ORDER_HEAR = "order-hear"  # Store: the thread that was unfolded: {code, upto, role, number, sign}
ORDER_HEARD = "order-heard"  # Store: {sign, refused}
PICKED = "picked"  # Store: the subjects picked for a bulk dispatch: ["event-<code>", ...]

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


RULES = "rules"  # Store: what of the library of rules is to be shown
RULES_DRAWN = "rules-drawn"  # Store: {part: html}
NEW_WARNING = "new-warning"  # Store: a warning to be raised
NEW_WARNING_SENT = "new-warning-sent"  # Store: what became of it
RULE = "rule"  # Store: {id, region, lang} of the rule whose page this is
RULE_ASKED = "rule-asked"  # Store: what its page is to show, as of events
RULE_DRAWN = "rule-drawn"  # Store: {part: html}
RULE_MOVE = "rule-move"  # Store: a switch, a change or a trial a person asks for
RULE_MOVED = "rule-moved"  # Store: what became of it
ROOM = "room"  # Store: {id, lang} of the room whose page this is
ROOM_ASKED = "room-asked"  # Store: what its page is to show, as of events
ROOM_DRAWN = "room-drawn"  # Store: {part: html}
ROOM_MOVE = "room-move"  # Store: what a person does in it
ROOM_MOVED = "room-moved"  # Store: what became of it
LISTING_ASKED = "listing-asked"  # Store: what rooms, asks or letters are to be shown: {page, search, role, number}
LISTING_DRAWN = "listing-drawn"  # Store: {part: html}
LISTING_MOVE = "listing-move"  # Store: a room to be opened, or letters to be sent again
LISTING_MOVED = "listing-moved"  # Store: what became of it
