"""Forms filled: records of a region that meet the conditions, with the ticked fields, masked by clearance."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, FromClause, Select, func, select

from data.errors import BadInput
from data.house import House
from data.ledgers.asked import Asked
from data.ledgers.fields import FARTHEST, Field, Value, shower, shown
from data.queries.regions import Region, inside, region_of
from data.schema import ledger, record, record_more, region
from data.scope import Scope

MOST = 500
CHUNK = 5_000
LARGEST = 2**31 - 1  # of a cell or a number in the database
ALWAYS = ("code", "village")  # columns before those that are ticked
VILLAGE = 4
Row = dict[str, Any]


@dataclass(frozen=True)
class FilledPage:
    """Rows in their order; `next` is the cursor of the page after, None on the last one."""

    rows: list[Row]
    next: str | None


def filled(
    house: House, asked: Asked, here: str, scope: Scope, *, after: str | None = None, limit: int = 100
) -> FilledPage:
    """A page of the form. Forbidden for conditions on what the asker may not see."""
    if not 1 <= limit <= MOST:
        raise BadInput(f"limit: 1 to {MOST}")
    asked.check(scope.clearance)
    with house.engine.connect() as connection:
        statement = _statement(asked, region_of(connection, here, scope))
        if after:
            statement = statement.where(asked.behind(*_read(after, asked)))
        if asked.by is not None:
            statement = statement.add_columns(asked.by.label("stood"))
        found = connection.execute(statement.limit(limit + 1)).all()
        villages = village_names(connection, [row[1] for row in found[:limit]])
    rows = [_row(asked.fields, row, villages, scope.clearance) for row in found[:limit]]
    return FilledPage(rows, _written(asked, found[limit - 1]) if len(found) > limit else None)


def _written(asked: Asked, last: Any) -> str:
    """The cursor behind a row: where it stands, and in an ordered form by what."""
    place = f"{last[1]}-{last[0]}"
    if asked.by is None:
        return place
    return "o" + urlsafe_b64encode(json.dumps([last.stood, last[1], last[0]]).encode()).decode().rstrip("=")


def _read(after: str, asked: Asked) -> tuple[Value, int, int]:
    """BadInput for what is no cursor of such a list."""
    try:
        value, cell, number = _place(after) if asked.by is None else _stand(after)
        if not (_whole(cell) and _whole(number) and _fits(asked, value)):
            raise ValueError
        return value, cell, number
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise BadInput("after: not a cursor of this list") from None


def _place(after: str) -> tuple[Any, Any, Any]:
    cell, _dash, number = after.partition("-")
    if not all(one.isascii() and one.isdecimal() and len(one) < 11 for one in (cell, number)):
        raise ValueError
    return None, int(cell), int(number)


def _stand(after: str) -> tuple[Any, Any, Any]:
    if after[0] != "o":
        raise ValueError
    value, cell, number = json.loads(urlsafe_b64decode(after[1:] + "=" * (-len(after[1:]) % 4)))
    return value, cell, number


def _whole(value: Any) -> bool:
    """Whether it can be the cell or number of a row: more is refused by PostgreSQL."""
    return type(value) is int and 0 <= value <= LARGEST


def _fits(asked: Asked, value: Any) -> bool:
    """Whether rows can stand by it: what is ordered by is not known, a number, or a text that databases take."""
    if value is None:
        return True
    if asked.order == "village":
        return _whole(value)
    if isinstance(asked.order, Field) and asked.order.kind == "number":
        return type(value) in (int, float) and abs(value) <= FARTHEST
    return isinstance(value, str) and b"\0" not in value.encode()


def counted(house: House, asked: Asked, here: str, scope: Scope) -> int:
    """How many records the form has."""
    asked.check(scope.clearance)
    with house.engine.connect() as connection:
        where = (*asked.where(), inside(record.c.cell_id, region_of(connection, here, scope)))
        return int(connection.scalar(select(func.count()).select_from(_table(asked)).where(*where)) or 0)


def exported(connection: Connection, asked: Asked, here: Region, clearance: int, most: int) -> Generator[list[Any]]:
    """The cells of up to so many rows, in order: code, village, and the fields that are ticked."""
    asked.check(clearance)
    showers = [shower(one, clearance) for one in asked.fields]  # in the language that is spoken now
    return _rows(connection, _statement(asked, here).limit(most), showers)


def _rows(connection: Connection, wanted: Select[Any], showers: Sequence[Callable[[Any], Any]]) -> Generator[list[Any]]:
    known: dict[int, str] = {}
    with connection.execute(wanted.execution_options(yield_per=CHUNK)) as found:
        for some in found.partitions():
            known |= village_names(connection, [row[1] for row in some if row[1] not in known])
            for row in some:
                cells = [show(value) for show, value in zip(showers, row[3:], strict=True)]
                yield [row[2], known.get(row[1], ""), *cells]


def village_names(connection: Connection, cells: Sequence[int]) -> dict[int, str]:
    """{cell: the village it lies in}."""
    if not cells:
        return {}
    lo, hi = min(cells), max(cells)
    tops = select(region.c.lo, region.c.hi, region.c.name).where(
        region.c.tree == "spine", region.c.level == VILLAGE, region.c.lo <= hi, region.c.hi >= lo
    )
    spans = iter(connection.execute(tops.order_by(region.c.lo)).all())
    found, span = {}, next(spans, None)
    for cell in sorted(set(cells)):
        while span is not None and span.hi < cell:
            span = next(spans, None)
        if span is not None and span.lo <= cell:
            found[cell] = span.name
    return found


def sizes(connection: Connection, here: Region) -> dict[str, int]:
    """{ledger: how many records of it lie here}: one look at all of them."""
    counts: dict[str, int] = {}
    everyone = {row.subject: row.code for row in connection.execute(select(ledger).where(ledger.c.everyone == 1))}
    members = select(record.c.subject, record.c.member, func.count().label("n")).where(inside(record.c.cell_id, here))
    for subject, member, n in connection.execute(members.group_by(record.c.subject, record.c.member)):
        for code in {*member.split(), *([everyone[subject]] if subject in everyone else [])}:
            counts[code] = counts.get(code, 0) + n
    return counts


def _statement(asked: Asked, here: Region) -> Select[Any]:
    r = record.c
    columns = [one.column.label(f"f{n}") for n, one in enumerate(asked.fields)]
    where = (*asked.where(), inside(r.cell_id, here))
    return select(r.id, r.cell_id, r.code, *columns).select_from(_table(asked)).where(*where).order_by(*asked.ordered())


def _table(asked: Asked) -> FromClause:
    return record.join(record_more, record_more.c.record_id == record.c.id) if asked.beside else record


def _row(fields: Sequence[Field], row: Any, villages: dict[int, str], clearance: int) -> Row:
    cells = {
        f"f{n}": shown(one, value, clearance)
        for n, (one, value) in enumerate(zip(fields, row[3 : 3 + len(fields)], strict=True))
    }
    return {"code": row[2], "village": villages.get(row[1], ""), **cells}
