"""管家: who looks after a grid and after a trade; what falls to each, what of it is open, how punctually it ends."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, case, func, literal, select

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.due import due_by_key
from data.queries.event_sums import Sums, by_key, percent, sums_of
from data.queries.few import ANY_DEADLINE, STILL_OPEN
from data.queries.recount import region_around
from data.queries.regions import Region, below, children
from data.queries.reported import WIDE_LEVEL, beside, cell_column
from data.queries.slices import names
from data.queries.visits import Found as Visited
from data.queries.visits import Visits, total, visits_of
from data.queries.wilson import LEAST, wilson
from data.schema import category, event, region, steward
from data.scope import Scope
from data.things.masks import masked_name
from data.view import View

TOWN, GRID = 3, 5
MOST = 60
MEASURED = ("reported", "closed", "on_time", "late")
COLUMNS = (
    Column(key="code", label="代码"),
    Column(key="kind", label="类型"),
    Column(key="name", label="管家"),
    Column(key="region", label="区划代码"),
    Column(key="place", label="网格或行业"),
    Column(key="agency", label="责任单位"),
    Column(key="served", label="服务", unit="户"),
    Column(key="grids", label="网格", unit="个"),
    Column(key="manned", label="有管家", unit="个"),
    Column(key="each", label="每名管家", unit="件"),
    Column(key="visits", label="走访", unit="次"),
    Column(key="issues", label="发现问题", unit="件"),
    Column(key="solved", label="已解决", unit="件"),
    Column(key="cases", label="事件", unit="件"),
    Column(key="open", label="在办", unit="件"),
    Column(key="closed", label="结案", unit="件"),
    Column(key="rate", label="结案率", unit="%"),
    Column(key="on_time", label="按时办结", unit="%"),
    Column(key="to_close", label="应结", unit="件"),
    Column(key="low", label="95% 下限", unit="%"),
    Column(key="high", label="95% 上限", unit="%"),
    Column(key="thin", label="样本不足"),
)
S = steward.c
Found = Mapping[Any, Any]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row a steward: of trades by what their agency has here; in a town and below also of grids, by what lies there.

    Above a town a row a region below (`kind` region): how many of its grids have a steward, and what falls to each of
    them. `issues`: visits that found something; `solved`: those dealt with by the steward, or whose event is closed.
    `parts.total`: of each kind how many stewards there are here, and what they did. `open` is None at a moment past.
    """
    with asked(house, view, scope) as a:
        places = children(a.connection, a.here) if a.here.level < TOWN else []
        visits = visits_of(a, scope, places)
        trades = _trades(a, view, scope, visits)
        grids = _grids(a, view, scope, visits) if not places else []
        rest = _below(a, view, places, visits) if places else []
        manned = [row for row in (*grids, *rest) if row["name"] and row.get("manned", 1)]
        found = [*(grids if manned else []), *trades, *(rest if manned else [])]
        whole = [{column.key: row.get(column.key) for column in COLUMNS} for row in found]
        return a.of_events(columns=COLUMNS, rows=whole, parts={"total": _total(a, visits)})


def _total(a: Asked, visits: Visited) -> list[Row]:
    query = select(S.kind, func.count()).join_from(steward, region, region.c.id == S.region_id).group_by(S.kind)
    found = a.connection.execute(query.where(region.c.lo >= a.here.lo, region.c.hi <= a.here.hi))
    return [{"kind": kind, "stewards": n} | total(visits, kind)._asdict() for kind, n in found]


def _trades(a: Asked, view: View, scope: Scope, visits: Visited) -> list[Row]:
    """Those whose region holds this one, or lies in it; the most cases first."""
    here = (region.c.lo <= a.here.hi, region.c.hi >= a.here.lo, S.kind == "industry")
    query = select(steward, category.c.name.label("trade")).join_from(steward, region, region.c.id == S.region_id)
    query = query.outerjoin(category, category.c.code == S.category).where(*here).order_by(S.code)
    found = [row for row in a.connection.execute(query).mappings() if _shown(row, scope)]
    if not found:
        return []
    sums = by_key(a.connection, a.here, "agency", view.but(slice=""), a.span, MEASURED)
    due = due_by_key(a.connection, a.here, "agency", a.now) if view.at is None and a.here.level < GRID else None
    called = names(a.connection, "agency", sorted({row["agency"] for row in found}))
    rows = []
    for row in found:
        held = None if due is None else (due[row["agency"]].open if row["agency"] in due else 0)
        told = {"place": row["trade"] or row["category"], "agency": called[row["agency"]], "served": row["served"]}
        rows.append(_who(row, scope) | told | _figures(sums.get(row["agency"], Sums()), held) | _called(visits, row))
    return sorted(rows, key=_order)[:MOST]


