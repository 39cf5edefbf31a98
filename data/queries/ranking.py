"""The level below, ranked by events reported in the window."""

from data.answer import Answer, Column
from data.house import House
from data.queries.asked import SMALL_BASE, Asked, asked, comparable
from data.queries.counts import stats_of
from data.queries.event_sums import percent, sums_of
from data.queries.hours import reported_until
from data.queries.regions import Region, children
from data.scope import Scope
from data.view import View

MEASURED = ("reported", "closed", "on_time", "late")
COLUMNS = (
    Column(key="rank", label="位次"),
    Column(key="code", label="区划代码"),
    Column(key="name", label="区划"),
    Column(key="reported", label="上报", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="to_close", label="应结", unit="件"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="per_thousand", label="千人事件", unit="件/千人"),
    Column(key="change", label="环比", unit="%"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row a region below; `change` compares with the span before, None where that was too small a base."""
    with asked(house, view, scope) as a:
        below = children(a.connection, a.here)
        sums = sums_of(a.connection, below, view, a.span, MEASURED)
        below.sort(key=lambda one: (-sums[one.id].reported, one.code))
        earlier = _earlier(a, below)
        people = {key: row.population for key, row in stats_of(a.connection, below).items()}
        rows = [
            {
                "code": one.code,
                "name": one.name,
                "reported": sums[one.id].reported,
                "closed": sums[one.id].closed,
                "to_close": sums[one.id].to_close,
                "on_time": sums[one.id].on_time_rate,
                "per_thousand": _per_thousand(sums[one.id].reported, people.get(one.id, 0)),
                "change": _change(sums[one.id].reported, earlier.get(one.id, 0)),
            }
            for one in below
        ]
        return a.of_events(
            columns=COLUMNS,
            rows=[{"rank": n, **row} for n, row in enumerate(rows, 1)],
        )


def _earlier(a: Asked, below: list[Region]) -> dict[int, int]:
    """What was reported in the span before, up to the same time of its last day."""
    before = a.span.before()
    return reported_until(a.connection, below, before) if comparable(a.connection, before) else {}


def _change(now: int, before: int) -> float | None:
    """None on a base so small that a percentage would mislead."""
    return percent(now - before, before) if before >= SMALL_BASE else None


def _per_thousand(events: int, people: int) -> float | None:
    return round(1000 * events / people, 2) if people else None
