"""The three lists of a region and all below it: filtered, sorted, counted; the same rows for screens and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, or_, select

from data.batched import batched
from data.house import House
from data.intake.record import clean
from data.list_words import LIST_KINDS, STANDS
from data.queries.asked import Asked, asked
from data.queries.list_rows import ITEM, seen
from data.queries.regions import Region, ancestors, children
from data.schema import agency, list_item, list_photo, list_support, region
from data.scope import Scope
from data.times import day_number
from data.view import View

MOST, ALL = 200, 50_000  # rows of a screen, and of a file
SOME = 500  # that are named in one question
LONGEST_TEXT = 40
S = list_support.c
PLACE = region.alias("place")
PAIR = list_item.alias("pair")
SORTS: dict[str, ColumnElement[Any]] = {
    "urgent": case((ITEM.state == "open", 0), else_=1),  # and then by term, as all of them
    "due": ITEM.due_day,
    "percent": ITEM.percent,
    "kind": ITEM.kind,
    "title": ITEM.title,
    "place": ITEM.lo,
    "owner": func.coalesce(agency.c.name, PLACE.c.name),
    "stand": ITEM.state,
    "joins": select(func.count()).where(S.item_id == ITEM.id).scalar_subquery(),
    "reports": ITEM.reports,
    "code": ITEM.code,
}
USUAL_SORT = "urgent"
Row = dict[str, Any]
Counts = dict[str, dict[str, int]]  # of each kind and each of STANDS


@dataclass(frozen=True)
class Wanted:
    """Which items, in which order; what makes no sense asks for nothing."""

    kind: str = ""
    stand: str = ""
    text: str = ""
    agency: str = ""
    sort: str = USUAL_SORT

    @classmethod
    def read(cls, given: dict[str, str]) -> "Wanted":
        kind, stand, sort = (given.get(name, "") for name in ("list", "stand", "by"))
        return cls(
            kind if kind in LIST_KINDS else "",
            stand if stand in STANDS else "",
            clean(given.get("find"), line=True)[:LONGEST_TEXT],
            clean(given.get("office"), line=True)[:32],
            sort if sort.removeprefix("-") in SORTS else USUAL_SORT,
        )


@dataclass(frozen=True)
class Listed:
    """`rows`: what was asked for; `total` of them; `counts`: of all that may be seen here."""

    here: Region
    line: list[Region]  # the way down to it
    now: datetime
    provenance: str
    counts: Counts
    total: int
    rows: list[Row]
    below: list[Row]
    agencies: list[Row]


def listed(house: House, view: View, scope: Scope, wanted: Wanted, most: int = MOST) -> Listed:
    with asked(house, view.but(at=None, slice=""), scope) as a:  # lists are as they are now
        here = (ITEM.lo >= a.here.lo, ITEM.hi <= a.here.hi, *seen(scope))
        today = day_number(a.now)
        by_place = _counted(a.connection, here, today)
        fits = (*here, *_fits(wanted, today))
        total = int(a.connection.scalar(select(func.count()).select_from(list_item).where(*fits)) or 0)
        found = a.connection.execute(_rows(fits, wanted.sort, today).limit(most)).mappings()
        others: Row = {} if scope.every_department else {"pair": None}  # it may be of another department
        rows = _counted_beside(a.connection, [dict(row) | others for row in found])
        line, of = ancestors(a.connection, a.here, scope), offices(a.connection, a.here)
        return Listed(a.here, line, a.now, a.lived, _sum(by_place), total, rows, _below(a, by_place), of)


def stand_of(today: int) -> ColumnElement[str]:
    late = and_(ITEM.state == "open", ITEM.due_day < today)
    return case((late, literal("overdue")), else_=ITEM.state)


def _counted(connection: Connection, here: Sequence[ColumnElement[bool]], today: int) -> list[Any]:
    """(lo, hi, kind, stand, n) of each place that has items."""
    stand = stand_of(today).label("stand")
    query = select(ITEM.lo, ITEM.hi, ITEM.kind, stand, func.count().label("n")).where(*here)
    return list(connection.execute(query.group_by(ITEM.lo, ITEM.hi, ITEM.kind, stand)))


def _sum(rows: Sequence[Any]) -> Counts:
    found: Counts = {kind: dict.fromkeys(STANDS, 0) for kind in LIST_KINDS}
    for row in rows:
        found[row.kind][row.stand] += row.n
    return found


def _below(a: Asked, rows: Sequence[Any]) -> list[Row]:
    """The region's own items and those of each region below; together they are all there are here."""
    places = children(a.connection, a.here) if a.here.level < 4 else []
    parts: list[tuple[Region, bool]] = [(a.here, True), *((one, False) for one in places)]
    told = []
    for one, own in parts:
        mine = [row for row in rows if (row.lo, row.hi) == (one.lo, one.hi)] if own else None
        if mine is None:
            mine = [row for row in rows if one.lo <= row.lo and row.hi <= one.hi]
            mine = [row for row in mine if (row.lo, row.hi) != (a.here.lo, a.here.hi)]
        told.append({"code": one.code, "name": one.name, "own": own, "counts": _sum(mine)})
    return told if places else []