def _shown(row: Found, scope: Scope) -> bool:
    return scope.every_department or row["agency"] in scope.departments


def _grids(a: Asked, view: View, scope: Scope, visits: Visited) -> list[Row]:
    """The grids of a town without one too: nobody looks after them."""
    grids = below(a.connection, a.here, GRID - a.here.level) if a.here.level < GRID else [a.here]
    held = {row["region_id"]: row for row in _of(a.connection, [one.id for one in grids])}
    sums = sums_of(a.connection, grids, view.but(slice=""), a.span, MEASURED)
    load = _open(a, grids) if view.at is None else None
    home = _villages(a)
    rows = []
    for one in grids:
        who = _who(held[one.id], scope) if one.id in held else {"code": one.code, "kind": "grid", "name": ""}
        mine = None if load is None else load[one.id]
        told = {
            "region": one.code,
            "place": f"{home(one)}{one.name}",
            "agency": "",
            "served": held[one.id]["served"] if one.id in held else None,
        }
        rows.append(who | told | _figures(sums[one.id], mine) | _called(visits, who))
    return sorted(rows, key=_order)[: MOST * 4]


def _villages(a: Asked) -> Callable[[Region], str]:
    """Of a town's grids the name of the village too: every village has a first grid."""
    villages = below(a.connection, a.here, 1) if a.here.level == TOWN else []
    called, around = {one.id: one.name for one in villages}, region_around(villages) if villages else None
    return lambda grid: called.get(around(grid.lo) or 0, "") if around else ""


def _of(connection: Connection, regions: Sequence[int]) -> list[Found]:
    mine = select(steward).where(S.kind == "grid", S.region_id.in_(regions)).order_by(S.code.desc())
    return list(connection.execute(mine).mappings())


def _open(a: Asked, grids: Sequence[Region]) -> Counter[int | None]:
    """Open events by grid."""
    here = cell_column(WIDE_LEVEL).between(a.here.lo, a.here.hi)
    query = select(event.c.cell_id, func.count()).where(STILL_OPEN, *ANY_DEADLINE, here).group_by(event.c.cell_id)
    around, found = region_around(grids), Counter[int | None]()
    for cell, n in a.connection.execute(query):
        found[around(cell)] += n
    return found


def _below(a: Asked, view: View, places: list[Region], visits: Visited) -> list[Row]:
    sums = sums_of(a.connection, places, view.but(slice=""), a.span, MEASURED)
    n, manned = _many(a, places), _many(a, places, True)
    rows = []
    for one in places:
        cases, some = sums[one.id].reported, manned[one.id]
        told: Row = {"code": one.code, "kind": "region", "name": one.name, "grids": n[one.id], "manned": some}
        told |= _called(visits, {"kind": "grid", "code": one.code})
        rows.append(
            told | _figures(sums[one.id], None) | {"kind": "region", "each": round(cases / some, 1) if some else None}
        )
    return rows


def _called(visits: Visited, one: Found) -> Row:
    return visits.get((one["kind"], one["code"]), Visits())._asdict()


def _many(a: Asked, places: list[Region], manned: bool = False) -> dict[int | None, int]:
    """{region id: grids} of the places, or those of them that have a steward: counted by the database, row by row of
    the smaller of both registers."""
    r = region.c
    grid = and_(r.tree == "spine", r.level == GRID)
    whose = case(*((and_(grid, r.lo.between(one.lo, one.hi)), literal(one.id)) for one in places), else_=None)
    if manned:
        query = select(whose.label("whose"), func.count(S.region_id.distinct()))
        query = query.join_from(steward, region, r.id == S.region_id)
        query = query.where(S.kind == "grid", beside(r.lo).between(a.here.lo, a.here.hi))
    else:
        query = select(whose.label("whose"), func.count()).where(grid, r.lo.between(a.here.lo, a.here.hi))
    return defaultdict(int, dict(a.connection.execute(query.group_by("whose")).all()))


def _who(row: Found, scope: Scope) -> Row:
    return {"code": row["code"], "kind": row["kind"], "name": named(row, scope)}


def named(row: Found, scope: Scope) -> str:
    """A numbered role of a demo is nobody; people are known as the clearance lets them."""
    return str(row["name"]) if row["provenance"] == "simulated" else masked_name(row["name"], scope.clearance)


def _figures(one: Sums, held: int | None) -> Row:
    low, high = wilson(one.on_time, one.to_close) or (None, None)
    row: Row = {"cases": one.reported, "open": held, "closed": one.closed, "rate": percent(one.closed, one.reported)}
    row |= {"on_time": one.on_time_rate, "to_close": one.to_close, "low": low, "high": high}
    return row | {"thin": one.to_close < LEAST}


def _order(row: Row) -> tuple[int, str]:
    return -int(row["cases"] or 0), str(row["code"])
