"""What speaks for the risk of an open dispute: its own history, and the other disputes at its place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from data.dispute_rules import DisputeRules
from data.life.likeness import distance
from data.queries.among import among
from data.schema import event, event_history

Case = Mapping[str, Any]
Signs = dict[str, float]
ILL = 2  # a rating this low or lower
OWN = ("reports", "reopened", "returned", "supervised")
NEAR = ("id", "cell_id", "leaf", "lon", "lat", "rating", "reported_at")


def signs_of(connection: Connection, rules: DisputeRules, cases: Sequence[Case], now: datetime) -> list[Signs]:
    """For each case every sign that rules know, overdue in hours, open_days in days."""
    raised = _raised(connection, [one["id"] for one in cases], now)
    others = _others(connection, rules, cases, now)
    return [_signs(one, raised.get(one["id"], 0), _near(rules, one, others[one["cell_id"]]), now) for one in cases]


def _signs(one: Case, raised: int, near: list[Any], now: datetime) -> Signs:
    ill = sum(row.rating is not None and row.rating <= ILL for row in near)
    ill += one["rating"] is not None and one["rating"] <= ILL
    late = 0.0 if one["suspended_at"] else max(0.0, (now - one["deadline_at"]).total_seconds() / 3600)
    signs: Signs = {name: float(one[name] or 0) for name in OWN}
    signs |= {"raised": raised, "around": len(near), "ill_rated": ill, "overdue": round(late, 1)}
    return signs | {"open_days": (now - one["reported_at"]).days, "grave": float(one["grade"] in ("S", "A"))}


def _raised(connection: Connection, ids: list[int], now: datetime) -> dict[int, int]:
    h = event_history.c
    query = select(h.event_id, func.count()).where(
        among(connection, h.event_id, ids), h.move == "escalate", h.at <= now
    )
    return dict(connection.execute(query.group_by(h.event_id)).all())


def _others(connection: Connection, rules: DisputeRules, cases: Sequence[Case], now: datetime) -> dict[int, list[Any]]:
    """Disputes of the last days by cell; those of which only the region is known are at no place."""
    cells = {one["cell_id"] for one in cases}
    tops = sorted({code.partition(".")[0] for code in rules.categories})
    when = event.c.reported_at.between(now - timedelta(days=rules.back_days), now)
    query = select(*(event.c[name] for name in NEAR)).where(among(connection, event.c.cell_id, cells), when)
    known = (event.c.category.in_(tops), event.c.placed == "exact", event.c.stage.not_in(("merged", "rejected")))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query.where(*known)):
        if rules.about(row.leaf):
            found[row.cell_id].append(row)
    return found


def _near(rules: DisputeRules, one: Case, others: list[Any]) -> list[Any]:
    if one["placed"] != "exact":
        return []
    here = (one["lon"], one["lat"])
    return [row for row in others if row.id != one["id"] and distance(here, (row.lon, row.lat)) <= rules.metres]
