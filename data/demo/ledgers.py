"""Records of the demo's ledgers: numbered people, enterprises, houses, projects and events, all made up."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from data.commands.bulk import fill, renumber
from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.ledgers.fields import Dictionary, Field, Ledger, dictionary
from data.schema import record, record_more, region
from data.schema.ledgers import NUMBER_SLOTS, TEXT_SLOTS

PER_CELL = {"person": 0.2, "house": 0.07, "enterprise": 0.02, "event": 0.015, "project": 0.003}
GIVEN = 0.93  # share of the values that are there
NUMBERS = {"元": 48_000, "万元": 2_600, "人": 26, "kWh": 9_000, "m²": 180, "亩": 3, "层": 4, "次": 3, "剂": 2, "具": 2}
Many = NDArray[Any]


def seed_ledgers(connection: Connection, plan: dict[str, Any], at: datetime, seed: int) -> int:
    """Lay them down where there are none; how many. The same seed gives the same records."""
    if connection.scalar(select(record.c.id).limit(1)) is not None:
        return 0
    known = dictionary(connection)
    spine = select(region.c.id).where(region.c.tree == "spine", region.c.level == 6)
    cells = np.array(connection.scalars(spine.order_by(region.c.id)).all(), dtype=np.int64)
    total = 0
    for subject, share in PER_CELL.items():
        total += lay(connection, known, plan, subject, cells, max(20, round(share * len(cells))), at, seed)
    bump(connection, "ledgers")
    return total


def lay(
    connection: Connection,
    known: Dictionary,
    plan: dict[str, Any],
    subject: str,
    cells: Many,
    n: int,
    at: datetime,
    seed: int,
) -> int:
    """`n` records of a subject, spread over these cells."""
    roll = dice(seed, "ledgers", subject)
    where = np.sort(roll.choice(cells, n))
    columns: dict[str, Any] = {name: [None] * n for name in (*NUMBER_SLOTS, *TEXT_SLOTS)}
    more: list[dict[str, Any]] = [{} for _ in range(n)]
    born = _days(roll, n, at, 92 * 365) if subject == "person" else None
    for one in known.of(subject):
        if one.ledger is None:
            values = born if one.code == "person.birth" else _values(one, roll, n, at)
            if one.slot:
                columns[one.slot] = values
            else:
                _put(more, one.code, enumerate(values or ()))
    members = _members(known, plan, subject, roll, born, n, at, more)
    first = int(connection.scalar(select(func.coalesce(func.max(record.c.id), 0))) or 0) + 1
    letter = subject[:2].upper()
    fixed: dict[str, Any] = {"id": np.arange(first, first + n), "subject": [subject] * n, "cell_id": where}
    fixed |= {
        "code": [f"{letter}{number:08d}" for number in range(first, first + n)],
        "member": members,
        "seq": [1] * n,
    }
    fixed |= {"as_of": [int(at.timestamp())] * n, "provenance": ["simulated"] * n}
    fill(connection, record, fixed | columns, quiet=True)
    renumber(connection, record)
    beside = {"record_id": fixed["id"], "more": [orjson.dumps(one).decode() for one in more]}
    return fill(connection, record_more, beside, quiet=True)


def _members(
    known: Dictionary,
    plan: dict[str, Any],
    subject: str,
    roll: Any,
    born: list[Any] | None,
    n: int,
    at: datetime,
    more: list[dict[str, Any]],
) -> list[str]:
    """Who is in which ledger, with what that ledger keeps of them."""
    found = [" "] * n
    ages = np.array([(at.date() - date.fromisoformat(day)).days / 365.25 for day in born]) if born else np.zeros(n)
    for row in plan["ledgers"]:
        its: Ledger = known.ledgers[row[0]]
        if its.subject != subject or its.everyone:
            continue
        low, high = (row[7], row[8]) if len(row) > 8 else (0, 200)
        inside = np.flatnonzero((roll.random(n) < row[6]) & (ages >= low) & (ages < high + 1))
        for at_row in inside.tolist():
            found[at_row] += f"{its.code} "
        for one in [one for one in known.of(subject) if one.ledger == its.code]:
            values = _values(one, roll, len(inside), at)
            _put(more, one.code, zip(inside.tolist(), values, strict=True))
    return found


def _put(more: list[dict[str, Any]], code: str, values: Any) -> None:
    for row, value in values:
        if value is not None:
            more[row][code] = value


def _values(one: Field, roll: Any, n: int, at: datetime) -> list[Any]:
    values = _some(one, roll, n, at)
    missing = roll.random(n) > GIVEN
    return [None if gone and not _named(one) else value for value, gone in zip(values, missing.tolist(), strict=True)]


def _named(one: Field) -> bool:
    """What a record is called by is always told."""
    return one.shield == "name" or one.code == f"{one.subject}.name"


def _some(one: Field, roll: Any, n: int, at: datetime) -> list[Any]:
    if one.kind == "number":
        middle = NUMBERS.get(one.unit, 2)
        return [float(value) for value in np.round(roll.gamma(2.0, middle / 2, n))]
    if one.kind == "date":
        return _days(roll, n, at, 3 * 365)
    if one.kind == "code":
        codes = list(one.codes)
        shares = np.array([1 / (place + 1) for place in range(len(codes))])
        return [codes[place] for place in roll.choice(len(codes), n, p=shares / shares.sum()).tolist()]
    return _texts(one, roll.integers(1, 100_000, n).tolist())


def _texts(one: Field, numbers: list[int]) -> list[Any]:
    """Made up for all to see: numbered names, telephones and papers that no real ones begin like."""
    if one.shield == "phone":
        return [f"100{number:08d}" for number in numbers]
    if one.shield == "id":
        return [f"000000{number:012d}" for number in numbers]
    word = "居民" if one.code == "person.name" else one.word.rpartition("·")[2]
    return [f"{word}-{number:05d}" for number in numbers]


def _days(roll: Any, n: int, at: datetime, back: int) -> list[Any]:
    last = at.date()
    return [(last - timedelta(days=days)).isoformat() for days in roll.integers(0, back, n).tolist()]
