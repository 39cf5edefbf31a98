"""信访·调解专题: what was taken up, settled, at the first go, how fast; the rooms held; what stays contested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked, comparable
from data.queries.cases import in_scope, of_departments
from data.queries.event_sums import Sums, by_key, percent
from data.queries.lately import Lately, lately
from data.queries.slices import names
from data.queries.speed import change
from data.queries.wilson import LEAST, wilson
from data.schema import event, room
from data.scope import Scope
from data.things.masks import masked_places
from data.topics import Topic, topics
from data.view import View

READ = 3_000
Case = dict[str, Any]  # an event as it is read
LEAVES, CONTESTED = 10, 10
MEASURED = ("reported", "filed", "closed", "on_time", "reopened", "returned", "late")
NAMES = (
    *("id", "code", "title", "leaf", "place", "stage", "grade", "reports", "reopened", "returned"),
    *("reported_at", "closed_at", "ended_at"),
)
COLUMNS = (
    Column(key="key", label="代码"),
    Column(key="label", label="专题"),
    Column(key="reported", label="上报", unit="件"),
    Column(key="before", label="上期上报", unit="件"),
    Column(key="change", label="比上期", unit="%"),
    Column(key="filed", label="受理", unit="件"),
    Column(key="closed", label="办成", unit="件"),
    Column(key="rate", label="办成率", unit="%"),
    Column(key="low", label="置信下限", unit="%"),
    Column(key="high", label="置信上限", unit="%"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="ended", label="细看的已办成件", unit="件"),
    Column(key="first_time", label="一次办成率", unit="%"),
    Column(key="p50", label="用时中位", unit="分钟"),
    Column(key="rooms", label="会商场次", unit="场"),
    Column(key="rooms_closed", label="会商已结束", unit="场"),
    Column(key="rooms_settled", label="会商后办成", unit="件"),
    Column(key="thin", label="样本不足"),
)


@dataclass(frozen=True)
class Seen:
    """What is read of a city's topics besides the cube: single cases of late, and rooms of the window."""

    lately: Lately
    cases: Sequence[Case]
    rooms: Sequence[Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a topic that the city declares. `parts.leaves`: its categories; `parts.contested`: cases that come back.

    Counts are of all cases of the window (cohort); what needs single cases (first go, time, contested) looks at the
    newest of them, `parts.read` says since when.
    """
    with asked(house, view, scope) as a:
        wanted = topics(house)
        now = by_key(a.connection, a.here, "leaf", view.but(slice=""), a.span, MEASURED)
        then = _before(a, view)
        found = _lately(a, scope, wanted)
        seen = Seen(found, found.rows, _rooms(a, scope))
        rows = [_row(one, now, then, seen) for one in wanted]
        parts: dict[str, list[Row]] = {
            "leaves": _leaves(a, wanted, now),
            "contested": masked_places(_contested(wanted, seen), scope.clearance),
        }
        first: Row = {"since": a.span.first, "days": seen.lately.span.days, "whole": seen.lately.whole}
        parts["read"] = [first | {"events": len(seen.cases)}]
        return a.of_events(columns=COLUMNS, rows=rows if any(row["reported"] for row in rows) else [], parts=parts)


def _before(a: Asked, view: View) -> dict[str, Sums] | None:
    """The period before by category; None where nothing was collected yet."""
    before = a.span.before()
    if not comparable(a.connection, before):
        return None
    return by_key(a.connection, a.here, "leaf", view.but(slice=""), before, ("reported",))


def _lately(a: Asked, scope: Scope, wanted: Sequence[Topic]) -> Lately:
    tops = sorted({code.partition(".")[0] for one in wanted for code in one.categories})
    mine = (event.c.category.in_(tops), event.c.stage != "merged", *of_departments(scope))
    found, until = lately(a, NAMES, READ, *mine), int(a.now.timestamp())
    closed = [moment if moment and moment <= until else None for moment in found.columns["closed_at"]]
    return replace(found, columns=found.columns | {"closed_at": closed})


def _rooms(a: Asked, scope: Scope) -> Sequence[Any]:
    """(leaf, state of the room, event, when that was closed) of rooms opened in the window on events here."""
    query = select(event.c.leaf, room.c.state, room.c.closed_at, event.c.id, event.c.closed_at.label("settled_at"))
    query = query.join(event, event.c.id == room.c.event_id)
    when = room.c.opened_at.between(a.span.since, a.span.until)
    where = (when, room.c.lo >= a.here.lo, room.c.hi <= a.here.hi, *in_scope(scope))
    return a.connection.execute(query.where(*where).limit(READ)).all()


def _row(one: Topic, now: dict[str, Sums], then: dict[str, Sums] | None, seen: Seen) -> Row:
    total = sum((sums for leaf, sums in now.items() if one.holds(leaf)), Sums())
    before = None if then is None else sum(sums.reported for leaf, sums in then.items() if one.holds(leaf))
    low, high = wilson(total.closed, total.filed) or (None, None)
    ended = [row for row in seen.cases if one.holds(str(row["leaf"])) and row["closed_at"]]
    once = sum(not row["reopened"] and not row["returned"] for row in ended)
    took = [(row["closed_at"] - row["reported_at"]) / 60 for row in ended]
    rooms = [row for row in seen.rooms if one.holds(row.leaf)]
    enough = before is not None and min(before, total.reported) >= LEAST
    row: Row = {"key": one.key, "label": one.name, "reported": total.reported, "before": before}
    row |= {"change": change(total.reported, before) if enough else None, "filed": total.filed}
    row |= {"closed": total.closed, "rate": percent(total.closed, total.filed), "low": low, "high": high}
    row |= {"on_time": total.on_time_rate, "ended": len(ended), "first_time": percent(once, len(ended))}
    row |= {"p50": round(median(took), 1) if took else None, "rooms": len(rooms)}
    row |= {"rooms_closed": sum(one.state == "closed" for one in rooms)}
    row |= {"rooms_settled": len({one.id for one in rooms if one.settled_at})}
    return row | {"thin": total.filed < LEAST}


def _leaves(a: Asked, wanted: Sequence[Topic], now: dict[str, Sums]) -> list[Row]:
    mine = {leaf: one for one in wanted for leaf in now if one.holds(leaf) and now[leaf].reported}
    first = sorted(mine, key=lambda leaf: (-now[leaf].reported, leaf))[:LEAVES]
    called = names(a.connection, "leaf", first)
    return [_leaf(leaf, mine[leaf], called[leaf], now[leaf]) for leaf in first]


def _leaf(leaf: str, topic: Topic, label: str, one: Sums) -> Row:
    row: Row = {"topic": topic.key, "leaf": leaf, "label": label, "reported": one.reported, "filed": one.filed}
    row |= {"closed": one.closed, "rate": percent(one.closed, one.filed), "reopened": one.reopened}
    return row | {"thin": one.filed < LEAST}


def _contested(wanted: Sequence[Topic], seen: Seen) -> list[Row]:
    """Reported more than once, opened again or sent back: what came back most first."""
    held = [row for row in seen.cases if any(one.holds(str(row["leaf"])) for one in wanted)]
    back = [row for row in held if _times(row)]
    back.sort(key=lambda row: (row["ended_at"] is not None, -_times(row), -int(row["reported_at"])))
    told = ("code", "title", "place", "stage", "reports", "reopened", "returned")
    return [{name: row[name] for name in told} for row in back[:CONTESTED]]


def _times(row: Case) -> int:
    return int(row["reports"] or 1) - 1 + int(row["reopened"] or 0) + int(row["returned"] or 0)
