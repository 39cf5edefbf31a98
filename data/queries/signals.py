"""Signals for readers: lists, how many of each kind and what people made of them; the watched ones masked."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from data.queries.regions import Region, inside
from data.schema import event, region, signal
from data.scope import Scope
from data.signal_words import WATCH
from data.sitter import WATCHERS
from data.things.masks import PHONES, masked_places

MOST = 200
Row = dict[str, Any]
S = signal.c


def in_sight(scope: Scope) -> ColumnElement[bool]:
    """By place; who is bound to some agencies reads of it once it is an event of theirs."""
    if not scope.every_department:
        return S.id.is_(None)
    return or_(*(S.cell_id.between(lo, hi) for lo, hi in scope.cells))


def not_watched() -> ColumnElement[bool]:
    return or_(S.algorithm.is_(None), S.algorithm != WATCH)


def may_watch(role: str) -> bool:
    """Who is told of single alarms of 重点人员布控; others of totals."""
    return role in WATCHERS


def signals_in(
    connection: Connection,
    here: Region,
    scope: Scope,
    role: str,
    kind: str,
    *,
    state: str = "",
    algorithm: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    most: int = MOST,
) -> list[Row]:
    """Those that wait first; of topics the hottest, of alarms the newest; at most `most`."""
    where = [S.kind == kind, inside(S.cell_id, here), in_sight(scope), *_within(since, until)]
    where += [S.state == state] if state else []
    where += [S.algorithm == algorithm] if algorithm else []
    where += [] if may_watch(role) else [not_watched()]
    order = (case((S.state == "new", 0), else_=1), func.coalesce(S.heat, -1).desc(), S.at.desc(), S.id)
    query = select(signal, event.c.code.label("event_code")).outerjoin(event, event.c.id == S.event_id)
    rows = connection.execute(query.where(and_(*where)).order_by(*order).limit(most)).mappings()
    return masked_places([_masked(dict(row), scope) for row in rows], scope.clearance)


def _within(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """What waits is there whenever it came: midnight takes nothing off the desk."""
    return ([or_(S.at >= since, S.state == "new")] if since else []) + ([S.at <= until] if until else [])


def _masked(row: Row, scope: Scope) -> Row:
    """Of a watched person only that there was one, where and when, but for who may know."""
    if row["algorithm"] != WATCH or scope.clearance >= PHONES:
        return row
    return row | {"title": "", "words": None, "picture": None}


def shown_to(connection: Connection, number: int, scope: Scope, role: str) -> Row | None:
    """One with `region`, the code of its cell; None where he does not see it."""
    mine = (S.id == number, in_sight(scope), *(() if may_watch(role) else (not_watched(),)))
    query = select(signal, region.c.code.label("region")).join(region, region.c.id == S.cell_id)
    row = connection.execute(query.where(*mine)).mappings().one_or_none()
    return dict(row) if row else None


def sums_in(
    connection: Connection, here: Region, scope: Scope, kind: str, since: datetime | None, until: datetime | None
) -> list[Row]:
    """A row an algorithm (None of topics): how many, waiting, true and false; the watched ones as totals too."""
    where = (S.kind == kind, inside(S.cell_id, here), in_sight(scope), *_within(since, until))
    states = [func.sum(case((S.state == state, 1), else_=0)).label(state) for state in ("new", "event", "discarded")]
    query = select(S.algorithm, func.count().label("n"), *states).where(*where).group_by(S.algorithm)
    return [dict(row) for row in connection.execute(query.order_by(func.count().desc(), S.algorithm)).mappings()]


def areas_in(
    connection: Connection, here: Region, scope: Scope, kind: str, since: datetime, until: datetime
) -> list[Row]:
    """A row a region of the level below: how many, and their heat together; the most first, none without any."""
    below = region.alias("below")
    where = (S.kind == kind, in_sight(scope), *_within(since, until), below.c.parent_id == here.id)
    query = select(below.c.code, below.c.name, func.count().label("n"), func.sum(S.heat).label("heat"))
    query = query.join(below, and_(S.cell_id >= below.c.lo, S.cell_id <= below.c.hi)).where(*where)
    order = (func.coalesce(func.sum(S.heat), 0).desc(), func.count().desc(), below.c.code)
    grouped = query.group_by(below.c.code, below.c.name).order_by(*order)
    return [dict(row) for row in connection.execute(grouped).mappings()]


def behind(connection: Connection, event_id: int, scope: Scope) -> Row | None:
    """The signal that an event was, where the asker sees it; of a watched person nothing."""
    query = select(S.code, S.kind, S.title).where(S.event_id == event_id, in_sight(scope), not_watched())
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None
