"""Everything of one warning rule: its words and numbers, how it has served, who changed it, what it raised last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.house import House
from data.queries.regions import region_of
from data.queries.rule_library import library
from data.queries.rule_scope import rule_named
from data.queries.warning_rules import InForce
from data.queries.warnings import Wanted, warning_list
from data.schema import warning_rule, warning_rule_step
from data.scope import Scope
from data.words import ROLES

Row = dict[str, Any]
SHOWN = 30  # of its last warnings


@dataclass(frozen=True, kw_only=True)
class RuleSheet:
    """`served` is its row of the library; steps and versions with the newest first."""

    rule: InForce
    served: Row
    steps: list[Row]
    versions: list[Row]
    warnings: list[Row]
    now: datetime


def rule_sheet(house: House, code: str, region: str, scope: Scope) -> RuleSheet:
    """UnknownThing without such a rule, UnknownRegion without such a region."""
    now = house.clock.now()
    with house.engine.connect() as connection:
        rule, here = rule_named(connection, code, scope), region_of(connection, region, scope)
        served = next(row for row in library(connection, here, scope, now) if row["code"] == code)
        return RuleSheet(
            rule=rule,
            served=served,
            steps=_steps(connection, code, scope),
            versions=_versions(connection, code),
            warnings=warning_list(connection, here, scope, Wanted(state="all", rule=code), limit=SHOWN).rows,
            now=now,
        )


def _steps(connection: Connection, code: str, scope: Scope) -> list[Row]:
    """Without clearance nobody is named, and nothing that a person wrote is told."""
    s = warning_rule_step.c
    query = select(warning_rule_step).where(s.code == code).order_by(s.seq.desc())
    rows = [dict(row) for row in connection.execute(query).mappings()]
    for row in rows:
        if not scope.clearance and row["role"] != "system":
            row |= {"actor": ROLES.get(row["role"], ""), "reason": None}
    return rows


def _versions(connection: Connection, code: str) -> list[Row]:
    r = warning_rule.c
    query = select(r.version, r.what, r.made_at, r.made_by).where(r.code == code).order_by(r.version.desc())
    return [dict(row) for row in connection.execute(query).mappings()]
