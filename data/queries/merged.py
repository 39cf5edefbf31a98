"""At which link events were merged into others (并案): they wait there no longer."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, not_, select

from data.queries.event_sums import CUBE_LEVELS, Sums, sums_of
from data.queries.few import MERGED
from data.queries.past import folded, unsure
from data.queries.recount import within
from data.queries.regions import Region, region_of
from data.queries.reported import WIDE_LEVEL
from data.queries.slices import sliced
from data.schema import event
from data.scope import Scope
from data.view import View
from data.windows import Span

MOST = 2_000  # events that are looked at one by one
REACHED = ("handling", "assigned", "filed")  # links at which merging is allowed, the last first


def merged_at(connection: Connection, here: Region, view: View, span: Span, sums: Sums) -> dict[str, int]:
    """{link: events merged while in it}. Where very many were, all count as merged before filing, as most are."""
    if sums.merged == 0:
        return {}
    if view.at is None and not _few(connection, here, view, span, sums):
        return {"reported": sums.merged}
    one, at = sliced(view), span.until if view.at else None
    where = within([here], span)
    # Up to the town the index of merged events is the shorter way, below that of cells.
    merged = MERGED if here.level <= WIDE_LEVEL else func.coalesce(event.c.stage, "") == "merged"
    sure = [event.c.ended_at <= at, not_(unsure(at))] if at else []
    columns = [event.c[f"{link}_at"] for link in REACHED]
    rows = connection.execute(select(*columns).where(merged, *where, *one.events(at), *sure))
    found = Counter(_last(row) for row in rows)
    states = folded(connection, where, at, one) if at else []
    found.update(_last([state[f"{link}_at"] for link in REACHED]) for state in states if state["stage"] == "merged")
    return dict(found)


def _few(connection: Connection, here: Region, view: View, span: Span, sums: Sums) -> bool:
    """Whether the rows to look at are few: the city's merged events, or all of a village."""
    if here.level > WIDE_LEVEL:
        return here.level > CUBE_LEVELS or sums.reported <= MOST
    if here.level == 1 and not view.slice:
        return sums.merged <= MOST
    # The city's merged events are what the index leads through.
    city = here if here.level == 1 else region_of(connection, "", Scope.guest())
    return sums_of(connection, [city], view.but(slice=""), span, ("merged",))[city.id].merged <= MOST


def _last(moments: Sequence[datetime | None]) -> str:
    return next((link for link, at in zip(REACHED, moments, strict=True) if at is not None), "reported")
