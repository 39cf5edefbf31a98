"""网格名录: grids of a town and below, or what each region above has of them: people, staff, party, coverage, load."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from data.cells import Spans, holder
from data.house import House
from data.queries.asked import SMALL_BASE, Asked, asked
from data.queries.counts import stats_of
from data.queries.event_sums import Sums, percent, sums_of
from data.queries.grid_days import GRID, VILLAGE, Standing, functional_in, standing
from data.queries.recount import region_around
from data.queries.regions import CELL, Region, ancestors, below, children
from data.queries.stewards import named
from data.queries.wilson import LEAST, wilson
from data.schema import region, steward
from data.scope import Scope
from data.times import day_number
from data.view import View

TOWN = 3
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
    functional: list[Row]


def grids_in(house: House, view: View, scope: Scope, sort: str = USUAL_SORT, *, vacant: bool = False) -> Grids:
    """Those that stand on the day of the view. `vacant`: only where not every grid is known to have somebody."""
    view = view.but(slice="")
    with asked(house, view, scope) as a:
        fine, today = a.here.level >= TOWN, day_number(a.now)
        rows = _grids(a, view, scope, today) if fine else _regions(a, view, scope)
        found = [row for row in rows if not vacant or row["covered"] is None or row["covered"] < row["grids"]]
        worth = {row["provenance"] for row in rows} or {a.lived}
        worst = "simulated" if "simulated" in worth else "measured" if "measured" in worth else "published"
        as_of = min((row["as_of"] for row in rows if row["as_of"]), default=None)
        line, other = ancestors(a.connection, a.here, scope), _functional(a, view, today)
        return Grids(a.here, line, a.now, as_of, worst, fine, sorted_rows(found, sort), _total(rows), other)


def sorted_rows(rows: list[Row], sort: str) -> list[Row]:
    """What is not known, or rests on too few cases, stands at the end either way."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name == "place":
        return rows[::-1] if down else rows
    doubt = {"each": "few", "on_time": "thin"}.get(name, "")
    sure = [row for row in rows if row[name] is not None and not (doubt and row[doubt])]
    rest = [row for row in rows if row not in sure]
    return sorted(sure, key=lambda row: row[name], reverse=down) + rest


def _regions(a: Asked, view: View, scope: Scope) -> list[Row]:
    places = children(a.connection, a.here)
    stats, sums = stats_of(a.connection, places), sums_of(a.connection, places, view, a.span, MEASURED, a.now)
    around, names = region_around(places), dict[int | None, list[str]]()
    for cell, name in _stewards(a, scope):
        names.setdefault(around(cell), []).append(name)
    rows = []
    for one in places:
        told: Row = {"code": one.code, "name": one.name, "village": "", "cells": one.hi - one.lo + 1, "spine": True}
        told |= _numbers(a, [stats[one.id]] if one.id in stats else [], 0)
        rows.append(_row(told, sums[one.id], names.get(one.id, [])))
    return rows


def _grids(a: Asked, view: View, scope: Scope, day: int) -> list[Row]:
    """Of a changed grid there are base numbers where it wholly holds grids of the spine: else nobody has counted."""
    found = standing(a.connection, a.here, day)
    spine = _spine(a, found)
    stats, held, sums = stats_of(a.connection, spine), _stewards(a, scope), _sums(a, view, found)
    whose, names = holder([one.spans for one in found]), dict[int | None, list[str]]()
    for cell, name in held:
        names.setdefault(whose(cell), []).append(name)
    rows = []
    for n, (one, done) in enumerate(zip(found, sums, strict=True)):
        inside = [one.region] if one.region else [r for r in spine if _holds(one.spans, r.lo, r.hi)]
        cells = one.cells
        whole = one.region is not None or sum(r.hi - r.lo + 1 for r in inside) == cells
        village = one.village.name if one.village and a.here.level < VILLAGE else ""
        told: Row = {"code": one.code, "name": one.name, "village": village, "cells": cells}
        told |= _numbers(a, [stats[r.id] for r in inside if r.id in stats] if whole else [], 1)
        rows.append(_row(told | {"spine": one.region is not None}, done, names.get(n, [])))
    return rows


def _spine(a: Asked, found: Sequence[Standing]) -> list[Region]:
    """The grids of the spine, read once more only where some were changed."""
    kept = [one.region for one in found if one.region]
    return kept if len(kept) == len(found) else below(a.connection, a.here, max(GRID - a.here.level, 0))


