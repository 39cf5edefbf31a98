"""What of the resources is open to the public (数据开放), and how near a digital government is to its goals."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from data.catalogue.goals import Goal
from data.catalogue_words import MUST, OPENED
from data.facts.periods import period_end
from data.house import House
from data.queries.catalogue import Listed, ResourceFilters, listed
from data.queries.indicator_values import Key, values
from data.queries.regions import Region
from data.schema import indicator, resource_opening, scenario, share
from data.scope import Scope
from data.things.masks import NAMES
from data.view import View

N = resource_opening.c
Row = dict[str, Any]


def openings(connection: Connection) -> dict[str, Row]:
    """{resource: what was said of it last}."""
    last = select(N.code, func.max(N.seq).label("seq")).group_by(N.code).subquery()
    of = select(resource_opening).join(last, (last.c.code == N.code) & (last.c.seq == N.seq))
    return {row["code"]: _told(row) for row in connection.execute(of).mappings()}


def opening_steps(connection: Connection, code: str, scope: Scope) -> list[Row]:
    """All that was said of one, the newest first; by whom only for those who may know people."""
    rows = connection.execute(select(resource_opening).where(N.code == code).order_by(N.seq.desc())).mappings()
    known = {} if scope.clearance >= NAMES else {"actor": ""}
    return [_told(row) | known for row in rows]


def _told(row: Any) -> Row:
    return dict(row) | {"items": json.loads(row["items"])}


def item_key(one: Any) -> str:
    """What a field of a resource is called by, in whatever language it is read."""
    return str(one.code or one.name)


def open_listed(house: House, view: View, scope: Scope, state: str, field: str) -> Listed:
    """Resources about which it was decided, of one state and field, or of all."""
    found = listed(house, view, scope, ResourceFilters())
    with house.engine.connect() as connection:
        every = with_openings(connection, found.rows)
    some = [row for row in every if row["opening"] and takes(row["opening"], state, field)]
    return replace(found, rows=some, total=len(some))


def takes(one: Row, state: str, field: str) -> bool:
    return state in ("", one["state"]) and field in ("", one["field"])


def with_openings(connection: Connection, resources: Sequence[Row]) -> list[Row]:
    """Resources as they are listed, each with its `opening`: None where nobody has decided."""
    said = openings(connection)
    return [row | {"opening": said.get(row["code"])} for row in resources]


def open_counts(rows: Sequence[Row]) -> Counter[str]:
    """By state; "" is not decided."""
    return Counter(row["opening"]["state"] if row["opening"] else "" for row in rows)


def goal_rows(
    connection: Connection,
    goals: Sequence[Goal],
    resources: Sequence[Row],
    here: Region,
    scope: Scope,
    now: datetime,
    lived: str,
) -> list[Row]:
    """A row a goal: where it stands (`now` None where nobody told), of what that is a part, and how far it is."""
    codes = [one.indicator for one in goals if one.indicator]
    found = values(connection, codes, [here], scope, now)
    owners: dict[str, str] = dict(
        connection.execute(select(indicator.c.code, indicator.c.department).where(indicator.c.code.in_(codes))).all()
    )
    counted = _counted(connection, resources)
    rows: list[Row] = []
    for one in goals:
        row: Row = {**one._asdict(), "done": None, "all": None, "as_of": now, "provenance": lived, "owner": ""}
        if one.indicator:
            points = list(found.get(Key(one.indicator, here.id), {}).values())
            row |= {"now": None, "as_of": None, "owner": owners.get(one.indicator, "")}
            if points:
                told = points[-1]
                row |= {"now": told.value, "as_of": period_end(told.period.text), "provenance": told.provenance}
        else:
            done, every = counted[one.code]
            rate = done if every is None else 100 * done / every if every else None
            row |= {"now": rate, "done": done, "all": every}
        rows.append(row | {"met": row["now"] is not None and row["now"] >= one.target})
    return rows


def _counted(connection: Connection, resources: Sequence[Row]) -> Mapping[str, tuple[int, int | None]]:
    """{goal: how many of how many}; of scenes there is no whole."""
    asked: dict[str, int] = dict(connection.execute(select(share.c.state, func.count()).group_by(share.c.state)).all())
    met = sum(asked.get(state, 0) for state in ("granted", "revoked"))
    states = open_counts(resources)
    used = connection.scalar(select(func.count()).where(scenario.c.state == "use")) or 0
    return {
        "share": (met, sum(asked.values())),
        "open": (sum(states[one] for one in OPENED), sum(states[one] for one in MUST)),
        "scenes": (used, None),
    }
