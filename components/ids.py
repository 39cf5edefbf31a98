"""Every id that crosses a file boundary."""

VIEW = "view"  # Store: the query string that is shown now
REVISIONS = "revisions"  # Store: {topic: revision, "minute": n}
FOLLOWS = "follows"  # Store: what makes each panel redraw
CLOCK = "clock"  # Interval: the one clock
MAP = "map"
INSET = "inset"

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
