"""Events one by one: filtered, sorted, in pages whose cost does not grow with how far one has turned."""

import base64
import binascii
import json
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data.errors import BadInput
from data.house import House
from data.queries.cases import of_departments
from data.queries.codes import CODES, number_of
from data.queries.elsewhere import into_of, known
from data.queries.event_filters import Filters, conditions, stage_at, unled
from data.queries.past import stood
from data.queries.regions import region_of
from data.queries.reported import WIDE_LEVEL
from data.schema import event, region
from data.scope import Scope
from data.things.masks import masked_places
from data.view import View
from data.windows import span

__all__ = ["BY_DEADLINE", "MOST", "SORTS", "Filters", "Page", "export", "listed", "more_than"]
BY_DEADLINE = "deadline_at"
SORTS = ("-reported_at", "reported_at", BY_DEADLINE)  # those that an index serves; deadlines of open events only
MOST = 500
CHUNK = 2_000
COLUMNS = (
    *(
        "id",
        "code",
        "title",
        "category",
        "leaf",
        "source",
        "line",
        "grade",
        "agency",
        "loop",
        "place",
        "placed",
        "lon",
        "lat",
    ),
    *("reported_at", "filed_at", "closed_at", "ended_at", "deadline_at", "warn_at", "suspended_at", "supervised"),
    *("reopened", "returned", "reports", "into_id", "rating", "called_agency", "called_due_at", "arrived_at"),
    "provenance",
)


@dataclass(frozen=True)
class Page:
    """Rows as mappings, moments in UTC; `next` is the cursor of the page after, None on the last one."""

    rows: list[dict[str, Any]]
    next: str | None


def listed(
    house: House,
    view: View,
    scope: Scope,
    filters: Filters,
    *,
    sort: str = "-reported_at",
    after: str | None = None,
    limit: int = 100,
) -> Page:
    """A page of the events of the view that fit. Open events are listed whenever they were reported, others by window.

    With `at` in the past each stands as it stood then, and is filtered by that; the order of deadlines is today's.
    """
    _check(sort, limit)
    with house.engine.connect() as connection:
        statement = _statement(connection, house, view, scope, filters, sort)
        if after:
            value, code = _read(after, sort)
            statement = statement.where(_beyond(sort, value, number_of(connection, "event", code)))
        found = connection.execute(statement.limit(limit + 1)).mappings().all()
        rows = masked_places(_rows(connection, scope, found[:limit], view.at), scope.clearance)
    return Page(rows, _written(sort, found[limit - 1]) if len(found) > limit else None)


def export(
    house: House, view: View, scope: Scope, filters: Filters, *, sort: str = "-reported_at", limit: int | None = None
) -> Generator[dict[str, Any]]:
    """Every event that fits, of one moment, read as it is asked for. Close the iterator when you stop early."""
    _check(sort, 1)
    with house.engine.connect().execution_options(yield_per=CHUNK) as connection:
        statement = _statement(connection, house, view, scope, filters, sort)
        for found in connection.execute(statement.limit(limit) if limit else statement).mappings().partitions(CHUNK):
            yield from masked_places(_rows(connection, scope, found, view.at), scope.clearance)


def more_than(house: House, view: View, scope: Scope, filters: Filters, most: int, *, sort: str) -> bool:
    """Whether more events fit than some, without reading them."""
    _check(sort, 1)
    with house.engine.connect() as connection:
        statement = _statement(connection, house, view, scope, filters, sort).with_only_columns(event.c.id)
        return connection.scalar(statement.order_by(None).offset(most).limit(1)) is not None


def _check(sort: str, limit: int) -> None:
    if sort not in SORTS:
        raise BadInput(f"sort: {sort!r} is not one of {', '.join(SORTS)}")
    if not 1 <= limit <= MOST:
        raise BadInput(f"limit: 1 to {MOST}")


def _statement(
    connection: Connection, house: House, view: View, scope: Scope, filters: Filters, sort: str
) -> Select[Any]:
    now = view.at or house.clock.now()
    here, period = region_of(connection, view.region, scope), span(view.window, now)
    past, by_deadline = view.at is not None, sort == BY_DEADLINE
    where = conditions(connection, here, period, filters.within(view.slice), past=past, by_deadline=by_deadline)
    stage = stage_at(now).label("stage") if past else event.c.stage
    statement = (
        select(
            *(event.c[name] for name in COLUMNS if name != "into_id"),
            into_of(scope),
            stage,
            region.c.code.label("region_code"),
        )
        .join_from(event, region, region.c.id == event.c.cell_id)
        .where(*where, *of_departments(scope))
    )
    narrow = connection.dialect.name == "sqlite" and here.level > WIDE_LEVEL and not (filters.backlog or by_deadline)
    return statement.order_by(*_order(sort, narrow))


def _order(sort: str, narrow: bool) -> tuple[ColumnElement[Any], ...]:
    name = sort.removeprefix("-")
    column = unled(event.c[name]) if narrow else event.c[name]
    return (column.desc(), event.c.id.desc()) if sort.startswith("-") else (column.asc(), event.c.id.asc())


def _beyond(sort: str, value: datetime, last_id: int) -> ColumnElement[bool]:
    """Strictly after the row (value, last_id) in this order; the first half is what an index can follow."""
    column, key = event.c[sort.removeprefix("-")], event.c.id
    if sort.startswith("-"):
        return and_(column <= value, or_(column < value, key < last_id))
    return and_(column >= value, or_(column > value, key > last_id))


def _rows(connection: Connection, scope: Scope, found: Sequence[Any], at: datetime | None) -> list[dict[str, Any]]:
    """The rows as mappings; at a moment past as they stood, which those that were touched since are folded for."""
    if at is None:
        return [dict(row) for row in found]
    then = stood(connection, [row["id"] for row in found], at)
    into = known(connection, scope, {one["into_id"] for one in then.values()} - {None})
    return [_row(dict(row), then[row["id"]], into) for row in found]


def _row(found: dict[str, Any], then: dict[str, Any], into: Collection[int]) -> dict[str, Any]:
    found |= {name: then[name] for name in COLUMNS}
    found["into_id"] = then["into_id"] if then["into_id"] in into else None
    if found["stage"] != "rated":
        found["rating"] = None
    return found


def _written(sort: str, row: Mapping[Any, Any]) -> str:
    value = int(row[sort.removeprefix("-")].timestamp())
    return base64.urlsafe_b64encode(json.dumps([sort, value, row["code"]]).encode()).decode().rstrip("=")


def _read(cursor: str, sort: str) -> tuple[datetime, str]:
    try:
        named, value, code = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if named != sort or type(value) is not int or not CODES["event"].fullmatch(code):
            raise ValueError
        return datetime.fromtimestamp(value, UTC), code
    except (ValueError, TypeError, OverflowError, OSError, RecursionError, binascii.Error):
        raise BadInput("after: not a cursor of this list") from None
