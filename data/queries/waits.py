"""Where the open events of a span wait: at which link of the funnel they stand."""

from collections import Counter
from functools import cache

from sqlalchemy import Connection

from data.queries.event_sums import Sums, sums_of
from data.queries.open_events import open_states
from data.queries.regions import Region
from data.queries.slices import sliced
from data.schema.cube import STANDING
from data.view import View
from data.windows import Span
from data.words import LINKS, STAGES


def waits(connection: Connection, here: Region, view: View, span: Span, sums: Sums | None = None) -> dict[str, int]:
    """{link: open events of the view's slice reported in the span that have reached it but not the next}.

    `sums`: the region's, where somebody has read all measures already.
    """
    found: Counter[str] = Counter()
    if view.at is not None:
        then = open_states(connection, here, span.until, span.until, sliced(view), since=span.since)
        found.update(_link(state["stage"]) for state in then)
        return dict(found)
    here_now = sums or sums_of(connection, [here], view, span, tuple(STANDING.values()))[here.id]
    for stage, name in STANDING.items():
        found[_link(stage)] += getattr(here_now, name)
    return {link: n for link, n in found.items() if n}


@cache
def _link(stage: str) -> str:
    """The last link that an event at this stage has reached."""
    reached = tuple(STAGES)[: tuple(STAGES).index(stage) + 1]
    return [link for link in LINKS if link in reached][-1]
