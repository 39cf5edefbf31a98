"""Events as Open311 has them: service types and service requests, for everyone to see."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from data.language import gettext as _
from data.queries.cases import in_scope
from data.queries.quarantine import whole
from data.schema import agency, category, event, region, revision
from data.schema import quarantine as kept
from data.scope import Scope
from data.things.masks import masked_places
from data.words import CATEGORIES, OPEN_STAGES, STATES

LONGEST_SPAN = timedelta(days=90)
MOST = 1_000
MOMENTS = (
    *("reported_at", "filed_at", "assigned_at", "handling_at", "answered_at", "verified_at", "closed_at", "rated_at"),
    "rewound_at",
)
Row = dict[str, Any]


def services(connection: Connection) -> dict[str, Row]:
    """The leaves of the category tree by code, in its order; each with its name and the names above it."""
    tree = connection.execute(select(category).order_by(category.c.position)).mappings().all()
    by_code, parents = {row["code"]: row for row in tree}, {row["parent"] for row in tree}
    found = {code: _service(code, row, by_code) for code, row in by_code.items() if code not in parents}
    return found or {code: {"code": code, "name": _(word), "above": [_(word)]} for code, word in CATEGORIES.items()}


def _service(code: str, row: Any, by_code: Any) -> Row:
    above: list[str] = []
    parent = row["parent"]
    while parent in by_code and len(above) < len(CATEGORIES):
        above.insert(0, by_code[parent]["name"])
        parent = by_code[parent]["parent"]
    return {"code": code, "name": row["name"], "above": above or [row["name"]]}


def requests_between(
    connection: Connection,
    scope: Scope,
    since: datetime,
    until: datetime,
    codes: Collection[str],
    statuses: Collection[str],
) -> list[Row]:
    """Up to 1,000, newest first; an empty collection stands for all."""
    where = [event.c.reported_at >= since, event.c.reported_at <= until, *in_scope(scope)]
    if codes:
        where.append(event.c.leaf.in_(codes))
    if len(set(statuses)) == 1:
        now_open = event.c.stage.in_(OPEN_STAGES)
        where.append(now_open if "open" in statuses else ~now_open)
    statement = _requests().where(*where).order_by(event.c.reported_at.desc(), event.c.id.desc()).limit(MOST)
    return _many(connection, statement, scope)


def requests_named(connection: Connection, scope: Scope, codes: Collection[str]) -> list[Row]:
    """Those of these codes that there are, in the order asked for."""
    found = _many(connection, _requests().where(event.c.code.in_(codes), *in_scope(scope)), scope)
    by_code = {row["code"]: row for row in found}
    return [by_code[code] for code in dict.fromkeys(codes) if code in by_code]


def _requests() -> Select[Any]:
    names = (
        "code",
        "title",
        "text",
        "category",
        "leaf",
        "stage",
        "place",
        "lon",
        "lat",
        "deadline_at",
        "ended_at",
        "cell_id",
    )
    return (
        select(
            *(event.c[name] for name in (*names, *MOMENTS)),
            region.c.code.label("region_code"),
            func.coalesce(agency.c.name, event.c.agency).label("agency_name"),
            category.c.name.label("service_name"),
        )
        .join(region, region.c.id == event.c.cell_id)
        .outerjoin(agency, agency.c.code == event.c.agency)
        .outerjoin(category, category.c.code == event.c.leaf)
    )


def _many(connection: Connection, statement: Select[Any], scope: Scope) -> list[Row]:
    rows = [_told(dict(row)) for row in connection.execute(statement).mappings()]
    if not scope.clearance:  # beyond the title a reporter may have written about people
        rows = [row | {"text": None} for row in rows]
    return masked_places(rows, scope.clearance)


def _told(row: Row) -> Row:
    """With its status, when that last changed, and a name for its service."""
    changed = row["ended_at"] or max(row[name] for name in MOMENTS if row[name] is not None)
    name = row["service_name"] or _(CATEGORIES.get(row["leaf"], str(row["leaf"])))
    status = "open" if row["stage"] in OPEN_STAGES else "closed"
    return row | {"status": status, "changed_at": changed, "service_name": name, "note": _(STATES[row["stage"]])}


def token(connection: Connection, number: int, scope: Scope) -> Row | None:
    """What waits, or waited, in the quarantine under this number: `code` is of the event it became, or None.

    What waits lies nowhere yet: only who sees the whole city is told that it does.
    """
    statement = select(kept.c.id, event.c.code).outerjoin(event, event.c.id == kept.c.event_id)
    if not whole(connection, scope):
        statement = statement.where(event.c.id.is_not(None), *in_scope(scope))
    row = connection.execute(statement.where(kept.c.id == number, kept.c.door == "open311", kept.c.state != "dropped"))
    found = row.mappings().one_or_none()
    return dict(found) if found else None


def services_changed(connection: Connection) -> datetime | None:
    """When the list of services last changed."""
    return connection.scalar(select(func.max(revision.c.changed_at)).where(revision.c.topic.in_(("rules", "regions"))))
