"""食品安全包保: businesses by whether their visit is due, region by region; those that are due with who answers."""

from collections import Counter
from typing import Any

import numpy as np
from sqlalchemy import select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import REGISTER_RHYTHM, Asked, asked
from data.queries.food_cases import due_of
from data.queries.regions import Region, children, inside
from data.queries.responsible import persons_of
from data.queries.spans import places_of
from data.schema import feature
from data.scope import Scope
from data.view import View

MOST = 60
ORDER = {"never": 0, "overdue": 1, "soon": 2}
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="name", label="名称"),
    Column(key="kind", label="种类"),
    Column(key="tier", label="包保层级"),
    Column(key="place", label="所在村居与网格"),
    Column(key="person", label="责任人"),
    Column(key="checked", label="最近督导"),
    Column(key="due_at", label="下次督导"),
    Column(key="due", label="督导"),
    Column(key="days", label="逾期", unit="天"),
    Column(key="problems", label="未改问题", unit="项"),
)
Thing = dict[str, Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a business whose visit is not in time or will soon be due, the latest first.

    `parts.food`: all of the region; `parts.food_below`: the same by region of the level below.
    """
    with asked(house, view, scope) as a:
        found = _things(a)
        late = sorted((one for one in found if one["due"] in ORDER), key=_order)[:MOST]
        below = [_sums(one.code, one.name, mine) for one, mine in _shared(a, found)]
        total = [_sums(a.here.code, a.here.name, found)] if found else []
        return a.answer(
            unit="家",
            as_of=max((one["as_of"] for one in found), default=None),
            provenance=a.lived,
            rhythm=REGISTER_RHYTHM,
            source="市场监管部门台账",
            columns=COLUMNS,
            rows=_told(a, late, scope) if found else [],
            parts={"food": total, "food_below": below},
        )


def _things(a: Asked) -> list[Thing]:
    f = feature.c
    query = select(f.id, f.code, f.name, f.kind, f.cell_id, f.attributes, f.as_of)
    query = query.where(f.layer == "food", f.retired_at.is_(None), inside(f.cell_id, a.here))
    rows = [dict(row) for row in a.connection.execute(query).mappings()]
    for row in rows:
        row["due"], row["due_at"] = due_of(row["attributes"], a.now)
    return rows


def _order(one: Thing) -> tuple[int, float, str]:
    return ORDER[one["due"]], one["due_at"].timestamp() if one["due_at"] else 0.0, one["code"]


def _shared(a: Asked, found: list[Thing]) -> list[tuple[Region, list[Thing]]]:
    """The things of each region below."""
    below = children(a.connection, a.here)
    cells = np.array([one["cell_id"] for one in found], dtype=np.int64)
    return [(one, [found[n] for n in np.flatnonzero((cells >= one.lo) & (cells <= one.hi))]) for one in below]


def _sums(code: str, name: str, found: list[Thing]) -> Row:
    counts = Counter(one["due"] for one in found)
    row: Row = {"code": code, "name": name, "n": len(found)}
    row |= {due: counts[due] for due in ("done", "soon", "overdue", "never")}
    return row | {"problems": sum(int(one["attributes"].get("problems") or 0) for one in found)}


def _told(a: Asked, late: list[Thing], scope: Scope) -> list[Row]:
    chains = persons_of(a.connection, [one["id"] for one in late], scope)
    places = places_of(a.connection, [one["cell_id"] for one in late])
    return [_row(a, one, chains.get(one["id"], []), place) for one, place in zip(late, places, strict=True)]


def _row(a: Asked, one: Thing, chain: list[dict[str, Any]], place: str) -> Row:
    known, due = one["attributes"], one["due_at"]
    row: Row = {"code": one["code"], "name": one["name"], "kind": one["kind"], "tier": known.get("tier")}
    row |= {"place": place, "person": str(chain[0]["name"]) if chain else "", "checked": known.get("checked")}
    row |= {"due_at": due.isoformat() if due else None, "due": one["due"], "problems": known.get("problems")}
    return row | {"days": (a.now - due).days if one["due"] == "overdue" else None}
