"""The warning rules in force, and how well each has served (模型库)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, select

from data.errors import UnknownThing
from data.queries.regions import Region, inside
from data.queries.wilson import wilson
from data.schema import region, warning, warning_rule
from data.schema.warnings import LIVE
from data.warn.rule import Rule, parse


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The newest version of a rule."""

    code: str
    version: int
    name: str
    field: str
    enabled: bool
    source: str
    what: Rule


def rules_in_force(connection: Connection, *, enabled: bool = True) -> list[InForce]:
    """The newest version of every rule, by code; only the enabled ones unless told otherwise."""
    rows = connection.execute(_newest()).all()
    return [_read(row) for row in rows if row.enabled or not enabled]


def rule_of(connection: Connection, code: str, version: int | None = None) -> InForce:
    """A rule by its code, in this version or the newest. UnknownThing without one."""
    r = warning_rule.c
    mine = select(warning_rule).where(r.code == code).order_by(r.version.desc()).limit(1)
    row = connection.execute(mine if version is None else mine.where(r.version == version)).one_or_none()
    if row is None:
        raise UnknownThing(f"no warning rule {code}")
    return _read(row)


def library(connection: Connection, here: Region, since: datetime | None = None) -> list[dict[str, Any]]:
    """Every rule with its warnings inside `here` (raised `since`): raised, live, hit, false, and the precision judged.

    `precision`: percent of hits among those judged, None when none was; `low`, `high`: its 95 % interval (Wilson).
    """
    w = warning.c
    counts = select(
        w.rule,
        func.count().label("raised"),
        func.sum(case((LIVE, 1), else_=0)).label("live"),
        func.sum(case((w.judged == "hit", 1), else_=0)).label("hit"),
        func.sum(case((w.judged == "false", 1), else_=0)).label("false"),
        func.max(w.raised_at).label("last_at"),
    ).join_from(warning, region, region.c.id == w.region_id)
    counts = counts.where(w.rule.is_not(None), inside(region.c.lo, here), inside(region.c.hi, here))
    if since is not None:
        counts = counts.where(w.raised_at >= since)
    found = {row["rule"]: row for row in connection.execute(counts.group_by(w.rule)).mappings()}
    return [_served(one, found.get(one.code, {})) for one in rules_in_force(connection, enabled=False)]


def _served(one: InForce, row: Mapping[Any, Any]) -> dict[str, Any]:
    counts = {name: int(row.get(name) or 0) for name in ("raised", "live", "hit", "false")}
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


def _newest() -> Select[Any]:
    r = warning_rule.c
    newest = select(r.code, func.max(r.version).label("version")).group_by(r.code).subquery()
    same = and_(newest.c.code == r.code, newest.c.version == r.version)
    return select(warning_rule).join(newest, same).order_by(r.code)


def _read(row: Any) -> InForce:
    own = ("code", "version", "name", "field", "enabled", "source")
    return InForce(**{name: getattr(row, name) for name in own}, what=_parsed(row.what))


@lru_cache(maxsize=1_024)
def _parsed(text: str) -> Rule:
    return parse(text)
