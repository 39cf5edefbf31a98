"""Lots of data that went back to their source: which an asker may see, filtered, sorted, counted; and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select, true

from data.errors import UnknownThing
from data.house import House
from data.intake.record import clean
from data.language import gettext as _
from data.queries.asked import asked
from data.queries.faults import standing
from data.queries.regions import Region
from data.return_words import OVER, RETURN_STATES, WITH_OWNER
from data.schema import agency, region, source_fault, source_return, source_step
from data.scope import EVERY_CELL, Scope
from data.settings import Settings
from data.things.masks import NAMES
from data.times import day_number
from data.view import View

R = source_return.c
MOST, ALL = 200, 50_000  # rows of a screen, and of a file
LATE = "late"  # with the owner, past its term
SORTS: dict[str, ColumnElement[Any]] = {
    "urgent": case((R.state.in_(OVER), 1), else_=0),  # and then by term, as all of them
    "code": R.code,
    "owner": func.coalesce(agency.c.name, R.agency),
    "place": R.lo,
    "n": R.n,
    "due": R.due_day,
    "state": R.state,
    "rounds": R.rounds,
    "sent": R.sent_at,
}
USUAL = "urgent"
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ReturnFilters:
    """`state` one of RETURN_STATES or LATE; what makes no sense asks for nothing."""

    state: str = ""
    owner: str = ""
    by: str = USUAL

    @classmethod
    def lenient(cls, given: dict[str, str]) -> "ReturnFilters":
        state, by = given.get("return_state", ""), given.get("return_by", "")
        return cls(
            state=state if state in (*RETURN_STATES, LATE) else "",
            owner=clean(given.get("return_owner"), line=True)[:32],
            by=by if by.removeprefix("-") in SORTS else USUAL,
        )


@dataclass(frozen=True)
class Listed:
    """`counts`: of all that may be seen here, by state, with those that are late; `owners`: a line for each of them."""

    here: Region
    now: datetime
    provenance: str
    counts: dict[str, int]
    owners: list[Row]
    total: int
    rows: list[Row]


@dataclass(frozen=True)
class Lot:
    """`faults` each with `stands`: rows that are still wrong, 0 where it is mended."""

    row: Row
    now: datetime
    faults: list[Row]
    steps: list[Row]

    @property
    def left(self) -> int:
        return sum(one["stands"] > 0 for one in self.faults)


def seen(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Of his regions wholly; who works for departments sees what came back to these."""
    inside = true() if EVERY_CELL in scope.cells else or_(*((R.lo >= lo) & (R.hi <= hi) for lo, hi in scope.cells))
    return (inside,) if scope.every_department else (inside, R.agency.in_(scope.departments))


def is_late(today: int) -> ColumnElement[bool]:
    return and_(R.state.in_(WITH_OWNER), R.due_day < today)


def listed(house: House, view: View, scope: Scope, wanted: ReturnFilters, most: int = MOST) -> Listed:
    """As they are now: lots are not looked back at."""
    with asked(house, view.but(at=None, slice=""), scope) as a:
        here, today = (R.lo >= a.here.lo, R.hi <= a.here.hi, *seen(scope)), day_number(a.now)
        fits = [*here, *_fits(wanted, today)]
        owners = _owners(a.connection, here, today)
        counts = {name: sum(one[name] for one in owners) for name in (*RETURN_STATES, LATE)}
        total = int(a.connection.scalar(select(func.count()).select_from(source_return).where(*fits)) or 0)
        rows = _rows(a.connection, fits, wanted.by, today, most)
        return Listed(a.here, a.now, a.lived, counts, owners, total, rows)


def waiting_for(connection: Connection, scope: Scope, cells: tuple[int, int], today: int) -> tuple[int, int]:
    """(with the owner, of these late) of the departments the asker works for."""
    here = (R.lo >= cells[0], R.hi <= cells[1], R.state.in_(WITH_OWNER), *seen(scope))
    late = func.sum(case((R.due_day < today, 1), else_=0))
    n, over = connection.execute(select(func.count(), late).where(*here)).one()
    return int(n), int(over or 0)


def lot_row(connection: Connection, code: str, scope: Scope) -> Row:
    """UnknownThing, in the same words, for what lies elsewhere."""
    row = connection.execute(select(source_return).where(R.code == code, *seen(scope))).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这批退回数据"))
    return dict(row)


def lot_of(house: House, code: str, scope: Scope) -> Lot:
    now = house.clock.now()
    with house.engine.connect() as connection:
        number = lot_row(connection, code, scope)["id"]
        row = _rows(connection, [R.id == number], USUAL, day_number(now), 1)[0]
        return Lot(row, now, faults_of(house.settings, connection, number, now), _steps(connection, number, scope))


def faults_of(settings: Settings, connection: Connection, number: int, now: datetime) -> list[Row]:
    f = source_fault.c
    of = select(source_fault, region.c.name.label("place")).join(region, region.c.id == f.region_id)
    rows = [dict(row) for row in connection.execute(of.where(f.return_id == number).order_by(f.key)).mappings()]
    still = standing(settings, connection, [row["key"] for row in rows], now)
    return [row | {"stands": still.get(row["key"], 0)} for row in rows]


def _steps(connection: Connection, number: int, scope: Scope) -> list[Row]:
    """The newest first; by whom only for those who may know people."""
    s = source_step.c
    rows = connection.execute(select(source_step).where(s.return_id == number).order_by(s.seq.desc())).mappings()
    return [dict(row) | ({} if scope.clearance >= NAMES else {"actor": ""}) for row in rows]


def _fits(wanted: ReturnFilters, today: int) -> list[ColumnElement[bool]]:
    where = [R.agency == wanted.owner] if wanted.owner else []
    if wanted.state == LATE:
        return [*where, is_late(today)]
    return [*where, R.state == wanted.state] if wanted.state else where


def _owners(connection: Connection, here: Sequence[ColumnElement[bool]], today: int) -> list[Row]:
    """Of each owner: how many lots are in each state, late, and, of those whose term is over, answered in time."""
    due = and_(R.due_day < today, R.state != "withdrawn")
    kept = and_(due, R.answered_at.is_not(None), R.state.not_in(WITH_OWNER))
    sums = {name: R.state == name for name in RETURN_STATES} | {LATE: is_late(today), "due": due, "kept": kept}
    columns = [func.sum(case((fits, 1), else_=0)).label(name) for name, fits in sums.items()]
    name = func.coalesce(agency.c.name, R.agency).label("owner")
    of = select(R.agency, name, *columns).outerjoin(agency, agency.c.code == R.agency)
    rows = connection.execute(of.where(*here).group_by(R.agency, name).order_by(R.agency)).mappings()
    return [dict(row) for row in rows]


def _rows(connection: Connection, fits: Sequence[ColumnElement[bool]], by: str, today: int, most: int) -> list[Row]:
    late = case((is_late(today), literal(1)), else_=literal(0)).label("late")
    name = func.coalesce(agency.c.name, R.agency).label("owner")
    query = select(source_return, name, region.c.name.label("place"), region.c.code.label("region"), late)
    query = query.join(region, region.c.id == R.region_id).outerjoin(agency, agency.c.code == R.agency)
    column = SORTS[by.removeprefix("-")]
    order = column.desc() if by.startswith("-") else column
    rows = connection.execute(query.where(*fits).order_by(order, R.due_day, R.id).limit(most)).mappings()
    return [dict(row) for row in rows]
