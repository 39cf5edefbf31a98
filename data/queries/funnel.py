"""The event funnel: how many reached each link, how many wait in it, and how long they stayed before it."""

from data.answer import Answer, Column, Row
from data.house import House
from data.life.limits import LINK_MINUTES
from data.queries.asked import asked
from data.queries.event_sums import Sums, percent, sums_of
from data.queries.slices import told
from data.queries.stays import Histogram, minutes, stays_of
from data.queries.waits import waits
from data.schema.cube import STANDING
from data.scope import Scope
from data.view import View
from data.words import LINKS

COLUMNS = (
    Column(key="stage", label="环节代码"),
    Column(key="label", label="环节"),
    Column(key="count", label="累计", unit="件"),
    Column(key="conversion", label="转化率", unit="%"),
    Column(key="waiting", label="在本环节", unit="件"),
    Column(key="dwell_p50", label="中位停留", unit="分钟"),
    Column(key="dwell_p90", label="P90停留", unit="分钟"),
    Column(key="limit", label="时限", unit="分钟"),
)

COUNTED = (*LINKS, "rated", *STANDING.values())


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Seven rows, one a link, of the events reported in the window; of the view's slice, which `parts.slice` names."""
    with asked(house, view, scope) as a:
        sums = sums_of(a.connection, [a.here], view, a.span, COUNTED)[a.here.id]
        rows = []
        if sums.reported:
            waiting = waits(a.connection, a.here, view, a.span, sums)
            rows = _rows(sums, waiting, stays_of(a.connection, a.here, view, a.span))
        return a.of_events(columns=COLUMNS, rows=rows, parts={"slice": told(a.connection, view, a.here)})


def _rows(sums: Sums, waiting: dict[str, int], stays: dict[str, Histogram]) -> list[Row]:
    """Open events wait in the last link that they have reached; closed ones for their rating."""
    links, rows = tuple(LINKS), list[Row]()
    for n, link in enumerate(links):
        count = getattr(sums, link)
        before = getattr(sums, links[n - 1]) if n else count
        rows.append(
            {
                "stage": link,
                "label": LINKS[link],
                "count": count,
                "conversion": percent(count, before),
                "waiting": sums.closed - sums.rated if link == "closed" else waiting.get(link, 0),
                "dwell_p50": minutes(stays.get(link), 0.5),
                "dwell_p90": minutes(stays.get(link), 0.9),
                "limit": LINK_MINUTES.get(link),
            }
        )
    return rows
