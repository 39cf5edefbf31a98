"""Numbers of events the plain way: every history folded, every event looked at. What queries must agree with."""

from collections import Counter, defaultdict
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Connection, select

from data.life.fold import MOMENTS, Step, fold, read
from data.life.late import LATE
from data.life.limits import PROMPT
from data.queries.regions import Region
from data.schema import event, event_history
from data.schema.cube import MEASURES, STANDING
from data.windows import Span
from data.words import LINKS, OPEN_STAGES, STAGES

Event = dict[str, Any]


def events_at(connection: Connection, at: datetime) -> list[Event]:
    """Every event reported by then as its history tells it."""
    rows = {row["id"]: dict(row) for row in connection.execute(select(event)).mappings()}
    steps = connection.execute(select(event_history).order_by(event_history.c.event_id, event_history.c.seq)).all()
    found = []
    for key, life in groupby(steps, key=lambda row: row.event_id):
        known = [Step(seq=row.seq, move=row.move, at=row.at, change=read(row.change)) for row in life if row.at <= at]
        if known:
            found.append(_until(rows[key] | fold(known), at))
    return found


def _until(one: Event, at: datetime) -> Event:
    """A life told in one step has a future: not yet known."""
    one = dict(one)
    ended = one["ended_at"] is not None and one["ended_at"] <= at
    for name in (*MOMENTS, "ended_at"):
        if one[name] is not None and one[name] > at:
            one[name] = None
            lost = {"rated_at": "rating", "assigned_at": "agency"}.get(name)
            one |= {lost: None} if lost else {}
    if one["stage"] in ("rejected", "merged"):
        assert ended
    else:
        one["stage"] = [stage for stage in STAGES if one[f"{stage}_at"] is not None][-1] if not ended else one["stage"]
    return one


def chosen(events: list[Event], here: Region, span: Span, dim: str = "all", key: str = "") -> list[Event]:
    return [
        one
        for one in events
        if here.lo <= one["cell_id"] <= here.hi
        and span.since <= one["reported_at"] <= span.until
        and (dim == "all" or one[dim] == key)
    ]


def measures(events: list[Event]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for one in events:
        last = max(n for n, stage in enumerate(STAGES) if one[f"{stage}_at"])
        sums.update(tuple(STAGES)[: last + 1])
        sums.update(f"{stage}_known" for stage in ("assigned", "answered") if one[f"{stage}_at"])
        sums[one["stage"]] += one["stage"] in ("rejected", "merged")
        due = one["deadline_at"]
        sums["prompt"] += bool(one["assigned_at"]) and _s(one["assigned_at"] - one["reported_at"]) <= PROMPT
        sums["answered_on_time"] += bool(one["answered_at"]) and one["answered_at"] <= due
        sums["on_time"] += bool(one["closed_at"]) and one["closed_at"] <= due
        sums["satisfied"] += (one["rating"] or 0) >= 4
        sums["rating_sum"] += one["rating"] or 0
        sums["visited"] += one["visited"] is not None
        sums["visited_ok"] += one["visited"] == 1
        sums.update({name: one[name] for name in ("returned", "reopened", "supervised")})
        sums[f"open_{one['stage']}"] += one["stage"] in OPEN_STAGES
        sums["paused"] += one["stage"] in OPEN_STAGES and one["suspended_at"] is not None
        sums.update({name: one[name] for name in LATE})  # as marked
    return {name: sums[name] for name in MEASURES}


def usual(events: list[Event], now: datetime) -> dict[str, int]:
    """What a query tells unless it asks for what stands open."""
    return {name: n for name, n in measures(events).items() if name not in (*STANDING.values(), "paused")} | late(
        events, now
    )


def late(events: list[Event], now: datetime) -> dict[str, int]:
    """What should have been done by now and is not."""
    still = [one for one in events if one["stage"] in OPEN_STAGES]
    over = [one for one in still if one["suspended_at"] is None and one["deadline_at"] < now]
    waits = [one for one in still if not one["assigned_at"] and one["stage"] in ("reported", "filed")]
    return {
        "late": len(over),
        "late_unanswered": sum(one["stage"] not in ("answered", "verified") for one in over),
        "late_unassigned": sum(_s(now - one["reported_at"]) >= PROMPT for one in waits),
        "warned": sum(one["suspended_at"] is None and one["warn_at"] <= now for one in still),
    }


def stays(events: list[Event]) -> dict[str, list[float]]:
    """{link: minutes stayed before it}."""
    found = defaultdict(list)
    for one in events:
        since = one["reported_at"]
        for before, link in pairwise(LINKS):
            if (at := one[f"{link}_at"]) and not one[f"{before}_at"]:
                since = max(since, at)
            elif at:
                again = one["restarted_at"]
                begun = max(since, again) if again and again <= at else since
                found[link].append(max(0.0, _s(at - begun) / 60))
                since = max(since, at)
    return dict(found)


def waiting(events: list[Event]) -> dict[str, int]:
    """{link: open events that have reached it but not the next}."""
    links = tuple(LINKS)
    last = [[link for link in links if one[f"{link}_at"]][-1] for one in events if one["stage"] in OPEN_STAGES]
    return dict(Counter(last))


def _s(delta: Any) -> float:
    return delta.total_seconds()
