"""In which cells the events lie that warning rules count: read once for all conditions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import polars as pl
from sqlalchemy import BigInteger, Connection, select, type_coerce

from data.schema import event
from data.warn.rule_place import Events, Surge

Counting = Events | Surge
SIMULATED = "simulated"
_E = event.c
_PLAIN = (_E.cell_id, _E.category, _E.leaf, _E.source, _E.provenance, _E.stage)


class Counted(NamedTuple):
    """The cells of the events that a condition counts, a cell as often as it has some."""

    cells: list[int]
    simulated: bool


def counted(connection: Connection, leaves: Sequence[Counting], now: datetime) -> dict[str, Counted]:
    """By `key` of the condition. What stands open is known of the present only."""
    windows = [one.minutes for one in leaves if one.minutes]
    recent = _recent(connection, now, max(windows)) if windows else None
    standing = _standing(connection) if len(windows) < len(leaves) else None
    found = {}
    for one in {leaf.key: leaf for leaf in leaves}.values():
        frame = recent if one.minutes else standing
        kept = frame.filter(_fits(one, int(now.timestamp()))) if frame is not None and not frame.is_empty() else None
        if kept is not None:
            found[one.key] = Counted(kept["cell_id"].to_list(), bool((kept["provenance"] == SIMULATED).any()))
    return found


def _recent(connection: Connection, now: datetime, minutes: int) -> pl.DataFrame:
    """Events reported in the last so many minutes; `at` is when."""
    at = type_coerce(_E.reported_at, BigInteger).label("at")
    within = (_E.reported_at > now - timedelta(minutes=minutes), _E.reported_at <= now)
    return _frame(connection, select(*_PLAIN, at).where(*within))


def _standing(connection: Connection) -> pl.DataFrame:
    """Events that are open; `at` is the deadline, none while the clock stands still."""
    at = type_coerce(_E.deadline_at, BigInteger).label("at")
    still = type_coerce(_E.suspended_at, BigInteger).label("still")
    return _frame(connection, select(*_PLAIN, at, still).where(_E.ended_at.is_(None)))


def _frame(connection: Connection, query: Any) -> pl.DataFrame:
    rows = connection.execute(query)
    names = list(rows.keys())
    return pl.DataFrame([tuple(row) for row in rows], schema=names, orient="row", infer_schema_length=None)


def _fits(one: Counting, now: int) -> pl.Expr:
    fits = pl.lit(True)
    for name in ("category", "source"):
        if wanted := getattr(one, name):
            fits &= pl.col(name) == wanted
    if leaf := one.leaf if isinstance(one, Events) else "":
        fits &= (pl.col("leaf") == leaf) | pl.col("leaf").str.starts_with(f"{leaf}.")
    if one.minutes:
        fits &= pl.col("at") > now - 60 * one.minutes
    of = one.of if isinstance(one, Events) else "reported"
    if of == "merged":
        fits &= pl.col("stage") == "merged"
    if of == "overdue":
        fits &= (pl.col("at") < now) & pl.col("still").is_null()
    return fits
