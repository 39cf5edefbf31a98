"""What ledgers lack is counted once a day, by town: pages read the counts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, or_, select, true, update

from data.commands.facts import fact, swap_fact
from data.commands.revisions import bump
from data.engine import writing
from data.house import House
from data.ledgers.fields import Field, Ledger
from data.queries.regions import SPINE
from data.returns.checks import Check, known_checks, record_checks
from data.schema import record, record_check, record_more, region
from data.settings import Settings
from data.times import day_number

COUNTED = "records_checked"  # fact: the local day on which they were counted last
TOWN = 3
Row = dict[str, Any]


def check_daily(house: House, now: datetime) -> bool:
    """Whether it was done now. Counted before anything is written: a large city's ledgers take some seconds."""
    today = str(day_number(now))
    with house.engine.connect() as connection:
        last = fact(connection, COUNTED)
        if last == today:
            return False
        rows = counts_of(connection, record_checks(house.settings), now)
    with writing(house.engine) as connection:
        if not swap_fact(connection, COUNTED, last, today):
            return False
        keep_checks(connection, rows)
    return True


def counts_of(connection: Connection, checks: Sequence[Check], now: datetime) -> list[Row]:
    """What each declared check finds in each town."""
    rows: list[Row] = []
    for its, some in _by_ledger(connection, checks).items():
        for town, total, *found in connection.execute(_counts(its, [field for _one, field in some])):
            told = {"region_id": town, "total": total, "at": now}
            rows += [told | {"key": one.key, "n": int(n)} for (one, _field), n in zip(some, found, strict=True)]
    return rows


def keep_checks(connection: Connection, rows: Sequence[Row]) -> None:
    connection.execute(delete(record_check))
    if rows:
        connection.execute(insert(record_check), rows)
    bump(connection, "returns")


def live_counts(settings: Settings, connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """{`record:<check>:<town>`: records that lack it now}, counted at once; what is no such key is left out."""
    wanted = {key for key in keys if key.startswith("record:")}
    if not wanted:
        return {}
    checks = {one.key: (its, field) for one, its, field in known_checks(connection, record_checks(settings))}
    found: dict[str, int] = {}
    for key in wanted:
        name, _colon, code = key.partition(":")[2].rpartition(":")
        if name in checks:
            found[key] = _lacks(connection, *checks[name], code)
    return found


def keep_counts(connection: Connection, counts: Mapping[str, int], now: datetime) -> None:
    """What was counted at once is what pages tell from now on."""
    c = record_check.c
    for key, n in counts.items():
        name, _colon, code = key.partition(":")[2].rpartition(":")
        town = select(region.c.id).where(region.c.code == code, SPINE).scalar_subquery()
        connection.execute(update(record_check).where(c.key == name, c.region_id == town).values(n=n, at=now))


def _lacks(connection: Connection, its: Ledger, field: Field, code: str) -> int:
    table = record if field.slot else record.join(record_more, record_more.c.record_id == record.c.id)
    of = select(func.count()).select_from(region.join(table, record.c.cell_id.between(region.c.lo, region.c.hi)))
    return int(connection.scalar(of.where(SPINE, region.c.code == code, *members(its), lacking(field))) or 0)


def lacking(field: Field) -> ColumnElement[bool]:
    column = field.column
    return column.is_(None) if field.kind == "number" else or_(column.is_(None), column == "")


def members(its: Ledger) -> tuple[ColumnElement[bool], ...]:
    in_it = true() if its.everyone else record.c.member.like(f"% {its.code} %")
    return record.c.subject == its.subject, in_it


def _by_ledger(connection: Connection, checks: Sequence[Check]) -> dict[Ledger, list[tuple[Check, Field]]]:
    found: dict[Ledger, list[tuple[Check, Field]]] = {}
    for one, its, field in known_checks(connection, checks):
        found.setdefault(its, []).append((one, field))
    return found


def _counts(its: Ledger, fields: Sequence[Field]) -> Any:
    """(town, records, those that lack the first field, the second …)."""
    table: Any = record
    if any(one.slot is None for one in fields):
        table = record.join(record_more, record_more.c.record_id == record.c.id)
    lost = [func.sum(case((lacking(one), 1), else_=0)) for one in fields]
    of = select(region.c.id, func.count(), *lost).select_from(
        region.join(table, record.c.cell_id.between(region.c.lo, region.c.hi))
    )
    return of.where(SPINE, region.c.level == TOWN, *members(its)).group_by(region.c.id)