def _holds(spans: Spans, lo: int, hi: int) -> bool:
    return any(first <= lo and hi <= last for first, last in spans)


def _sums(a: Asked, view: View, found: Sequence[Standing]) -> list[Sums]:
    """Of the spine's grids by the cube, of changed ones cell by cell."""
    kept = [one.region for one in found if one.region]
    by_id = sums_of(a.connection, kept, view, a.span, MEASURED, a.now)
    made = iter(sums_of_spans(a, view, [one.spans for one in found if one.region is None]))
    return [by_id[one.region.id] if one.region else next(made) for one in found]


def sums_of_spans(a: Asked, view: View, parts: Sequence[Spans]) -> list[Sums]:
    """Of disjoint sets of cells: what was reported in them in the window, whatever grid they belonged to then."""
    spans = [(lo, hi, n) for n, part in enumerate(parts) for lo, hi in part]
    regions = [replace(a.here, id=-1 - at, level=CELL, lo=lo, hi=hi) for at, (lo, hi, _n) in enumerate(spans)]
    found = sums_of(a.connection, regions, view, a.span, MEASURED, a.now)
    sums = [Sums() for _part in parts]
    for at, (_lo, _hi, n) in enumerate(spans):
        sums[n] += found[-1 - at]
    return sums


def _numbers(a: Asked, stats: Sequence[Any], grids: int) -> Row:
    """Sums of base numbers; None where there are none. `grids`: how many there are where these are not told."""

    def of(name: str) -> int | None:
        return sum(getattr(one, name) for one in stats) if stats else None

    told = {"population": of("population"), "households": of("households"), "staff": of("staff")}
    told |= {"on_duty": of("staff_on_duty"), "party": of("party_groups"), "grids": grids or of("grids")}
    covered = of("covered_grids")
    told |= {"covered": covered if covered is None or not grids else min(covered, grids)}
    worth = max((one.provenance for one in stats), default=a.lived, key=("published", "measured", "simulated").index)
    return told | {"as_of": min((one.as_of for one in stats), default=None), "provenance": worth}


def _row(row: Row, done: Sums, names: Sequence[str]) -> Row:
    told = row | {"stewards": len(names), "steward": "、".join(names[:3]), "cases": done.reported}
    return _rated(told, done.on_time, done.to_close)


def _rated(row: Row, on_time: int, to_close: int) -> Row:
    """Ratios, and whether they rest on few cases: those are shown in doubt and not compared."""
    low, high = wilson(on_time, to_close) or (None, None)
    known = row["covered"] is not None and row["grids"]
    row |= {"coverage": percent(row["covered"], row["grids"]) if known else None, "closed_on_time": on_time}
    row |= {"each": round(row["cases"] / row["staff"], 1) if row["staff"] else None, "few": row["cases"] < SMALL_BASE}
    row |= {"on_time": percent(on_time, to_close), "to_close": to_close}
    return row | {"low": low, "high": high, "thin": to_close < LEAST}


def _total(rows: list[Row]) -> Row:
    """Sums; ratios are made of them anew."""
    sums: Row = {name: sum(row[name] or 0 for row in rows) for name in COUNTED}
    return _rated(sums, sum(row["closed_on_time"] for row in rows), sum(row["to_close"] for row in rows))


def _stewards(a: Asked, scope: Scope) -> list[tuple[int, str]]:
    """The first cell of each steward's grid, and his name as the reader may know it."""
    of = select(steward.c.name, steward.c.provenance, region.c.lo).join(region, region.c.id == steward.c.region_id)
    mine = (steward.c.kind == "grid", region.c.lo >= a.here.lo, region.c.hi <= a.here.hi)
    return [
        (row["lo"], named(row, scope))
        for row in a.connection.execute(of.where(*mine).order_by(steward.c.code)).mappings()
    ]


def _functional(a: Asked, view: View, day: int) -> list[Row]:
    """Each with the events of its cells, and how many territorial grids it lies over, where these are listed."""
    rows = functional_in(a.connection, a.here, day)
    under = standing(a.connection, a.here, day) if a.here.level >= TOWN and rows else []
    return [
        row | {"cases": sums_of_spans(a, view, [row["spans"]])[0].reported, "over": _over(row["spans"], under)}
        for row in rows
    ]


def _over(spans: Spans, under: Sequence[Standing]) -> int | None:
    meets: Callable[[Standing], bool] = lambda one: any(  # noqa: E731
        lo <= last and first <= hi for lo, hi in spans for first, last in one.spans
    )
    return sum(map(meets, under)) if under else None
