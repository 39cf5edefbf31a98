"""The library of rules: each with its warnings in some windows, and how well it has served."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, case, func, literal, select, type_coerce

from data.queries.regions import Region
from data.queries.rule_scope import rules_within
from data.queries.rule_sources import sources, state_of
from data.queries.warning_rules import InForce, rules_in_force
from data.queries.warning_scope import touching
from data.queries.wilson import wilson
from data.schema import warning
from data.schema.warnings import LIVE
from data.scope import Scope
from data.times import day_number, day_start

TREND = 30  # days
WINDOWS = {"d7": 7, "d30": 30, "year": 365}  # days
COUNTS = ("raised", "live", "red", *WINDOWS, "hit", "false")
DAY = 86_400


def library(connection: Connection, here: Region, scope: Scope, now: datetime) -> list[dict[str, Any]]:
    """Every rule of the scope with its warnings at, inside and around `here`, by code.

    raised (ever), live, red (of the live), d7, d30, year (in as many days), hit, false (as people judged), last_at,
    trend (a number a day), state; `precision`: percent of hits among those judged, None when none was; `low`, `high`:
    its interval.
    """
    rules = rules_within(connection, rules_in_force(connection, enabled=False), scope)
    known = sources(connection)
    counts = _counts(connection, here, now)
    days = _days(connection, here, now)
    none = [0] * TREND
    return [
        _served(one, counts.get(one.code, {}))
        | {"state": state_of(one, known), "missing": known.missing(one.what), "trend": days.get(one.code, none)}
        | {"what": one.what, "link": one.link}
        for one in rules
    ]


def _counts(connection: Connection, here: Region, now: datetime) -> dict[str, Mapping[Any, Any]]:
    w = warning.c
    recent = [
        func.sum(case((w.raised_at > now - timedelta(days=days), 1), else_=0)).label(name)
        for name, days in WINDOWS.items()
    ]
    counts = select(
        w.rule,
        func.count().label("raised"),
        func.sum(case((LIVE, 1), else_=0)).label("live"),
        func.sum(case((and_(LIVE, w.colour == 1), 1), else_=0)).label("red"),
        *recent,
        func.sum(case((w.judged == "hit", 1), else_=0)).label("hit"),
        func.sum(case((w.judged == "false", 1), else_=0)).label("false"),
        func.max(w.raised_at).label("last_at"),
    )
    counts = counts.where(*_here(here), w.raised_at <= now).group_by(w.rule)
    return {str(row["rule"]): row for row in connection.execute(counts).mappings()}


def _days(connection: Connection, here: Region, now: datetime) -> dict[str, list[int]]:
    """By rule, how many were raised on each of the last days, the oldest first."""
    first = day_start(day_number(now) - TREND + 1)
    w, start = warning.c, int(first.timestamp())
    day = ((type_coerce(w.raised_at, BigInteger) - literal(start)) // DAY).label("day")
    query = select(w.rule, day, func.count().label("n"))
    query = query.where(*_here(here), w.raised_at >= first, w.raised_at <= now).group_by(w.rule, day)
    found: dict[str, list[int]] = {}
    for row in connection.execute(query):
        if 0 <= row.day < TREND:
            found.setdefault(row.rule, [0] * TREND)[row.day] = row.n
    return found


def _here(here: Region) -> tuple[Any, ...]:
    """Below the city by what they cover: the region that holds one of several places says too little."""
    return warning.c.rule.is_not(None), *([] if here.level == 1 else [touching(here)])


def _served(one: InForce, row: Mapping[Any, Any]) -> dict[str, Any]:
    counts = {name: int(row.get(name) or 0) for name in COUNTS}
    judged = counts["hit"] + counts["false"]
    low, high = wilson(counts["hit"], judged) or (None, None)
    known = {name: getattr(one, name) for name in ("code", "version", "name", "field", "enabled", "source")}
    return {
        **known,
        **counts,
        "precision": round(100 * counts["hit"] / judged, 1) if judged else None,
        "low": low,
        "high": high,
        "last_at": row.get("last_at"),
    }
