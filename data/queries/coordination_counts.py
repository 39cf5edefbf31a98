"""How many visits were filed, carried out and spared: by month, region or department, against what was before.

A joint visit is one however many departments take part; counted by department, each of them has taken part in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from data.coordination.kind import Before, Kind, Said, kinds_of
from data.house import House
from data.language import gettext as _
from data.queries.coordination_calls import Month, known_to, month_of
from data.queries.coordination_subjects import how_many
from data.queries.regions import Region, children, inside, region_of
from data.schema import agency, coordination_call
from data.scope import Scope
from data.times import local

C = coordination_call.c
BY = {"month": "按月", "region": "按区划", "agency": "按部门"}
MONTHS = 6
FIGURES = ("filed", "visits", "joint", "online", "cancelled", "departments", "subjects", "invited")
Row = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """`total` of the month that is asked for; `rows` by `by`. What was before is compared with a `whole` month only."""

    here: Region
    month: Month
    by: str
    total: Row
    rows: list[Row]
    subjects: int
    before: dict[str, Before]
    said: list[Said]
    whole: Month
    then: Row  # figures of that month

    @property
    def each(self) -> float | None:
        return round(self.total["visits"] / self.subjects, 2) if self.subjects else None

    def now_of(self, what: str) -> float | None:
        """What is to be compared with what was before."""
        if not self.then["filed"]:
            return None
        visits = int(self.then["visits"])
        if what == "each":
            return round(visits / self.subjects, 2) if self.subjects else None
        return float(visits)

    def fall(self, what: str) -> int | None:
        """By how many percent it has fallen."""
        was, now = self.before.get(what), self.now_of(what)
        return None if was is None or now is None else round(100 * (now - was.value) / was.value)


def counted(house: House, kind: Kind, code: str, scope: Scope, month: str = "", by: str = "month") -> Counted:
    kinds, asked = kinds_of(house), month_of(month or f"{local(house.clock.now()):%Y-%m}")
    by = by if by in BY else "month"
    with house.engine.connect() as connection:
        here = region_of(connection, code, scope)
        total = _grouped(connection, kind, here, scope, asked, asked, None).get("", _nothing())
        rows = _rows(connection, kind, here, scope, asked, by)
        lying, before = how_many(connection, kind, here), kinds.before_of(kind, here.code)
        whole = _whole(asked, house.clock.now())
        then = _grouped(connection, kind, here, scope, whole, whole, None).get("", _nothing())
    return Counted(here, asked, by, total, rows, lying, before, kinds.said_of(kind), whole, then)


def _whole(asked: Month, now: datetime) -> Month:
    """The month itself once it is over, else the last one that is."""
    this = month_of(f"{local(now):%Y-%m}")
    return asked if asked.first < this.first else this.turned(-1)


def _rows(connection: Connection, kind: Kind, here: Region, scope: Scope, month: Month, by: str) -> list[Row]:
    if by == "month":
        return _months(connection, kind, here, scope, month)
    if by == "agency":
        found = _grouped(connection, kind, here, scope, month, month, C.agency)
        names = dict(connection.execute(select(agency.c.code, agency.c.name).where(agency.c.code.in_(found))).all())
        rows = [{"code": code, "name": names.get(code, code), **one} for code, one in found.items()]
        return sorted(rows, key=lambda row: (-row["filed"], row["code"]))
    below = children(connection, here) or [here]
    lies = case(*((C.cell_id.between(one.lo, one.hi), one.code) for one in below), else_="")
    found = _grouped(connection, kind, here, scope, month, month, lies)
    return [{"code": one.code, "name": one.name, **found.get(one.code, _nothing())} for one in below]


def _months(connection: Connection, kind: Kind, here: Region, scope: Scope, last: Month) -> list[Row]:
    """None of before anything was filed: that nothing is known is no zero."""
    first = connection.scalar(select(func.min(C.day)).where(C.kind == kind.code)) or last.first
    months = [one for n in range(MONTHS) if (one := last.turned(-n)).last >= first] or [last]
    in_month = case(*((C.day.between(one.first, one.last), one.code) for one in months), else_="")
    found = _grouped(connection, kind, here, scope, months[-1], last, in_month)
    return [{"code": one.code, "name": one.code, **found.get(one.code, _nothing())} for one in months]


def _nothing() -> Row:
    return dict.fromkeys(FIGURES, 0)


def _grouped(
    connection: Connection, kind: Kind, here: Region, scope: Scope, first: Month, last: Month, by: Any
) -> dict[str, Row]:
    """{group: figures}."""
    where = (C.kind == kind.code, C.day.between(first.first, last.last), inside(C.cell_id, here), known_to(scope))
    key = [by.label("key")] if by is not None else []
    query = select(*key, *(one.label(name) for name, one in _SUMS.items())).where(*where)
    rows = connection.execute(query.group_by("key") if key else query).mappings()
    found = {row["key"] if key else "": {name: int(row[name] or 0) for name in _SUMS} for row in rows}
    return {group: _told(one) for group, one in found.items()}


def _told(one: Row) -> Row:
    """`joint`: journeys that were spared because several were made one."""
    figures = {name: one[name] for name in FIGURES if name in one}
    figures |= {"visits": one["alone"] + one["joints_done"], "joint": one["joined"] - one["joints"]}
    return {name: figures[name] for name in FIGURES}


def _many(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((and_(*where), 1), else_=0))


def _kinds(column: Any, where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count(case((where, column)).distinct())


_DONE, _ARRANGED = C.state == "done", C.state.in_(("set", "done"))
_JOINT = and_(_ARRANGED, C.way == "joint")
_SUMS: dict[str, ColumnElement[Any]] = {
    "filed": _many(C.way != "invited"),
    "invited": _many(_ARRANGED, C.way == "invited"),
    "alone": _many(_DONE, C.way == "site"),
    "joints_done": _kinds(C.joint_id, and_(_DONE, C.way == "joint")),
    "online": _many(_ARRANGED, C.way == "online"),
    "joined": _many(_JOINT),
    "joints": _kinds(C.joint_id, _JOINT),
    "cancelled": _many(C.state == "cancelled"),
    "departments": _kinds(C.agency, and_(_DONE, C.way != "invited")),
    "subjects": _kinds(C.subject, and_(_DONE, C.way != "invited")),
}


def month_words(month: Month) -> str:
    first = date.fromordinal(month.first)
    return _("{year} 年 {month} 月").format(year=first.year, month=first.month)
