"""Every id that crosses a file boundary."""

VIEW = "view"  # Store: the query string that is shown now
REVISIONS = "revisions"  # Store: {topic: revision, "minute": n}
FOLLOWS = "follows"  # Store: what makes each panel redraw
CLOCK = "clock"  # Interval: the one clock
MAP = "map"
MAP_PORT = "map-port"  # Store: what the map shows now, as west, south, east, north and zoom
INSET = "inset"

Id = dict[str, str]


def drawing_id(panel: str) -> Id:
    """The Store that holds what the panel shows: attributes of its root, and HTML, figure or data of its parts."""
    return {"type": "drawing", "panel": panel}


def part_id(panel: str, part: str) -> Id:
    """A part of a panel that is a Dash component of its own: a chart, or the scene of the map."""
    return {"type": "part", "panel": panel, "part": part}


def key_id(panel: str) -> Id:
    """The Store that says what the panel shows; when it changes, the panel redraws."""
    return {"type": "panel-key", "panel": panel}


def link_id(panel: str) -> Id:
    """The title, which leads to the panel's own page."""
    return {"type": "panel-link", "panel": panel}


def layer_id(layer: str) -> Id:
    """A toggle of the map's legend."""
    return {"type": "layer", "layer": layer}


def window_id(window: str) -> Id:
    """A segment of the window switch."""
    return {"type": "window", "window": window}
