"""What speaks for the risk of an open dispute: its own history, and the other disputes of its grid."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from data.dispute_rules import DisputeRules
from data.queries.among import among
from data.queries.spans import grids_of
from data.schema import event, event_history

Case = Mapping[str, Any]
Signs = dict[str, float]
ILL = 2  # a rating this low or lower
OWN = ("reports", "reopened", "returned", "supervised")
GRAVE = {"A": 1, "S": 2}


def signs_of(connection: Connection, rules: DisputeRules, cases: Sequence[Case], now: datetime) -> list[Signs]:
    """For each case every sign that rules know, overdue in hours, open_days in days."""
    raised = _raised(connection, [one["id"] for one in cases], now)
    others = _others(connection, rules, cases, now)
    return [_signs(one, raised.get(one["id"], 0), others[one["id"]], now) for one in cases]


def _signs(one: Case, raised: int, near: list[Any], now: datetime) -> Signs:
    ill = sum(row.rating is not None and row.rating <= ILL for row in near)
    ill += one["rating"] is not None and one["rating"] <= ILL
    late = 0.0 if one["suspended_at"] else max(0.0, (now - one["deadline_at"]).total_seconds() / 3600)
    signs: Signs = {name: float(one[name] or 0) for name in OWN}
    signs |= {"raised": raised, "around": len(near), "ill_rated": ill, "overdue": round(late, 1)}
    return signs | {"open_days": (now - one["reported_at"]).days, "grave": float(GRAVE.get(one["grade"], 0))}


def _raised(connection: Connection, ids: list[int], now: datetime) -> dict[int, int]:
    h = event_history.c
    query = select(h.event_id, func.count()).where(
        among(connection, h.event_id, ids), h.move == "escalate", h.at <= now
    )
    return dict(connection.execute(query.group_by(h.event_id)).all())


def _others(connection: Connection, rules: DisputeRules, cases: Sequence[Case], now: datetime) -> dict[int, list[Any]]:
    """{id of a case: the other disputes of the last days in its grid}; those only known by region lie in no grid."""
    grids = grids_of(connection, [one["cell_id"] if one["placed"] == "exact" else 0 for one in cases])
    cells = {cell for first, last in set(grids) if first for cell in range(first, last + 1)}
    tops = sorted({code.partition(".")[0] for code in rules.categories})
    when = event.c.reported_at.between(now - timedelta(days=rules.back_days), now)
    query = select(event.c.id, event.c.leaf, event.c.rating, event.c.cell_id)
    known = (event.c.category.in_(tops), event.c.placed == "exact", event.c.stage.not_in(("merged", "rejected")))
    near = connection.execute(query.where(among(connection, event.c.cell_id, cells), when, *known)).all()
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row, grid in zip(near, grids_of(connection, [row.cell_id for row in near]), strict=True):
        if rules.about(row.leaf):
            found[grid].append(row)
    return {
        one["id"]: [row for row in found.get(grid, ()) if row.id != one["id"]]
        for one, grid in zip(cases, grids, strict=True)
    }
