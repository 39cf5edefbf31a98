"""六级联动: where the open cases are held, level by level, and how cases moved between the levels within the window."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func, literal, select

from data.answer import Answer, Column, Row
from data.house import House
from data.life.fold import read
from data.life.held import GRID, OUTSIDE, agency_level
from data.life.limits import HANDLING_LEVEL
from data.queries.agency_levels import levels_of
from data.queries.asked import Asked, asked
from data.queries.cases import in_scope
from data.queries.event_sums import Sums, by_key
from data.queries.few import ANY_DEADLINE, STILL_OPEN
from data.queries.open_events import open_states
from data.queries.reported import WIDE_LEVEL, beside, cell_column, in_cells
from data.queries.slices import ALL
from data.schema import agency, event, event_history, region, steward
from data.scope import Scope
from data.view import View
from data.words import HELD_LEVELS

READ = 6_000  # steps of a kind in the whole city, the newest
H = event_history.c
# In the very words of their indexes: with something bound, SQLite would not see that they serve.
RAISED, LOWERED = (H.move == literal(name, literal_execute=True) for name in ("escalate", "hand_back"))
WHISTLED = H.move.in_([literal(name, literal_execute=True) for name in ("whistle", "supervise")])
SOURCE_OF = {"neighbour": OUTSIDE, "grid": GRID}  # whose reports say at which level they began
COLUMNS = (
    Column(key="level", label="层级代码"),
    Column(key="name", label="层级"),
    Column(key="units", label="单位", unit="个"),
    Column(key="stewards", label="管家", unit="名"),
    Column(key="open", label="在办", unit="件"),
    Column(key="overdue", label="超期", unit="件"),
    Column(key="reported", label="由此上报", unit="件"),
    Column(key="up", label="提级到此", unit="件"),
    Column(key="down", label="交回到此", unit="件"),
    Column(key="called", label="被吹哨", unit="次"),
    Column(key="arrived", label="已报到", unit="次"),
)
Counts = dict[str, Counter[int]]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Six rows, from the province and the neighbouring systems down to the grid.

    `open`, `overdue`: whenever reported, by the agency that has the case, before that by the desk of its grade. The
    others within the window. Handed out of the city is `up` at level 0. `parts.read`: False where the steps were too
    many to read them all.
    """
    with asked(house, view, scope) as a:
        found: Counts = {column.key: Counter() for column in COLUMNS[2:]}
        groups = _held(a, view, scope)
        sums = by_key(a.connection, a.here, "agency", view.but(slice=""), a.span, ("assigned",))
        level = levels_of(a.connection, {code for code, *_more in groups if code} | sums.keys())
        for code, grade, n, late in groups:
            here = level.get(code or "", HANDLING_LEVEL[grade])
            found["open"][here] += n
            found["overdue"][here] += late
        found["up"][OUTSIDE] = sum(one.assigned for code, one in sums.items() if level.get(code) == OUTSIDE)
        whole = _moves(a, scope, found)
        _stand(a, view, found)
        rows = [_row(n, name, found) for n, name in HELD_LEVELS.items()]
        return a.of_events(columns=COLUMNS, rows=rows if _any(found) else [], parts={"read": [{"whole": whole}]})


def _held(a: Asked, view: View, scope: Scope) -> Sequence[Any]:
    """(agency, grade, open, overdue) of the open cases."""
    if view.at is not None:
        states = open_states(a.connection, a.here, a.now, a.now, ALL)
        return [(one["agency"], one["grade"], 1, int(_late(one, a))) for one in states if _mine(one, scope)]
    e = event.c
    late = func.sum(case((e.suspended_at.is_(None) & (e.deadline_at < a.now), 1), else_=0))
    here = cell_column(WIDE_LEVEL).between(a.here.lo, a.here.hi)
    query = select(e.agency, e.grade, func.count(), late).where(STILL_OPEN, *ANY_DEADLINE, here, *in_scope(scope))
    return a.connection.execute(query.group_by(e.agency, e.grade)).all()


def _late(one: dict[str, Any], a: Asked) -> bool:
    return one["suspended_at"] is None and bool(one["deadline_at"] < a.now)


def _mine(one: dict[str, Any], scope: Scope) -> bool:
    return scope.every_department or one["agency"] in scope.departments


def _moves(a: Asked, scope: Scope, found: Counts) -> bool:
    """Count what was raised, handed back and called; whether all of it was read."""
    whole = True
    for key, moved in (("up", RAISED), ("down", LOWERED), ("called", WHISTLED)):
        steps = _newest(a, moved)
        query = select(steps, event.c.arrived_at, event.c.called_agency).join(event, event.c.id == steps.c.event_id)
        rows = a.connection.execute(query.where(in_cells([a.here]), *in_scope(scope))).all()
        _called(a, rows, found) if key == "called" else _graded(rows, found[key])
        read = rows[0].n if rows else a.connection.execute(select(func.count()).select_from(steps)).scalar_one()
        whole = whole and read < READ
    return whole


def _newest(a: Asked, moved: ColumnElement[bool]) -> Subquery:
    """The steps with `n`, how many they are: read once, for they lie far apart."""
    steps = select(H.event_id, H.move, H.at, H.change).where(moved, H.at >= a.span.since, H.at <= a.span.until)
    newest = steps.order_by(H.at.desc()).limit(READ).subquery()
    return select(newest, func.count().over().label("n")).subquery()


def _graded(rows: Sequence[Any], found: Counter[int]) -> None:
    for row in rows:
        if (grade := read(row.change).get("grade")) in HANDLING_LEVEL:
            found[HANDLING_LEVEL[grade]] += 1


def _called(a: Asked, rows: Sequence[Any], found: Counts) -> None:
    """An arrival is told of the last whistle of a case only."""
    whistles = [(row, read(row.change).get("called_agency")) for row in rows if row.move == "whistle"]
    level = levels_of(a.connection, {code for _row, code in whistles if code})
    for row, code in whistles:
        if code in level:
            came = row.arrived_at is not None and row.at <= row.arrived_at <= a.span.until
            found["called"][level[code]] += 1
            found["arrived"][level[code]] += came and row.called_agency == code


def _stand(a: Asked, view: View, found: Counts) -> None:
    """Agencies and stewards of each level that are of this region, and what began where."""
    inside = (region.c.lo >= a.here.lo, region.c.hi <= a.here.hi)
    units = select(agency.c.kind, region.c.level, func.count()).join(region, region.c.id == agency.c.region_id)
    for kind, level, n in a.connection.execute(units.where(*inside).group_by(agency.c.kind, region.c.level)):
        found["units"][agency_level(kind, level)] += n
    level = beside(region.c.level).label("of_level")  # by way of the stewards: no index of all regions helps
    people = select(level, func.count()).join_from(steward, region, steward.c.region_id == region.c.id)
    people = people.where(beside(region.c.lo) >= a.here.lo, region.c.hi <= a.here.hi).group_by("of_level")
    found["stewards"].update(dict(a.connection.execute(people).all()))  # type: ignore[arg-type]
    sums = by_key(a.connection, a.here, "source", view.but(slice=""), a.span, ("reported",))
    found["reported"].update({level: sums.get(key, Sums()).reported for key, level in SOURCE_OF.items()})


def _row(level: int, name: str, found: Counts) -> Row:
    row: Row = {key: counts[level] for key, counts in found.items()}
    untold = {} if level in SOURCE_OF.values() else {"reported": None}  # sources do not say at which level they are
    return {"level": level, "name": name, **row, **untold}


def _any(found: Counts) -> bool:
    return any(counts.total() for key, counts in found.items() if key not in ("units", "stewards"))
