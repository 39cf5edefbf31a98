"""What speaks for the risk of an open dispute: its own history, and the other disputes of its grid."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import polars as pl
from sqlalchemy import Connection, func, select

from data.dispute_rules import DisputeRules
from data.queries.among import among
from data.queries.packed import packed
from data.queries.spans import grids_of
from data.schema import event, event_history

Case = Mapping[str, Any]
Signs = dict[str, float]
ILL = 2  # a rating this low or lower
OWN = ("reports", "reopened", "returned", "supervised")
GRAVE = {"A": 1, "S": 2}
NEAR = {"id": pl.Int64, "leaf": pl.String, "rating": pl.Int64, "cell": pl.Int64}


class Others(NamedTuple):
    """How many, and how many of them ill rated."""

    n: int = 0
    ill: int = 0


def signs_of(connection: Connection, rules: DisputeRules, cases: Sequence[Case], now: datetime) -> list[Signs]:
    """For each case every sign that rules know, overdue in hours, open_days in days."""
    raised = _raised(connection, [one["id"] for one in cases], now)
    others = _others(connection, rules, cases, now)
    return [_signs(one, raised.get(one["id"], 0), near, now) for one, near in zip(cases, others, strict=True)]


def _signs(one: Case, raised: int, near: Others, now: datetime) -> Signs:
    ill = near.ill + (one["rating"] is not None and one["rating"] <= ILL)
    late = 0.0 if one["suspended_at"] else max(0.0, (now - one["deadline_at"]).total_seconds() / 3600)
    signs: Signs = {name: float(one[name] or 0) for name in OWN}
    signs |= {"raised": raised, "around": near.n, "ill_rated": ill, "overdue": round(late, 1)}
    return signs | {"open_days": (now - one["reported_at"]).days, "grave": float(GRAVE.get(one["grade"], 0))}


def _raised(connection: Connection, ids: list[int], now: datetime) -> dict[int, int]:
    h = event_history.c
    query = select(h.event_id, func.count()).where(
        among(connection, h.event_id, ids), h.move == "escalate", h.at <= now
    )
    return dict(connection.execute(query.group_by(h.event_id)).all())


def _others(connection: Connection, rules: DisputeRules, cases: Sequence[Case], now: datetime) -> list[Others]:
    """Of each case the other disputes of the last days in its grid; those only known by region lie in no grid."""
    grids = grids_of(connection, [one["cell_id"] if one["placed"] == "exact" else 0 for one in cases])
    cells = {cell for first, last in set(grids) if first for cell in range(first, last + 1)}
    tops = sorted({code.partition(".")[0] for code in rules.categories})
    when = event.c.reported_at.between(now - timedelta(days=rules.back_days), now)
    query = select(event.c.id, event.c.leaf, event.c.rating, event.c.cell_id)
    known = (event.c.category.in_(tops), event.c.placed == "exact", event.c.stage.not_in(("merged", "rejected")))
    columns = packed(connection, query.where(among(connection, event.c.cell_id, cells), when, *known))
    near = pl.DataFrame(dict(zip(NEAR, columns, strict=True)), schema=NEAR)
    near = near.filter(pl.col("leaf").is_in([leaf for leaf in near["leaf"].unique() if rules.about(leaf)]))
    near = near.with_columns(
        grid=pl.Series([first for first, _last in grids_of(connection, near["cell"].to_list())], dtype=pl.Int64),
        ill=pl.col("rating").le(ILL).fill_null(value=False),
    )
    counted = near.group_by("grid").agg(n=pl.len(), n_ill=pl.col("ill").sum())
    around = {grid: Others(*numbers) for grid, *numbers in counted.iter_rows()}
    itself = dict(near.filter(pl.col("id").is_in([one["id"] for one in cases])).select("id", "ill").iter_rows())
    return [
        _without(around.get(first, Others()), itself.get(one["id"]))
        for one, (first, _last) in zip(cases, grids, strict=True)
    ]


def _without(counted: Others, ill: bool | None) -> Others:
    """A case is none of its own others. `ill`: how it was rated itself; None where it was not counted."""
    return counted if ill is None else Others(counted.n - 1, counted.ill - ill)
