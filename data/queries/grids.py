"""网格名录: grids of a town and below, or what each region above has of them: people, staff, party, coverage, load."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from data.house import House
from data.queries.asked import SMALL_BASE, Asked, asked
from data.queries.counts import stats_of
from data.queries.event_sums import percent, sums_of
from data.queries.recount import region_around
from data.queries.regions import Region, ancestors, below, children
from data.queries.stewards import named
from data.queries.wilson import LEAST, wilson
from data.schema import region, steward
from data.scope import Scope
from data.view import View

TOWN, VILLAGE, GRID = 3, 4, 5
MEASURED = ("reported", "closed", "on_time", "late")
COUNTED = ("grids", "cells", "population", "households", "staff", "on_duty", "party", "covered", "cases", "stewards")
SORTS = ("place", *COUNTED, "each", "on_time", "coverage")
USUAL_SORT = "place"
Row = dict[str, Any]


@dataclass(frozen=True)
class Grids:
    """`grids`: whether the rows are grids; else each is a region with the sums of its own. `total`: of all rows."""

    here: Region
    line: list[Region]
    now: datetime
    as_of: datetime | None
    provenance: str
    grids: bool
    rows: list[Row]
    total: Row


def grids_in(house: House, view: View, scope: Scope, sort: str = USUAL_SORT, *, vacant: bool = False) -> Grids:
    """`vacant`: only where nobody, or not in every grid somebody, is on the rolls."""
    with asked(house, view.but(slice=""), scope) as a:
        fine = a.here.level >= TOWN
        places = _grids(a) if fine else children(a.connection, a.here)
        rows = _rows(a, view.but(slice=""), places, scope, fine)
        line = ancestors(a.connection, a.here, scope)
        found = [row for row in rows if not vacant or row["covered"] < row["grids"]]
        worth = {row["provenance"] for row in rows} or {a.lived}
        worst = "simulated" if "simulated" in worth else "measured" if "measured" in worth else "published"
        as_of = min((row["as_of"] for row in rows if row["as_of"]), default=None)
        return Grids(a.here, line, a.now, as_of, worst, fine, sorted_rows(found, sort), _total(rows))


def sorted_rows(rows: list[Row], sort: str) -> list[Row]:
    """What is not known, or rests on too few cases, stands at the end either way."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "place":
        return rows[::-1] if down else rows
    doubt = {"each": "few", "on_time": "thin"}.get(name, "")
    sure = [row for row in rows if row[name] is not None and not (doubt and row[doubt])]
    rest = [row for row in rows if row not in sure]
    return sorted(sure, key=lambda row: row[name], reverse=down) + rest


def _grids(a: Asked) -> list[Region]:
    return below(a.connection, a.here, GRID - a.here.level) if a.here.level < GRID else [a.here]


def _rows(a: Asked, view: View, places: list[Region], scope: Scope, fine: bool) -> list[Row]:
    stats, sums = stats_of(a.connection, places), sums_of(a.connection, places, view, a.span, MEASURED, a.now)
    held, around = _stewards(a, places, scope), _villages(a) if fine else None
    rows = []
    for one in places:
        stat, done, names = stats.get(one.id), sums[one.id], held.get(one.id, [])
        row: Row = {"code": one.code, "name": one.name, "village": around(one.lo) if around else ""}
        row |= {"grids": 1 if fine else stat.grids if stat else 0, "cells": one.hi - one.lo + 1}
        row |= {"population": stat.population if stat else None, "households": stat.households if stat else None}
        row |= {"staff": stat.staff if stat else 0, "on_duty": stat.staff_on_duty if stat else 0}
        row |= {"party": stat.party_groups if stat else 0, "covered": stat.covered_grids if stat else 0}
        row |= {"stewards": len(names), "steward": "、".join(names[:3]), "cases": done.reported}
        row |= {"as_of": stat.as_of if stat else None, "provenance": stat.provenance if stat else a.lived}
        rows.append(_rated(row, done.on_time, done.to_close))
    return rows


def _rated(row: Row, on_time: int, to_close: int) -> Row:
    """Ratios, and whether they rest on few cases: those are shown in doubt and not compared."""
    low, high = wilson(on_time, to_close) or (None, None)
    row |= {"coverage": percent(row["covered"], row["grids"]), "closed_on_time": on_time, "to_close": to_close}
    row |= {"each": round(row["cases"] / row["staff"], 1) if row["staff"] else None, "few": row["cases"] < SMALL_BASE}
    return row | {"on_time": percent(on_time, to_close), "low": low, "high": high, "thin": to_close < LEAST}


def _total(rows: list[Row]) -> Row:
    """Sums; ratios are made of them anew."""
    sums: Row = {name: sum(row[name] or 0 for row in rows) for name in COUNTED}
    return _rated(sums, sum(row["closed_on_time"] for row in rows), sum(row["to_close"] for row in rows))


def _stewards(a: Asked, places: list[Region], scope: Scope) -> dict[int | None, list[str]]:
    """{region id: stewards of grids in it}, by name as the reader may know them."""
    of = select(steward.c.name, steward.c.provenance, region.c.lo).join(region, region.c.id == steward.c.region_id)
    mine = (steward.c.kind == "grid", region.c.lo >= a.here.lo, region.c.hi <= a.here.hi)
    where, found = region_around(places), dict[int | None, list[str]]()
    for row in a.connection.execute(of.where(*mine).order_by(steward.c.code)).mappings():
        found.setdefault(where(row["lo"]), []).append(named(row, scope))
    return found


def _villages(a: Asked) -> Callable[[int], str]:
    """The village around a cell."""
    villages = below(a.connection, a.here, VILLAGE - a.here.level) if a.here.level < VILLAGE else []
    villages = villages or [
        one for one in (*ancestors(a.connection, a.here, Scope.guest()), a.here) if one.level == VILLAGE
    ]
    called, around = {one.id: one.name for one in villages}, region_around(villages) if villages else None
    return lambda cell: called.get(around(cell) or 0, "") if around else ""
