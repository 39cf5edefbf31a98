"""Everything of one warning: what it says and why, where it holds, what has been done about it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.house import House
from data.queries.derived import Derived, rederive
from data.queries.regions import Region, ancestors, region_of
from data.queries.said import said
from data.queries.warned_events import events_of
from data.queries.warning_scope import covered, reaching
from data.schema import region, station, warning, warning_history, warning_rule
from data.scope import Scope
from data.warn.life import FOLDED, LABELS, Step, fold, read
from data.words import ROLES

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class WarningSheet:
    """`row` has the columns of `warning` as they were at `now`; `way` leads from the city down to its region."""

    row: Row
    now: datetime
    way: list[Region]
    covered: list[str]  # names of the regions it covers, where they are several
    station: Row | None
    rule: Row | None
    evidence: Any
    steps: list[Row]  # oldest first, with label, change, and said: what a reason of the rule is made of
    said: str | None
    events: list[Row]  # id, code, stage of what it has become
    again: Derived | None = None  # a rule's, derived again from what is stored, as it stands now


def warning_sheet(house: House, code: str, scope: Scope, at: datetime | None = None) -> WarningSheet:
    """UnknownThing when there is no such warning, not yet at that moment, or not for this scope."""
    with house.engine.connect() as connection:
        row = dict(warning_named(connection, code, scope))
        if at and at < row["raised_at"]:
            raise UnknownThing(f"no warning {code}")
        steps = _steps(connection, row["id"], scope, at)
        if at:
            told = fold(Step(seq=one["seq"], move=one["move"], at=one["at"], change=one["change"]) for one in steps)
            row |= {name: told[name] for name in FOLDED if name in told}
        place = connection.scalar(select(region.c.code).where(region.c.id == row["region_id"])) or ""
        here = region_of(connection, place, Scope.guest())
        rule, spot = _rule(connection, row), _station(connection, row)
        return WarningSheet(
            row=row,
            now=at or house.clock.now(),
            way=[*ancestors(connection, here, scope), here],
            covered=_several(connection, row),
            station=spot,
            rule=rule,
            said=said(row["evidence"], (spot or {"name": here.name})["name"], (rule or {"name": None})["name"]),
            evidence=_json(row["evidence"]),
            steps=steps,
            events=events_of(connection, row["id"], scope, at),
            again=rederive(connection, row["id"]) if row["rule"] and not at and _json(row["evidence"]) else None,
        )


def warning_named(connection: Connection, code: str, scope: Scope) -> Row:
    """The warning with this code. UnknownThing when there is none that covers something within the scope."""
    query = select(warning).where(warning.c.code == code.strip().upper(), reaching(scope))
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise UnknownThing(f"no warning {code}")
    return dict(found)


def _steps(connection: Connection, warning_id: int, scope: Scope, at: datetime | None) -> list[Row]:
    """Without clearance nobody is named, and nothing that a person wrote is told."""
    h = warning_history.c
    statement = select(warning_history).where(h.warning_id == warning_id).order_by(h.seq)
    rows = [dict(row) for row in connection.execute(statement).mappings() if at is None or row["at"] <= at]
    for row in rows:
        row |= {"change": read(row["change"]), "label": LABELS.get(row["move"], row["move"])}
        row["said"] = row["change"].get("because") or said(row["change"].get("evidence"), "", row["role"])
        if not scope.clearance and row["role"] != "system":
            row |= {"actor": ROLES.get(row["role"], ""), "reason": None}
    return rows


def _station(connection: Connection, row: Row) -> Row | None:
    return _one(connection, station, station.c.id == row["station_id"]) if row["station_id"] else None


def _several(connection: Connection, row: Row) -> list[str]:
    """The names of what it covers, where that is more than the region it is about."""
    places = covered(connection, [row["id"]])
    return [one.name for one in places] if [one.id for one in places] != [row["region_id"]] else []


def _rule(connection: Connection, row: Row) -> Row | None:
    r = warning_rule.c
    return _one(connection, warning_rule, r.code == row["rule"], r.version == row["version"]) if row["rule"] else None


def _one(connection: Connection, table: Any, *where: Any) -> Row | None:
    found = connection.execute(select(table).where(*where)).mappings().one_or_none()
    return dict(found) if found else None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