def _fits(wanted: Wanted, today: int) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [ITEM.kind == wanted.kind] if wanted.kind else []
    if wanted.stand == "open":
        where.append(ITEM.state == "open")  # with those past their term
    elif wanted.stand:
        where.append(stand_of(today) == wanted.stand)
    if wanted.agency:
        asked_to = select(S.item_id).where(S.agency == wanted.agency)
        where.append(or_(ITEM.agency == wanted.agency, ITEM.id.in_(asked_to)))
    if wanted.text:
        plain = wanted.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        where.append(or_(ITEM.title.like(f"%{plain}%", escape="\\"), ITEM.code == wanted.text))
    return where


def _rows(fits: Sequence[ColumnElement[bool]], sort: str, today: int) -> Select[Any]:
    query = select(
        ITEM.id,
        *(ITEM[name] for name in ("code", "kind", "title", "begin_day", "due_day", "percent", "reports", "provenance")),
        stand_of(today).label("stand"),
        ITEM.ended_at,
        ITEM.fund,
        PLACE.c.name.label("place"),
        PLACE.c.code.label("region"),
        agency.c.name.label("agency"),
        PAIR.c.code.label("pair"),
    )
    query = query.join_from(list_item, PLACE, PLACE.c.id == ITEM.region_id).where(*fits)
    query = query.outerjoin(agency, agency.c.code == ITEM.agency).outerjoin(PAIR, PAIR.c.id == ITEM.pair_id)
    column = SORTS[sort.removeprefix("-")]
    return query.order_by(column.desc() if sort.startswith("-") else column, ITEM.due_day, ITEM.id)


def _counted_beside(connection: Connection, rows: list[Row]) -> list[Row]:
    """With how many departments were asked and joined, and how many photos there are."""
    ids, joined = [row.pop("id") for row in rows], case((S.state.in_(("accepted", "helped")), 1), else_=0)
    asked_to: dict[int, tuple[int, int]] = {}
    photos: dict[int, int] = {}
    for some in batched(ids, SOME):
        support = select(S.item_id, func.count(), func.sum(joined)).where(S.item_id.in_(some)).group_by(S.item_id)
        asked_to |= {one: (int(n), int(joins)) for one, n, joins in connection.execute(support)}
        of, photo = list_photo.c.item_id, select(list_photo.c.item_id, func.count())
        photos |= {one: int(n) for one, n in connection.execute(photo.where(of.in_(some)).group_by(of))}
    told = (
        {"photos": photos.get(one, 0), **dict(zip(("asked", "joins"), asked_to.get(one, (0, 0)), strict=True))}
        for one in ids
    )
    return [row | more for row, more in zip(rows, told, strict=True)]


def offices(connection: Connection, here: Region) -> list[Row]:
    """(code, name) of departments whose region holds this one; the nearest first."""
    around = (region.c.lo <= here.lo, region.c.hi >= here.hi, agency.c.kind != "grid")
    query = select(agency.c.code, agency.c.name).join_from(agency, region, region.c.id == agency.c.region_id)
    rows = connection.execute(query.where(*around).order_by(region.c.level.desc(), agency.c.code))
    return [dict(row) for row in rows.mappings()]
