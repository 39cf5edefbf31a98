"""Where the open events of a span wait: at which link of the funnel they stand."""

from collections import Counter
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from data.queries.due import open_states
from data.queries.few import STILL_OPEN
from data.queries.regions import Region
from data.queries.reported import WIDE_LEVEL, cell_column
from data.queries.slices import Slice
from data.schema import event
from data.windows import Span
from data.words import LINKS, STAGES


def waits(connection: Connection, here: Region, one: Slice, span: Span, at: datetime | None) -> dict[str, int]:
    """{link: open events reported in the span that have reached it but not the next}; as they stood at `at`."""
    found: Counter[str] = Counter()
    if at is not None:
        found.update(_link(state["stage"]) for state in open_states(connection, here, at, at, one, since=span.since))
        return dict(found)
    asked = {"lo": here.lo, "hi": here.hi, "since": span.since, "until": span.until, "key": one.key}
    for stage, n in connection.execute(_statement(one.dim), asked):
        found[_link(stage)] += n
    return dict(found)


@cache
def _link(stage: str) -> str:
    """The last link that an event at this stage has reached."""
    reached = tuple(STAGES)[: tuple(STAGES).index(stage) + 1]
    return [link for link in LINKS if link in reached][-1]


@cache
def _statement(dim: str) -> Select[Any]:
    """All of it stands in the index of open events; the slice is put so that no other index serves it."""
    e = event.c
    where = [STILL_OPEN, e.reported_at >= bindparam("since"), e.reported_at <= bindparam("until")]
    where += [cell_column(WIDE_LEVEL).between(bindparam("lo"), bindparam("hi"))]
    where += [func.coalesce(e[dim], "") == bindparam("key")] if dim != "all" else []
    return select(e.stage, func.count()).where(*where).group_by(e.stage)
