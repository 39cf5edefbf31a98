"""监督执法专题: cases by field of law enforcement and by kind: how many, against the period before, closed, in time."""

from collections.abc import Sequence

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import asked, comparable
from data.queries.event_sums import Sums, by_key, percent
from data.queries.slices import names, sliced
from data.queries.speed import change
from data.queries.wilson import LEAST, wilson
from data.scope import Scope
from data.topics import Topic, enforcement
from data.view import View

MEASURED = ("reported", "filed", "closed", "on_time", "returned", "late")
KINDS = 12
COLUMNS = (
    Column(key="key", label="代码"),
    Column(key="label", label="执法领域"),
    Column(key="kinds", label="涉及事项", unit="种"),
    Column(key="reported", label="上报", unit="件"),
    Column(key="before", label="上期上报", unit="件"),
    Column(key="change", label="比上期", unit="%"),
    Column(key="filed", label="立案", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="rate", label="结案率", unit="%"),
    Column(key="low", label="置信下限", unit="%"),
    Column(key="high", label="置信上限", unit="%"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="returned", label="退回", unit="次"),
    Column(key="thin", label="样本不足"),
)
Counts = dict[str, Sums]  # by leaf of the tree


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a field that the city declares, whatever the slice. `parts.matters`: the leaves with most, each a slice."""
    with asked(house, view, scope) as a:
        wanted, whole = enforcement(house), view.but(slice="")
        now = by_key(a.connection, a.here, "leaf", whole, a.span, MEASURED)
        before = a.span.before()
        then = None
        if comparable(a.connection, before):
            then = by_key(a.connection, a.here, "leaf", whole, before, ("reported",))
        first = matters(wanted, now)
        called, chosen = names(a.connection, "leaf", first), sliced(view)
        kinds = [_kind(leaf, called[leaf], now[leaf]) | {"on": chosen.key == leaf} for leaf in first]
        rows = [field(one, now, then) for one in wanted]
        return a.of_events(
            columns=COLUMNS, rows=rows if any(row["reported"] for row in rows) else [], parts={"matters": kinds}
        )


def total(one: Topic, counts: Counts) -> Sums:
    """All cases of a topic."""
    return sum((sums for leaf, sums in counts.items() if one.holds(leaf)), Sums())


def matters(wanted: Sequence[Topic], now: Counts) -> list[str]:
    mine = [leaf for leaf, one in now.items() if one.reported and any(topic.holds(leaf) for topic in wanted)]
    return sorted(mine, key=lambda leaf: (-now[leaf].reported, leaf))[:KINDS]


def field(one: Topic, now: Counts, then: Counts | None) -> Row:
    here, before = total(one, now), None if then is None else total(one, then).reported
    low, high = wilson(here.closed, here.filed) or (None, None)
    enough = before is not None and min(before, here.reported) >= LEAST
    row: Row = {"key": one.key, "label": one.name, "reported": here.reported, "before": before}
    row["kinds"] = sum(one.holds(leaf) and sums.reported > 0 for leaf, sums in now.items())
    row |= {"change": change(here.reported, before) if enough else None, "filed": here.filed, "closed": here.closed}
    row |= {"rate": percent(here.closed, here.filed), "low": low, "high": high, "on_time": here.on_time_rate}
    return row | {"returned": here.returned, "thin": here.filed < LEAST}


def _kind(leaf: str, label: str, one: Sums) -> Row:
    row: Row = {"leaf": leaf, "label": label, "reported": one.reported, "filed": one.filed}
    return row | {"rate": percent(one.closed, one.filed), "on_time": one.on_time_rate}
